#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""words.py is itself tested: a sentence that bypasses the translators must be reported, data must not."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from words import check_tree  # noqa: E402


class Words(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def report(self, path: str, *lines: str) -> list[str]:
        file = self.root / "src/engine" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        found = [str(breach) for breach in check_tree(self.root)]
        file.unlink()
        return found

    def assert_breach(self, path: str, *lines: str) -> None:
        found = self.report(path, "// a comment", *lines)
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(f"src/engine/{path}:2: "), found[0])

    def assert_clean(self, path: str, *lines: str) -> None:
        self.assertEqual(self.report(path, *lines), [])

    def test_a_sentence(self) -> None:
        for line in ('return failure(u"the folder cannot be made"_s, path);',
                     'verdict.reason = u"the host took processor time"_s;',
                     'warn(QStringLiteral("%1. The run goes on.").arg(trouble));',
                     'return failure("is damaged or cut off"_L1, path);',
                     'reader.fail(key, u"is "_s + JsonReader::describe(json));'):
            with self.subTest(line):
                self.assert_breach("project/folder.cpp", line)

    def test_a_sentence_of_several_lines(self) -> None:
        self.assert_breach("run/course.cpp", 'say(u"%1: "', '    "the server answers again."_s.arg(name));')

    def test_what_a_translator_sees(self) -> None:
        self.assert_clean("project/folder.cpp", 'return failure(Words::tr("the folder cannot be made"), path);',
                          'text = tr("It did not answer");', 'send("room_id", QT_TRANSLATE_NOOP("throng::Words", "a room ID"));')

    def test_data(self) -> None:
        self.assert_clean("run/worker.cpp", '// as failure(u"the folder cannot be made"_s) says', 'read(u"spawn_rate"_s);',
                          'm_thread.setObjectName(u"throng worker %1"_s);', 'text = u"%1: %2"_s.arg(name, reason);',
                          'Random random = Random::stream(seed, u"room sizes");',
                          'if (message.contains(u"already in progress"))', 'const char *plain = "what goes out";',
                          'const QString block = u"# For a server used for tests only.\\n"_s;', "const char quote = '\"';")

    def test_names_that_are_kept(self) -> None:
        self.assert_clean("capacity/capacityreport.cpp", 'return u"out of steps"_s;')
        self.assert_breach("capacity/capacitywords.cpp", 'return u"out of steps"_s;')

    def test_where_most_is_data_errors_count(self) -> None:
        self.assert_clean("results/reader.cpp", 'auto rows = m_database->rows(u"SELECT test, name FROM test"_s);',
                          'return u"<p>Counted as Locust does</p>"_s;')
        self.assert_breach("results/reader.cpp", 'return failure(u"is damaged: it holds no run"_s, path);')
        self.assert_breach("practice/plan.cpp", 'complain(key, isGood ? QString() : u"there is no such key"_s, shape);')


if __name__ == "__main__":
    unittest.main()
