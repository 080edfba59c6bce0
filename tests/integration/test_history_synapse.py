#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Synapse gets a past, killed once in the middle: what is in its database is what was to be written, once.

usage: test_history_synapse.py THRONGCTL WORKING_FOLDER [unittest's arguments]
"""

import csv
import json
import shutil
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from synapse import Synapse  # noqa: E402
from throngctl import FINISHED, Throngctl  # noqa: E402

USERS = 12
MESSAGES = 60  # a room


class History(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        shutil.rmtree(working_folder, ignore_errors=True)
        working_folder.mkdir(parents=True)
        cls.synapse = Synapse(working_folder / "synapse")
        cls.addClassCleanup(cls.synapse.stop)
        cls.ctl = Throngctl(program, working_folder)
        cls.folder = working_folder / "p"
        made = cls.ctl.call("new", cls.folder, "--server", cls.synapse.start_empty(), "--users", USERS,
                            "--history", MESSAGES, "--seed", 3)
        if made.returncode != 0:
            raise RuntimeError(made.stderr)
        cls.wanted = MESSAGES * len(json.loads((cls.folder / "rooms.json").read_text(encoding="utf-8")))
        for test in ("register", "create-rooms", "join-rooms"):
            cls.run_test(test)
        cls.killed_with = cls.kill_in_the_middle()

    @classmethod
    def run_test(cls, test: str) -> dict:
        """What it says of setting up."""
        run = cls.ctl.call("run", cls.folder, "--test", test, "--events", "jsonl")
        if run.returncode not in FINISHED:
            raise RuntimeError(run.stderr)
        events = [json.loads(line) for line in run.stdout.splitlines()]
        return next(event["setup"] for event in events if event["event"] == "test_finished")

    @classmethod
    def written(cls) -> int:
        try:
            with (cls.folder / "history.csv").open(newline="", encoding="utf-8") as file:
                most: dict[tuple[str, str], int] = {}
                for row in csv.DictReader(file):
                    if row["messages"]:
                        part = (row["account"], row["room_id"])
                        most[part] = max(most.get(part, 0), int(row["messages"]))
                return sum(most.values())
        except (FileNotFoundError, ValueError, TypeError):  # a row that is being written
            return 0

    @classmethod
    def kill_in_the_middle(cls) -> int:
        process = subprocess.Popen([program, "run", cls.folder, "--test", "history"], env=cls.ctl._environment(),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 300
        while cls.written() < 10:
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError("no history is written")
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        return cls.written()

    def test_what_was_to_be_written_is_there_once(self) -> None:
        self.assertLess(self.killed_with, self.wanted)
        setup = self.run_test("history")
        self.assertEqual(setup["messages_existed"], self.killed_with)
        self.assertEqual(setup["messages_written"], self.wanted - self.killed_with)
        self.assertEqual(setup["history_failed"], 0)
        truth = self.synapse.truth_at_rest()
        self.assertEqual(truth.messages, self.wanted)
        self.assertGreater(truth.images, 0)
        self.assertGreaterEqual(truth.uploads, truth.images + USERS)  # an avatar each; those of the killed run, too
        again = self.run_test("history")
        self.assertEqual((again["messages_written"], again["messages_existed"]), (0, self.wanted))
        self.assertEqual(self.synapse.truth_at_rest().messages, self.wanted)


if __name__ == "__main__":
    program, working_folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
