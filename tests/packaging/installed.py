# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the .deb of a build, unpacks it, and looks at it as a desktop would."""
import argparse
import configparser
import pathlib
import struct
import subprocess
import tempfile
import unittest

arguments = argparse.ArgumentParser()
arguments.add_argument("--build", type=pathlib.Path, required=True)
arguments.add_argument("--version", required=True)
options = arguments.parse_args()

MIME_TYPE = "application/x-throng-project"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256)


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


class InstalledTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        there = pathlib.Path(cls.folder.name)
        run("cpack", "--config", options.build / "CPackConfig.cmake", "-B", there)
        (cls.deb,) = there.glob("*.deb")
        cls.root = there / "root"
        run("dpkg-deb", "-x", cls.deb, cls.root)
        cls.share = cls.root / "usr/share"

    def field(self, name):
        return run("dpkg-deb", "-f", self.deb, name).strip()

    def test_package_is_named_and_says_what_it_needs(self):
        self.assertEqual(self.field("Package"), "throng")
        self.assertEqual(self.field("Version"), options.version)
        needed = {part.split()[0] for part in self.field("Depends").split(", ")}
        # Two by hand, because Qt loads them at run time; the others must have been found in the programs.
        self.assertLessEqual({"libqt6sql6-sqlite", "qt6-qpa-plugins", "libqt6charts6", "libc6", "libstdc++6"}, needed)
        self.assertTrue([name for name in needed if name.startswith("libcurl")], needed)
        self.assertTrue([name for name in needed if name.startswith("libqt6widgets")], needed)

    def test_programs_run(self):
        for program in ("throng", "throngctl"):
            said = subprocess.run([self.root / "usr/bin" / program, "--version"], capture_output=True, text=True,
                env={"QT_QPA_PLATFORM": "offscreen", "HOME": self.folder.name}, check=False)
            self.assertEqual(said.returncode, 0, said.stderr)
            self.assertIn(options.version, said.stdout)

    def test_desktop_entry_opens_projects_with_an_installed_program(self):
        entry = configparser.ConfigParser(interpolation=None)
        entry.optionxform = str
        entry.read(self.share / "applications/throng.desktop")
        section = entry["Desktop Entry"]
        program, what = section["Exec"].split()
        self.assertTrue((self.root / "usr/bin" / program).exists())
        self.assertEqual(what, "%f")
        self.assertIn(MIME_TYPE, section["MimeType"].split(";"))

    def test_mime_type_knows_projects_by_their_suffix(self):
        run("update-mime-database", self.share / "mime")
        self.assertIn(f"50:{MIME_TYPE}:*.throng", (self.share / "mime/globs2").read_text().splitlines())

    def test_icons_have_the_sizes_of_their_folders(self):
        for size in SIZES:
            for name in ("apps/throng.png", "mimetypes/application-x-throng-project.png"):
                picture = (self.share / f"icons/hicolor/{size}x{size}" / name).read_bytes()
                self.assertEqual(struct.unpack(">II", picture[16:24]), (size, size), name)

    def test_metainfo_is_where_software_centres_look(self):
        self.assertTrue((self.share / "metainfo/io.github.throng.Throng.metainfo.xml").exists())


if __name__ == "__main__":
    unittest.main(argv=[__file__, "-v"])
