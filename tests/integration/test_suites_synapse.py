#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A suite of several rounds with commands against a real Synapse, and what it leaves is removed again, with a kill in
the middle.

usage: test_suites_synapse.py THRONGCTL WORKING_FOLDER [unittest's arguments]
"""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import unittest
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from synapse import Synapse  # noqa: E402
from throngctl import FINISHED, Throngctl  # noqa: E402

USERS = 20
ROUNDS = (1, 2)

# Between rounds everything is another: users, rooms, no tokens.
ROUND = """#!/bin/sh
# called as: round.sh HOST OUTPUT_DIR NUMBER
set -e
sed "s/user\\.0/round$3.0/" users-plain.csv > users.csv
sed "s/user\\.0/round$3.0/g" rooms-plain.json > rooms.json
rm -f tokens.csv
echo "round $3 on $1"
"""


class Suites(unittest.TestCase):
    synapse: Synapse

    @classmethod
    def setUpClass(cls) -> None:
        shutil.rmtree(working_folder, ignore_errors=True)
        working_folder.mkdir(parents=True)
        cls.synapse = Synapse(working_folder / "synapse")
        cls.addClassCleanup(cls.synapse.stop)
        cls.url = cls.synapse.start_empty()
        cls.ctl = Throngctl(program, working_folder)
        cls.folder = working_folder / "p"
        made = cls.ctl.call("new", cls.folder, "--server", cls.url, "--users", USERS, "--seed", 3)
        if made.returncode != 0:
            raise RuntimeError(made.stderr)
        next(cls.folder.glob("*.throng")).unlink()
        (cls.folder / "users.csv").rename(cls.folder / "users-plain.csv")
        shutil.copy(cls.folder / "users-plain.csv", cls.folder / "users.csv")
        (cls.folder / "rooms.json").rename(cls.folder / "rooms-plain.json")
        script = cls.folder / "round.sh"
        script.write_text(ROUND, encoding="utf-8")
        script.chmod(0o755)
        tests = []
        for number in ROUNDS:
            for name, file in (("register", "register.py"), ("create", "create_room.py"), ("join", "join.py"), ("chat", "chat.py")):
                tests.append({"name": f"{number}-{name}", "script": file, "num_users": USERS, "spawn_rate": USERS,
                              "runtime": "10s" if name == "chat" else "5m", "output_dir": "out"})
            tests[-4] |= {"pre_script_command": ["./round.sh"], "pre_script_command_args": [str(number)]}
        (cls.folder / "test-suites").mkdir()
        (cls.folder / "test-suites/rounds.json").write_text(json.dumps({"scripts": tests}, indent=4), encoding="utf-8")
        imported = cls.ctl.call("import", cls.folder, cls.folder, "--server", cls.url)
        if imported.returncode != 0:
            raise RuntimeError(imported.stderr)
        cls.run_ = cls.ctl.run(cls.folder, cls.folder / "run", "--suite", "rounds", "--allow-hooks")
        cls.after_run = cls.synapse.truth_at_rest()
        cls.secret = cls.synapse.home / "registration_secret"
        cls.killed_with = cls.kill_in_the_middle()
        cls.cleaned = cls.ctl.call("clean", cls.folder, "--secret-file", cls.secret, "--yes")
        cls.after_clean = cls.synapse.truth_at_rest()

    @classmethod
    def kill_in_the_middle(cls) -> int:
        """How many rooms were left when it was killed."""
        process = subprocess.Popen([program, "clean", cls.folder, "--secret-file", cls.secret, "--yes"],
                                   env=cls.ctl._environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 120
        while "room-gone" not in (cls.folder / "ledger.csv").read_text(encoding="utf-8"):
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError("the clean-up never began")
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        return len(cls.synapse.truth_at_rest().rooms)

    def test_rounds_ran_with_their_own_users_and_rooms(self) -> None:
        self.assertIn(self.run_.status, FINISHED, self.run_.output)
        rooms = len(json.loads((self.folder / "rooms-plain.json").read_text(encoding="utf-8")))
        self.assertEqual(len(self.after_run.accounts), USERS * len(ROUNDS))
        self.assertEqual(len(self.after_run.rooms), rooms * len(ROUNDS))
        for number in ROUNDS:
            self.assertIn(f"round {number} on {self.url}", self.run_.output)
            self.assertTrue((self.folder / f"out/{number}-chat.csv_stats.csv").is_file())

    def test_kill_left_some_rooms(self) -> None:
        self.assertLess(self.killed_with, len(self.after_run.rooms))

    def test_nothing_is_left(self) -> None:
        self.assertEqual(self.cleaned.returncode, 0, self.cleaned.stdout + self.cleaned.stderr)
        self.assertEqual(self.after_clean.rooms, frozenset())
        self.assertEqual(self.after_clean.uploads, 0)
        with closing(sqlite3.connect(f"file:{self.synapse.home}/homeserver.db?mode=ro", uri=True)) as database:
            active = [name for name, in database.execute("SELECT name FROM users WHERE deactivated = 0")]
        self.assertEqual(active, [])

    def test_ledger_is_settled(self) -> None:
        self.assertFalse((self.folder / "ledger.csv").exists())
        self.assertFalse((self.folder / "tokens.csv").exists())
        again = self.ctl.call("clean", self.folder, "--secret-file", self.secret, "--yes")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn("Nothing is left", again.stdout)

    def test_another_server_is_refused(self) -> None:
        (self.folder / "ledger.csv").write_text("entry,server,account,password,id\nroom,http://127.0.0.1:1,a,,!r:x\n")
        refused = self.ctl.call("clean", self.folder, "--secret-file", self.secret, "--yes")
        (self.folder / "ledger.csv").unlink()
        self.assertEqual(refused.returncode, 3, refused.stdout + refused.stderr)
        self.assertIn("http://127.0.0.1:1", refused.stderr)


if __name__ == "__main__":
    program, working_folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
