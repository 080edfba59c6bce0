#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starves the generator, and the server, and looks at whom `throngctl run` blames.

usage: test_starved.py THRONGCTL WORKING_FOLDER [unittest's arguments]
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from practice import Practice  # noqa: E402
from throngctl import Throngctl, plain_environment  # noqa: E402

USERS = 20
STALL = 3  # seconds
SAW_STALL = re.compile(r"(?:stood still for up to|\() ?(2[5-9]\d\d|[3-9]\d\d\d|\d{5,}) ms")

program: Path
folder: Path


class Starved(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.ctl = Throngctl(program, folder)
        cls.server = Practice(cls.ctl)
        cls.addClassCleanup(cls.server.stop)
        cls.project = folder / "project"
        made = cls.ctl.call("new", cls.project, "--server", cls.server.url, "--users", USERS, "--seed", 7)
        assert made.returncode == 0, made.stderr
        for test in ("register", "create-rooms", "join-rooms"):
            done = cls.ctl.call("run", cls.project, "--test", test)
            assert done.returncode in (0, 6), done.stdout + done.stderr

    def chat(self, seconds: int, during=lambda process: None, prepare=None) -> tuple[int, str]:
        """Exit code and all that was said. `during` is called once the users are at it."""
        log, report = folder / f"{self.id()}.log", folder / f"{self.id()}.html"
        with log.open("w", encoding="utf-8") as file:
            process = subprocess.Popen(
                [program, "run", self.project, "--test", "chat", "--run-time", str(seconds), "--spawn-rate", "100",
                 "--html", report], env=plain_environment(folder), stdin=subprocess.DEVNULL, stdout=file,
                stderr=subprocess.STDOUT, preexec_fn=prepare)
            try:
                before = self.syncs()
                deadline = time.monotonic() + 120
                while self.syncs() < before + USERS and time.monotonic() < deadline:
                    time.sleep(0.1)
                during(process)
                status = process.wait(300)
            finally:
                process.send_signal(signal.SIGCONT)
                if process.poll() is None:
                    process.kill()
                    process.wait()
        return status, log.read_text(encoding="utf-8") + report.read_text(encoding="utf-8")

    def syncs(self) -> int:
        truth = self.server.truth()
        return truth.answered["GET /_matrix/client/v3/sync"] + truth.unanswered["GET /_matrix/client/v3/sync"]

    def test_a_stopped_generator_says_so_and_is_not_to_be_trusted(self) -> None:
        def stall(process: subprocess.Popen) -> None:
            process.send_signal(signal.SIGSTOP)
            time.sleep(STALL)
            process.send_signal(signal.SIGCONT)

        status, said = self.chat(8, stall)
        self.assertEqual(status, 6, said)
        self.assertRegex(said, SAW_STALL)
        self.assertIn("Generator: limited", said)
        self.assertIn('<span class="bad">limited</span>', said)  # the report carries it

    def test_a_stopped_server_is_not_the_generators_doing(self) -> None:
        def stall(_: subprocess.Popen) -> None:
            os.kill(self.server.process_id, signal.SIGSTOP)
            try:
                time.sleep(STALL)
            finally:
                os.kill(self.server.process_id, signal.SIGCONT)

        _, said = self.chat(8, stall)
        self.assertNotRegex(said, SAW_STALL)

    @unittest.skipUnless(hasattr(os, "SCHED_IDLE"), "needs Linux")
    def test_a_generator_without_a_processor_says_so(self) -> None:
        core = min(os.sched_getaffinity(0))

        def on_one_core() -> None:
            os.sched_setaffinity(0, {core})

        def last_in_line() -> None:
            on_one_core()
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))

        hogs: list[subprocess.Popen] = []

        def crowd(_: subprocess.Popen) -> None:
            for _ in range(4):
                hogs.append(subprocess.Popen([sys.executable, "-c", "while True: pass"], preexec_fn=on_one_core))

        try:
            status, said = self.chat(8, crowd, last_in_line)
        finally:
            for hog in hogs:
                hog.kill()
                hog.wait()
        self.assertIn(status, (0, 1, 6), said)
        self.assertRegex(said, "Generator: (doubtful|limited)")
        self.assertRegex(said, "late to look at its sockets|stood still|went out more than")


if __name__ == "__main__":
    program, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
