#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that are not ours against `throngctl practice`: what they count is what the server saw.

usage: test_clients.py THRONGCTL WORKING_FOLDER [unittest's arguments]
"""

import json
import shutil
import subprocess
import sys
import unittest
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from practice import Practice, endpoint_name  # noqa: E402
from throngctl import Throngctl, dev, plain_environment  # noqa: E402

USERS = 30
V3 = "/_matrix/client/v3"


def python_of(environment: str) -> Path:
    return Path(dev("python", environment))


class MatrixNio(unittest.TestCase):
    """An ordinary client library: register, login, sync, send, receive, upload, download."""

    maxDiff = None

    def test_an_evening_of_two_people(self) -> None:
        counts = working_folder / "matrixnio.json"
        with Practice(ctl) as practice:
            session = subprocess.run([python_of("matrix"), HERE / "matrixniosession.py", practice.url, counts],
                                     env=plain_environment(working_folder), text=True, capture_output=True, timeout=300)
            self.assertEqual(session.returncode, 0, session.stdout + session.stderr)
            truth = practice.truth()

        asked = Counter()
        for request, count in json.loads(counts.read_text(encoding="utf-8")).items():
            asked[endpoint_name(*request.split(" ", 1))] += count
        self.assertEqual(asked, truth.answered)
        self.assertEqual(truth.unanswered, Counter())
        self.assertEqual(truth.accepted["registrations"], 2)
        self.assertEqual(truth.accepted["logins"], 4)  # a registration is one, too
        self.assertEqual(truth.accepted["repeated_transactions"], 1)
        self.assertEqual(truth.events("m.room.message"), 14)
        self.assertEqual(truth.events("m.reaction"), 1)
        self.assertEqual((truth.accepted["uploads"], truth.accepted["downloads"]), (1, 2))


class LocustScript(unittest.TestCase):
    """What matrix-locust's users send, sent by Locust: register, create rooms, join, chat."""

    maxDiff = None
    # As its users' spreadsheets know them.
    known = {
        "Register": {f"POST {V3}/register"},
        "CreateRoom": {f"POST {V3}/createRoom", f"POST {V3}/login"},
        "Join": {f"GET {V3}/sync", f"POST {V3}/rooms/_/join", f"POST {V3}/login"},
        "Chat": {
            f"GET {V3}/sync", f"PUT {V3}/rooms/_/send/m.room.message", f"PUT {V3}/rooms/_/send/m.reaction",
            f"PUT {V3}/rooms/_/typing/_", f"POST {V3}/rooms/_/receipt/m.read/_", f"GET {V3}/rooms/_/messages",
            f"GET {V3}/profile/_/displayname", f"GET {V3}/profile/_/avatar_url", f"PUT {V3}/profile/_/displayname",
            "POST /_matrix/media/v3/upload", "GET /_matrix/client/v1/media/download/_/_",
        },
    }

    def test_four_behaviours_without_a_failure(self) -> None:
        project = working_folder / "p"
        counted: dict[str, Counter] = {}
        with Practice(ctl) as practice:
            made = ctl.call("new", project, "--server", practice.url, "--users", USERS, "--seed", 7)
            self.assertEqual(made.returncode, 0, made.stderr)
            for behaviour in self.known:
                # The set-up ends by itself; the limit is for when something is wrong with it.
                run_time = "10s" if behaviour == "Chat" else "90s"
                counted[behaviour] = self.run_locust(project, practice.url, behaviour, "--run-time", run_time)
            truth = practice.truth()

        for behaviour, endpoints in self.known.items():
            with self.subTest(behaviour):
                self.assertEqual(set(counted[behaviour]), endpoints)
        self.assertEqual(sum(counted.values(), Counter()), truth.answered)
        self.assertEqual(truth.unanswered, Counter())

        rooms = json.loads((project / "rooms.json").read_text(encoding="utf-8"))
        self.assertEqual(truth.state["accounts"], USERS)
        self.assertEqual(truth.state["rooms"], len(rooms))
        self.assertEqual(truth.state["joined"], sum(map(len, rooms.values())))
        self.assertEqual(truth.state["invited"], 0)
        chat = counted["Chat"]
        self.assertEqual(truth.events("m.room.message"), chat[f"PUT {V3}/rooms/_/send/m.room.message"])
        self.assertEqual(truth.events("m.reaction"), chat[f"PUT {V3}/rooms/_/send/m.reaction"])
        self.assertEqual(truth.accepted["uploads"], chat["POST /_matrix/media/v3/upload"])
        self.assertEqual(truth.accepted["downloads"], chat["GET /_matrix/client/v1/media/download/_/_"])

    def run_locust(self, project: Path, url: str, behaviour: str, *more: str) -> Counter:
        """What Locust says at the end that it asked, by "METHOD NAME". Its exit code is 1 when one request failed."""
        run = subprocess.run(
            [python_of("locust"), "-m", "locust", "-f", HERE / "locustfile.py", behaviour, "--headless", "--json", "--host", url,
             "--users", str(USERS), "--spawn-rate", str(USERS), "--stop-timeout", "60", *more],
            env=plain_environment(working_folder) | {"THRONG_PROJECT": str(project)}, text=True, capture_output=True, timeout=300)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertNotIn("Traceback", run.stderr)
        entries = json.loads(run.stdout)
        self.assertEqual([entry for entry in entries if entry["num_failures"]], [])
        return Counter({f"{entry['method']} {entry['name']}": entry["num_requests"] for entry in entries})


if __name__ == "__main__":
    program, working_folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    shutil.rmtree(working_folder, ignore_errors=True)
    working_folder.mkdir(parents=True)
    ctl = Throngctl(program, working_folder)
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
