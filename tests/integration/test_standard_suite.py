#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole job against a real Synapse: what Throng says it did is held against what the server has.

usage: test_standard_suite.py THRONGCTL WORKING_FOLDER [unittest's arguments]

One project goes through four runs, and the tests then look at what each left behind:
  first     the standard suite on an empty server: register, create rooms, join, chat
  again     the same suite once more, with much chatter
  hard      chatter, broken off by two Ctrl-C
  graceful  chatter, stopped by one
"""

import csv
import json
import shutil
import stat
import sys
import unittest
from pathlib import Path
from typing import Iterator

sys.path.insert(0, str(Path(__file__).parent))
from synapse import Synapse, Truth  # noqa: E402
from throngctl import FINISHED, Run, Throngctl  # noqa: E402

USERS = 60
ENOUGH_MESSAGES, ENOUGH_IMAGES, ENOUGH_REACTIONS = 200, 10, 20

V3 = "/_matrix/client/v3"
REGISTER = f"POST {V3}/register"
LOGIN = f"POST {V3}/login"
CREATE_ROOM = f"POST {V3}/createRoom"
JOIN = f"POST {V3}/rooms/_/join"
SYNC = f"GET {V3}/sync"
MESSAGE = f"PUT {V3}/rooms/_/send/m.room.message"
REACTION = f"PUT {V3}/rooms/_/send/m.reaction"
UPLOAD = "POST /_matrix/media/v3/upload"

# The names that matrix-locust's users know from its tables; what Throng adds is named in the same manner.
MATRIX_LOCUST = {
    "register": {REGISTER},
    "create-rooms": {CREATE_ROOM},
    "join-rooms": {SYNC, JOIN},
    "chat": {
        SYNC, MESSAGE, REACTION, f"PUT {V3}/rooms/_/typing/_", f"POST {V3}/rooms/_/receipt/m.read/_",
        f"GET {V3}/rooms/_/messages", f"GET {V3}/profile/_/displayname", f"GET {V3}/profile/_/avatar_url",
        f"PUT {V3}/profile/_/displayname",
    },
}
ADDED = {
    LOGIN, UPLOAD, f"POST {V3}/rooms/_/invite", f"GET {V3}/joined_rooms", f"GET {V3}/rooms/_/state/m.room.create",
    f"GET {V3}/rooms/_/members", f"POST {V3}/refresh", f"POST {V3}/rooms/_/leave", "GET /_matrix/client/versions",
    "GET /_matrix/client/v1/media/download/_/_", "GET /_matrix/client/v1/media/thumbnail/_/_",
}

COLUMNS = {
    "stats": "Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,"
             "Max Response Time,Average Content Size,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%",
    "stats_history": "Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%,"
                     "Total Request Count,Total Failure Count,Total Median Response Time,Total Average Response Time,"
                     "Total Min Response Time,Total Max Response Time,Total Average Content Size",
    "failures": "Method,Name,Error,Occurrences,First Seen,Last Seen",
    "exceptions": "Count,Message,Traceback,Nodes",
}

# Everybody talks, every two seconds or so, in a room of theirs.
CHATTER = {
    "do_nothing_weight": 2, "send_text_weight": 8, "look_at_room_weight": 4, "paginate_weight": 2, "go_away_weight": 0,
    "change_display_name_weight": 1, "chat_in_room_weight": 8, "after_action_s": 2, "doing_nothing_s": 1, "typing_s": 0.5,
    "in_room_s": 2, "room_text_weight": {"mean": 4, "deviation": 1}, "room_image_weight": [2, 3],
    "room_reaction_weight": [3, 4], "image_bytes": {"mu": 9.5, "sigma": 0.5},
}


class StandardSuite(unittest.TestCase):
    maxDiff = None
    synapse: Synapse
    ctl: Throngctl
    project: Path

    @classmethod
    def setUpClass(cls) -> None:
        shutil.rmtree(working_folder, ignore_errors=True)
        working_folder.mkdir(parents=True)
        cls.synapse = Synapse(working_folder / "synapse")
        cls.addClassCleanup(cls.synapse.stop)
        url = cls.synapse.start_empty()
        cls.ctl = Throngctl(program, working_folder)
        cls.project = working_folder / "p"

        made = cls.ctl.call("new", cls.project, "--server", url, "--users", USERS, "--seed", 7)
        if made.returncode != 0:
            raise RuntimeError(f"throngctl new ended with {made.returncode}: {made.stdout}{made.stderr}")
        with (cls.project / "rooms.json").open(encoding="utf-8") as file:
            cls.plan: dict[str, list[str]] = json.load(file)

        # As it comes, but not for five minutes.
        cls.set_chat(runtime="20s")
        cls.empty = cls.synapse.truth_at_rest()
        cls.first = cls.ctl.run(cls.project, cls.project / "first", "--suite", "standard")
        cls.after_first = cls.synapse.truth_at_rest()

        cls.set_chat(runtime="60s", spawn_rate=30, chat=CHATTER)
        cls.report = cls.project / "report.json"
        cls.again = cls.ctl.run(cls.project, cls.project / "again", "--suite", "standard",
                                "--metrics", cls.synapse.metrics, "--json", cls.report)
        cls.after_again = cls.synapse.truth_at_rest()

        cls.set_chat(runtime="10m", spawn_rate=30, chat=CHATTER)
        cls.hard, cls.after_hard = cls.interrupted("hard", 2, cls.after_again)
        cls.graceful, cls.after_graceful = cls.interrupted("graceful", 1, cls.after_hard)

    @classmethod
    def interrupted(cls, name: str, interrupts: int, before: Truth) -> tuple[Run, Truth]:
        """A run of the chat alone, interrupted once the server has a fair number of new messages."""
        run = cls.ctl.run_interrupted(
            cls.project, cls.project / name, "--test", "chat", "--stop-timeout", 60, interrupts=interrupts,
            when=lambda: cls.synapse.truth().messages - before.messages >= 100)
        return run, cls.synapse.truth_at_rest()

    @classmethod
    def set_chat(cls, **keys: object) -> None:
        """Changes the chat test of the suite in the project file, as its owner might with an editor."""
        file = next(cls.project.glob("*.throng"))
        document = json.loads(file.read_text(encoding="utf-8"))
        suite = next(suite for suite in document["suites"] if suite["name"] == "standard")
        next(test for test in suite["scripts"] if test["name"] == "chat").update(keys)
        file.write_text(json.dumps(document, indent=4), encoding="utf-8")

    # The numbers

    def assert_equal_counts(self, run: Run, test: str, endpoint: str, server: int) -> None:
        counted = run.counted(test, endpoint)
        self.assertEqual(counted.ok, server, f"{endpoint} in {test}: {counted}, server has {server}\n{run.output}")

    def assert_bounded_counts(self, run: Run, test: str, endpoint: str, server: int) -> None:
        counted = run.counted(test, endpoint)
        self.assertTrue(counted.ok <= server <= counted.ok + counted.unanswered,
                        f"{endpoint} in {test}: {counted}, server has {server}\n{run.output}")

    def new_events(self, before: Truth, after: Truth) -> Iterator[tuple[str, int]]:
        """What the server has more of, by endpoint."""
        for endpoint, what in ((MESSAGE, "messages"), (REACTION, "reactions"), (UPLOAD, "uploads")):
            yield endpoint, getattr(after, what) - getattr(before, what)

    def test_first_run_succeeds(self) -> None:
        self.assertIn(self.first.status, FINISHED, self.first.output)

    def test_every_account_is_registered(self) -> None:
        with (self.project / "users.csv").open(newline="", encoding="utf-8") as file:
            names = {f"@{row['username']}:localhost" for row in csv.DictReader(file)}
        self.assertEqual(len(names), USERS)
        self.assertEqual(self.after_first.accounts - self.empty.accounts, names)
        # The 401 of user-interactive authentication is a request of its own, and no failure.
        self.assertIn(self.first.counted("register", REGISTER).ok, (USERS, 2 * USERS))
        self.assertEqual(self.first.counted("register", REGISTER).failures, 0)

    def test_every_room_is_made_as_planned(self) -> None:
        made = self.after_first.rooms - self.empty.rooms
        self.assert_equal_counts(self.first, "create-rooms", CREATE_ROOM, len(made))
        self.assertEqual(len(made), len(self.plan))
        with (self.project / "rooms-created.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))[1:]
        self.assertEqual({row[1] for row in rows}, made)
        self.assertEqual({row[0] for row in rows}, set(self.plan))

    def test_every_member_joined(self) -> None:
        planned = sum(len(members) for members in self.plan.values())
        self.assertEqual(len(self.after_first.joined), planned)
        self.assertEqual(self.after_first.invited, frozenset())
        # The creator is in it already.
        self.assert_equal_counts(self.first, "join-rooms", JOIN, planned - len(self.plan))

    def test_first_chat_counts_as_the_server_does(self) -> None:
        for endpoint, server in self.new_events(self.empty, self.after_first):
            with self.subTest(endpoint):
                self.assert_equal_counts(self.first, "chat", endpoint, server)

    def test_nobody_logs_in_where_registering_gave_a_token(self) -> None:
        self.assertEqual(self.after_first.sessions - self.empty.sessions, USERS)

    def test_secrets_are_for_the_owner_only(self) -> None:
        for name in ("users.csv", "tokens.csv"):
            self.assertEqual(stat.S_IMODE((self.project / name).stat().st_mode), 0o600, name)

    # The second run

    def test_second_run_succeeds(self) -> None:
        self.assertIn(self.again.status, FINISHED, self.again.output)

    def test_second_run_makes_nothing_twice(self) -> None:
        self.assertEqual(self.after_again.accounts, self.after_first.accounts)
        self.assertEqual(self.after_again.rooms, self.after_first.rooms)
        self.assertEqual(self.after_again.joined, self.after_first.joined)
        self.assertEqual(self.again.counted("create-rooms", CREATE_ROOM).requests, 0)
        self.assertEqual(self.again.counted("join-rooms", JOIN).requests, 0)

    def test_second_run_logs_nobody_in(self) -> None:
        self.assertEqual(self.after_again.sessions, self.after_first.sessions)
        for test in MATRIX_LOCUST:
            self.assertEqual(self.again.counted(test, LOGIN).requests, 0, test)

    def test_much_chatter_counts_as_the_server_does(self) -> None:
        for endpoint, server in self.new_events(self.after_first, self.after_again):
            with self.subTest(endpoint):
                self.assert_equal_counts(self.again, "chat", endpoint, server)

    def test_there_is_much_chatter(self) -> None:
        self.assertGreaterEqual(self.after_again.messages - self.after_first.messages, ENOUGH_MESSAGES)
        self.assertGreaterEqual(self.after_again.images - self.after_first.images, ENOUGH_IMAGES)
        self.assertGreaterEqual(self.after_again.reactions - self.after_first.reactions, ENOUGH_REACTIONS)

    # What the server was doing meanwhile

    def test_server_and_machine_agree_on_what_it_needed(self) -> None:
        tests = json.loads(self.report.read_text(encoding="utf-8"))["tests"]
        rows = next(test["server"] for test in tests if test["name"] == "chat")
        said = {row["name"]: row for row in rows if row["source"] == self.synapse.metrics}
        seen = {row["name"]: row for row in rows if "process" in row["source"]}
        for name in ("CPU", "memory", "reactor lag", "database time", "events persisted", "cache hits"):
            self.assertGreater(said[name]["mean"], 0, name)
        for name in ("CPU", "memory"):
            self.assertAlmostEqual(said[name]["mean"] / seen[name]["mean"], 1, delta=0.3, msg=name)
        self.assertGreaterEqual(said["events persisted"]["scrapes"], 5)
        self.assertIn(f"{self.synapse.metrics}: reactor lag", self.again.output)
        self.assertNotIn("could not be fetched", self.again.output)

    # Stopping

    def test_two_interrupts_leave_bounds(self) -> None:
        self.assertEqual(self.hard.status, 130, self.hard.output)
        for endpoint, server in self.new_events(self.after_again, self.after_hard):
            with self.subTest(endpoint):
                self.assert_bounded_counts(self.hard, "chat", endpoint, server)

    def test_one_interrupt_leaves_nothing_open(self) -> None:
        self.assertEqual(self.graceful.status, 130, self.graceful.output)
        for endpoint, server in self.new_events(self.after_hard, self.after_graceful):
            with self.subTest(endpoint):
                self.assert_equal_counts(self.graceful, "chat", endpoint, server)

    # Deliveries

    def test_every_delivery_is_explained(self) -> None:
        for name in ("first", "again", "hard", "graceful"):
            with self.subTest(name):
                felt = getattr(self, name).deliveries("chat")
                account = felt["deliveries"]
                explained = sum(account[key] for key in (
                    "delivered", "gap", "receiver_stopped", "receiver_left", "not_sent", "in_flight", "lost"))
                self.assertEqual(account["expected"], explained, account)
                self.assertEqual(account["lost"], 0, felt["lost"])
                self.assertEqual(account["receiver_left"], 0, account)

    def test_what_is_said_is_heard(self) -> None:
        felt = self.again.deliveries("chat")
        sent = sum(self.again.counted("chat", endpoint).ok for endpoint in (MESSAGE, REACTION))
        account = felt["deliveries"]
        self.assertEqual(account["messages"], sent)
        # How much is still on its way when the chat ends is a matter of the machine's pace. But nobody left or came anew,
        # so what was not delivered is that, or was not seen by somebody who had stopped by then.
        on_the_way = account["in_flight"] + account["receiver_stopped"]
        self.assertEqual(account["delivered"] + on_the_way, account["expected"], account)
        live = next(figure for figure in felt["figures"] if (figure["name"], figure["class"]) == ("delivery", "live"))
        self.assertEqual(live["count"], account["delivered"])
        self.assertLessEqual(live["p50_ms"], live["p95_ms"])
        names = {figure["name"] for figure in felt["figures"]}
        self.assertLessEqual({"time_to_interactive", "history", "image", "own_lag", "poll_overhead"}, names)

    # What matrix-locust's users know

    def test_files_and_columns_are_locusts(self) -> None:
        for test in MATRIX_LOCUST:
            for kind, columns in COLUMNS.items():
                with self.subTest(test=test, kind=kind):
                    self.assertTrue(Path(f"{self.first.prefix}_{test}_{kind}.csv").is_file())
                    self.assertEqual(self.first.columns(test, kind), columns)

    def test_endpoints_are_named_as_matrix_locusts(self) -> None:
        for test, known in MATRIX_LOCUST.items():
            with self.subTest(test):
                run = self.again if test == "chat" else self.first
                self.assertLessEqual(known, run.endpoints(test))
                self.assertLessEqual(run.endpoints(test), known | ADDED)

    def test_last_row_is_the_sum(self) -> None:
        rows = self.again.table("chat", "stats")
        self.assertEqual((rows[-1]["Type"], rows[-1]["Name"]), ("", "Aggregated"))
        for column in ("Request Count", "Failure Count"):
            self.assertEqual(int(rows[-1][column]), sum(int(row[column]) for row in rows[:-1]), column)

    def test_history_has_a_row_a_second(self) -> None:
        stamps = [int(row["Timestamp"]) for row in self.again.table("chat", "stats_history")]
        self.assertEqual(stamps, sorted(stamps))
        self.assertGreaterEqual(len(stamps), 55)


if __name__ == "__main__":
    program, working_folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
