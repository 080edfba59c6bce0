#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Thresholds as a script in CI sees them: by throngctl's exit code, and by what it prints.

usage: test_thresholds_command.py THRONGCTL WORKING_FOLDER [unittest's arguments]
"""

import json
import shutil
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from practice import Practice  # noqa: E402
from throngctl import FINISHED, Throngctl  # noqa: E402

BROKEN, USAGE, UNUSABLE = 1, 2, 3
# The server takes 20 ms for each request: the one is never met, the other always.
NEVER, ALWAYS = "p50(send) < 1ms", "p99(send) < 10min"


class Thresholds(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.practice = Practice(ctl, "--latency", "fixed:20ms")
        cls.addClassCleanup(cls.practice.stop)
        cls.project = working_folder / "project"
        made = ctl.call("new", cls.project, "--server", cls.practice.url, "--users", 5, "--seed", 7)
        if made.returncode != 0:
            raise AssertionError(made.stderr)
        (cls.file,) = cls.project.glob("*.throng")
        cls.plain = json.loads(cls.file.read_text(encoding="utf-8"))
        # A person who sends at once, and again.
        cls.plain["suites"][0]["scripts"][-1]["chat"] = {
            key: 0.1 for key in ("after_action_s", "doing_nothing_s", "typing_s", "being_away_s", "in_room_s")}
        cls.write(cls.plain)
        for test in ("register", "create-rooms", "join-rooms"):
            run = cls.run_test("--test", test)
            if run.returncode != 0:
                raise AssertionError(run.stdout + run.stderr)

    @classmethod
    def write(cls, project: dict) -> None:
        cls.file.write_text(json.dumps(project), encoding="utf-8")

    @classmethod
    def run_test(cls, *arguments: object):
        return ctl.call("run", cls.project, *arguments)

    def chat(self, thresholds: list, *arguments: object):
        project = json.loads(json.dumps(self.plain))
        project["suites"][0]["scripts"][-1]["thresholds"] = thresholds
        self.write(project)
        run_time = () if "--run-time" in arguments else ("--run-time", "3s")
        return self.run_test("--test", "chat", *run_time, *arguments)

    def test_met_is_a_run_that_went_through(self) -> None:
        run = self.chat([ALWAYS, {"rule": "failures < 10%", "settle": "1s"}])
        self.assertIn(run.returncode, FINISHED, run.stdout + run.stderr)
        self.assertRegex(run.stdout, r"(?m)^chat +p99\(send\) < 10min +[\d.]+ m?s +\d+  met$")

    def test_broken_is_1(self) -> None:
        run = self.chat([ALWAYS, NEVER])
        self.assertEqual(run.returncode, BROKEN, run.stdout + run.stderr)
        self.assertRegex(run.stdout, r"(?m)^chat +p50\(send\) < 1ms +[\d.]+ m?s +\d+  BROKEN$")
        self.assertIn("chat: p50(send) < 1ms was broken", run.stderr)

    def test_broken_on_the_command_line_is_1(self) -> None:
        run = self.chat([], "--threshold", ALWAYS, "--threshold", NEVER)
        self.assertEqual(run.returncode, BROKEN, run.stdout + run.stderr)

    def test_aborted_is_1(self) -> None:
        run = self.chat([{"rule": NEVER, "abort_after": "2s"}], "--run-time", "10m")
        self.assertEqual(run.returncode, BROKEN, run.stdout + run.stderr)
        self.assertIn("chat: aborted", run.stdout)
        self.assertRegex(run.stdout, r"(?m)^chat +p50\(send\) < 1ms .* BROKEN, ended the run$")

    def test_without_data_it_is_said(self) -> None:
        run = self.chat(["p95(createRoom) < 1ms", "p99(register) < 1ms"])  # a chat does neither
        self.assertIn(run.returncode, FINISHED, run.stdout + run.stderr)
        self.assertRegex(run.stdout, r"(?m)^- +p99\(register\) < 1ms +- +0  no data$")
        self.assertIn("p99(register) < 1ms: nothing was measured", run.stderr)

    def test_one_that_is_none_is_3(self) -> None:
        run = self.chat(["p95(sned) < 1s"])
        self.assertEqual(run.returncode, UNUSABLE, run.stdout + run.stderr)
        self.assertIn('scripts[3].thresholds[0]: "p95(sned) < 1s": at character 5: there is no endpoint "sned"', run.stderr)
        self.assertIn('"send", perhaps', run.stderr)

    def test_one_that_is_none_on_the_command_line_is_2(self) -> None:
        run = self.chat([], "--threshold", "p95(send) < 1")
        self.assertEqual(run.returncode, USAGE, run.stdout + run.stderr)
        self.assertIn("at character 14: the unit is missing", run.stderr)


if __name__ == "__main__":
    program, working_folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    shutil.rmtree(working_folder, ignore_errors=True)
    working_folder.mkdir(parents=True)
    ctl = Throngctl(program, working_folder)
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
