#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `throngctl run` and `throngctl check` leave and say: reports, failures before the first test, and a name server
that is silent.

usage: test_run_command.py THRONGCTL WORKING_FOLDER [unittest's arguments]
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from practice import PATIENCE, Practice  # noqa: E402
from throngctl import FINISHED, Throngctl, plain_environment  # noqa: E402

CANNOT_TEST = 4
# A machine of its own as far as names go: the only name server is a socket on its loopback that swallows all it is
# asked, and says when that was.
SILENT_MACHINE = """
import fcntl, socket, struct, subprocess, sys, threading
folder = sys.argv[1]
IFF_UP, SIOCSIFFLAGS = 0x1, 0x8914
with socket.socket() as any_socket:
    fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", IFF_UP))
with open(f"{folder}/resolv.conf", "w") as file:
    file.write("nameserver 127.0.0.1\\n")
subprocess.run(["mount", "--bind", f"{folder}/resolv.conf", "/etc/resolv.conf"], check=True)
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 53))
def swallow():
    while True:
        server.recv(4096)
        open(f"{folder}/asked", "w").close()
threading.Thread(target=swallow, daemon=True).start()
child = subprocess.Popen(sys.argv[2:])
with open(f"{folder}/pid", "w") as file:
    file.write(str(child.pid))
sys.exit(child.wait())
"""


def new_project(url: str, name: str) -> Path:
    project = working_folder / name
    made = ctl.call("new", project, "--server", url, "--users", 5, "--seed", 7)
    if made.returncode != 0:
        raise AssertionError(made.stderr)
    return project


class Reports(unittest.TestCase):
    def test_html_has_all_tests_of_the_run(self) -> None:
        with Practice(ctl) as practice:
            project = new_project(practice.url, "reports")
            run = ctl.run(project, project / "out", "--html", project / "made/report.html", "--run-time", "2s")
            self.assertIn(run.status, FINISHED, run.output)
            page = (project / "made/report.html").read_text(encoding="utf-8")
            self.assertIn(practice.url, page)
            for test in ("register", "create-rooms", "join-rooms", "chat"):
                self.assertIn(f"<h2>{test}</h2>", page)
                for endpoint in run.endpoints(test):
                    self.assertIn(endpoint.split(" ")[1], page)

    def test_a_report_that_cannot_be_written_is_said(self) -> None:
        with Practice(ctl) as practice:
            project = new_project(practice.url, "unwritable")
            (project / "file").write_text("", encoding="utf-8")
            run = ctl.run(project, project / "out", "--html", project / "file/report.html", "--test", "register")
            self.assertEqual(run.status, 3, run.output)
            self.assertIn(f"{project}/file: the folder cannot be made", run.output)


class WarmUp(unittest.TestCase):
    def test_its_seconds_are_told_and_in_no_figure(self) -> None:
        with Practice(ctl, "--tls") as practice:
            project = new_project(practice.url, "warm-up")
            run = ctl.call("run", project, "--insecure", "--run-time", "5s", "--warm-up", "2s", "--events", "jsonl")
            self.assertIn(run.returncode, FINISHED, run.stderr)
            events = [json.loads(line) for line in run.stdout.splitlines()]
            chat = next(event for event in events if event["event"] == "test_finished" and event["test"] == "chat")
            begin, left_out, counted = 0.0, 0.0, 0
            for second in (event for event in events if event["event"] == "second" and event["test"] == "chat"):
                if begin + 0.5 < 2:  # the rule of metrics::isWarmUp(): a second is rarely exactly one
                    left_out += second["seconds"]
                else:
                    counted += second["requests"]
                begin += second["seconds"]
            self.assertGreaterEqual(left_out, 1.5)
            self.assertAlmostEqual(chat["warm_up_seconds"], left_out, places=2)
            self.assertAlmostEqual(chat["seconds"], begin - left_out, places=2)
            self.assertEqual(chat["requests"], counted)
            # What was spoken is said, too.
            finished = events[-1]
            self.assertEqual(list(finished["connections"]), ["HTTP/1.1 over TLSv1.3"])
            self.assertGreaterEqual(finished["connections"]["HTTP/1.1 over TLSv1.3"], 5)
            shown = ctl.call("show", project)
            self.assertEqual(shown.returncode, 0, shown.stderr)
            self.assertIn("0:00:02 of warm-up, in no figure", shown.stdout)
            self.assertRegex(shown.stdout, r"Connections: \d+ of HTTP/1\.1 over TLSv1\.3")


class Failures(unittest.TestCase):
    def test_a_failure_before_the_first_test_is_said_once(self) -> None:
        with Practice(ctl) as practice:
            project = new_project(practice.url, "nobody")
        run = ctl.run(project, project / "out")
        self.assertEqual(run.status, CANNOT_TEST, run.output)
        self.assertEqual(run.output.count("does not answer"), 1, run.output)
        self.assertTrue(run.output.startswith("throngctl: "), run.output)


class SilentNameServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        probe = subprocess.run(["unshare", "--user", "--map-root-user", "--net", "--mount", "mount", "--bind",
                                "/dev/null", "/etc/resolv.conf"], text=True, capture_output=True)
        if probe.returncode != 0:
            raise unittest.SkipTest(f"no namespaces of one's own are permitted here: {probe.stderr.strip()}")
        cls.project = new_project("http://matrix.silent.test", "silent")

    def start(self, *arguments: str) -> tuple[subprocess.Popen, Path]:
        folder = working_folder / f"machine-{arguments[0]}-{self._testMethodName}"
        folder.mkdir()
        process = subprocess.Popen(
            ["unshare", "--user", "--map-root-user", "--net", "--mount", sys.executable, "-c", SILENT_MACHINE, folder, program, *arguments],
            env=plain_environment(working_folder), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        return process, folder

    def test_it_is_said(self) -> None:
        for command in ("run", "check"):
            with self.subTest(command):
                process, folder = self.start(command, str(self.project))
                output, _ = process.communicate(timeout=2 * PATIENCE)
                self.assertEqual(process.returncode, CANNOT_TEST, output)
                self.assertTrue((folder / "asked").exists(), output)
                self.assertIn("name server did not answer", output)
                self.assertEqual(output.count("name server did not answer"), 1, output)

    def test_ctrl_c_ends_it_at_once(self) -> None:
        for command in ("run", "check"):
            with self.subTest(command):
                process, folder = self.start(command, str(self.project))
                deadline = time.monotonic() + PATIENCE
                pid = folder / "pid"
                while not ((folder / "asked").exists() and pid.exists() and pid.read_text(encoding="utf-8")):
                    self.assertLess(time.monotonic(), deadline, "it never asked the name server")
                    self.assertIsNone(process.poll())
                    time.sleep(0.02)
                begin = time.monotonic()
                os.kill(int(pid.read_text(encoding="utf-8")), signal.SIGINT)
                output, _ = process.communicate(timeout=PATIENCE)
                # The name server's silence is waited for 10 s; what remains of them is not.
                self.assertLess(time.monotonic() - begin, 4, output)
                self.assertNotIn("name server did not answer", output)


if __name__ == "__main__":
    program, working_folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    shutil.rmtree(working_folder, ignore_errors=True)
    working_folder.mkdir(parents=True)
    ctl = Throngctl(program, working_folder)
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
