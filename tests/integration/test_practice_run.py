#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`throngctl run` against `throngctl practice`: two programs, and the figures of one held against the other's.

usage: test_practice_run.py THRONGCTL WORKING_FOLDER [unittest's arguments]
"""

import json
import re
import shutil
import subprocess
import sys
import unittest
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from throngctl import FINISHED, Throngctl  # noqa: E402

USERS = 60
SETUP = {
    "register": "POST /_matrix/client/v3/register",
    "create-rooms": "POST /_matrix/client/v3/createRoom",
    "join-rooms": "POST /_matrix/client/v3/rooms/_/join",
}

program: Path
folder: Path


class PracticeRun(unittest.TestCase):
    def setUp(self) -> None:
        self.server = subprocess.Popen([program, "practice"], stdout=subprocess.PIPE, text=True, cwd=folder)
        line = self.server.stdout.readline()
        while line and "http://" not in line:
            line = self.server.stdout.readline()
        self.url = re.search(r"http://[0-9.]+:[0-9]+", line).group()

    def tearDown(self) -> None:
        self.server.terminate()
        self.server.wait(60)
        self.server.stdout.close()

    def truth(self) -> dict:
        with urllib.request.urlopen(f"{self.url}/_practice/truth", timeout=60) as answer:
            return json.load(answer)

    def test_the_standard_suite(self) -> None:
        throngctl = Throngctl(program, folder)
        project = folder / "project"
        made = throngctl.call("new", project, "--server", self.url, "--users", USERS, "--seed", 7)
        self.assertEqual(made.returncode, 0, made.stderr)
        run = throngctl.run(project, folder / "out", "--suite", "standard", "--run-time", "5")
        self.assertIn(run.status, FINISHED, run.output)

        state = self.truth()["state"]
        self.assertEqual(state["accounts"], USERS)
        counted = {test: run.counted(test, endpoint) for test, endpoint in SETUP.items()}
        self.assertEqual(counted["register"].ok, 2 * USERS)  # the flow's first step and its second
        self.assertEqual(counted["create-rooms"].ok, state["rooms"])
        self.assertEqual(counted["join-rooms"].ok + counted["create-rooms"].ok, state["joined"])


if __name__ == "__main__":
    program, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
