#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`throngctl practice` as a person starts it: its options, what it says of wrong ones, and that it goes on serving
whatever comes down the line.

usage: test_practice_command.py THRONGCTL WORKING_FOLDER [unittest's arguments]
"""

import json
import shutil
import socket
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from practice import PATIENCE, Practice  # noqa: E402
from throngctl import Throngctl  # noqa: E402

V3 = "/_matrix/client/v3"
USAGE, UNUSABLE = 2, 3


def login(practice: Practice, name: str, password: str) -> tuple[int, dict]:
    return practice.request("POST", f"{V3}/login", {
        "type": "m.login.password", "identifier": {"type": "m.id.user", "user": name}, "password": password})


class Options(unittest.TestCase):
    def test_accounts_are_there_and_their_passwords_are_said(self) -> None:
        with Practice(ctl, "--users", 12) as practice:
            self.assertTrue(practice.wait_for(lambda: len(practice.said) == 2), practice.said)
            self.assertEqual(practice.said[1], "12 accounts: user.000000 to user.000011; the password of each is its name")
            for name, status in (("user.000000", 200), ("user.000011", 200), ("user.000012", 403)):
                self.assertEqual(login(practice, name, name)[0], status, name)
            truth = practice.truth()
            self.assertEqual(truth.state["accounts"], 12)
            self.assertEqual(truth.accepted["registrations"], 0)
            self.assertEqual(practice.stop(), 0)

    def test_the_port_is_the_one_that_was_asked_for(self) -> None:
        with Practice(ctl) as first:
            port = first.address[1]
        with Practice(ctl, "--port", port) as second:
            self.assertEqual(second.url, f"http://127.0.0.1:{port}")

    def test_a_seed_repeats_identifiers(self) -> None:
        answers = []
        for seed in (5, 5, 6):
            with Practice(ctl, "--users", 1, "--seed", seed) as practice:
                answers.append(login(practice, "user.000000", "user.000000")[1]["access_token"])
        self.assertEqual(answers[0], answers[1])
        self.assertNotEqual(answers[0], answers[2])

    def test_latency_holds_requests_back(self) -> None:
        model = working_folder / "latency.json"
        model.write_text('{"workers": 1, "ordinary": {"fixed_ms": 300}}', encoding="utf-8")
        for latency in ("fixed:300ms", model):
            with self.subTest(latency), Practice(ctl, "--latency", latency) as practice:
                begin = time.monotonic()
                self.assertEqual(practice.request("GET", "/_matrix/client/versions")[0], 200)
                self.assertGreaterEqual(time.monotonic() - begin, 0.299)

    def test_faults_strike(self) -> None:
        plan = working_folder / "faults.json"
        plan.write_text('{"faults": [{"fault": "not-found", "endpoint": "/_matrix/client/versions", "count": 1}]}', encoding="utf-8")
        with Practice(ctl, "--faults", plan) as practice:
            statuses = [practice.request("GET", "/_matrix/client/versions")[0] for _ in range(2)]
            self.assertEqual(statuses, [404, 200])


class WrongOptions(unittest.TestCase):
    def assert_refused(self, code: int, words: tuple[str, ...], *arguments: object) -> None:
        result = ctl.call("practice", *arguments, timeout=PATIENCE)
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertEqual(result.stdout, "")
        for word in words:
            self.assertIn(word, result.stderr)

    def test_a_port_in_use(self) -> None:
        with Practice(ctl) as first:
            port = first.address[1]
            self.assert_refused(UNUSABLE, (f"127.0.0.1:{port}", "in use", "another port"), "--port", port)
            self.assertEqual(first.request("GET", "/_matrix/client/versions")[0], 200)

    def test_faults_that_do_not_exist_or_are_more_than_certain(self) -> None:
        for fault, words in (
            ({"fault": "silence", "endpoint": "/_matrix/client/v3/teleport"}, ("$.faults[0].endpoint", "teleport", "as in the statistics")),
            ({"fault": "silence", "probability": 1.5}, ("$.faults[0].probability", "from 0 to 1")),
        ):
            with self.subTest(fault):
                plan = working_folder / "wrong-faults.json"
                plan.write_text(json.dumps({"faults": [fault]}), encoding="utf-8")
                self.assert_refused(UNUSABLE, (str(plan), *words), "--faults", plan)

    def test_latencies_that_are_none(self) -> None:
        model = working_folder / "wrong-latency.json"
        model.write_text('{"ordinary": {"fixed_ms": "much"}}', encoding="utf-8")
        self.assert_refused(UNUSABLE, (str(model), "$.ordinary.fixed_ms", "a number from 0"), "--latency", model)
        self.assert_refused(USAGE, ("small server", "exponential:20ms", "JSON file"), "--latency", "quick")

    def test_too_few_descriptors_to_begin_with(self) -> None:
        process = ctl.start("practice", limit_descriptors=12)
        output, errors = process.communicate(timeout=PATIENCE)
        self.assertEqual((process.returncode, output), (UNUSABLE, ""), errors)
        self.assertIn("too few files and sockets may be open: 12", errors)
        self.assertIn("ulimit -n", errors)


class Hostility(unittest.TestCase):
    """One server, and it answers an honest client after each of these."""

    practice: Practice
    token: str

    @classmethod
    def setUpClass(cls) -> None:
        cls.practice = Practice(ctl, "--users", 1)
        cls.addClassCleanup(cls.practice.stop)
        cls.token = login(cls.practice, "user.000000", "user.000000")[1]["access_token"]

    def tearDown(self) -> None:
        self.assertEqual(self.practice.request("GET", f"{V3}/account/whoami", token=self.token)[0], 200)

    def raw(self, request: bytes) -> bytes:
        with socket.create_connection(self.practice.address, timeout=PATIENCE) as connection:
            connection.sendall(request)
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
            return answer

    def test_no_http(self) -> None:
        self.assertTrue(self.raw(b"SSH-2.0-OpenSSH_9.2\r\n\r\n").startswith(b"HTTP/1.1 400 "))

    def test_a_body_over_the_limit(self) -> None:
        answer = self.raw(f"PUT {V3}/x HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000000\r\n\r\n".encode())
        self.assertTrue(answer.startswith(b"HTTP/1.1 413 "), answer)
        self.assertIn(b"M_TOO_LARGE", answer)

    def test_json_nested_10000_deep(self) -> None:
        deep = b'{"body":' + b"[" * 10_000 + b"]" * 10_000 + b"}"
        status, answer = self.practice.request("POST", f"{V3}/createRoom", deep, self.token)
        self.assertEqual((status, answer["errcode"]), (400, "M_NOT_JSON"))
        for lever in ("faults", "performance", "recording"):
            self.assertEqual(self.practice.request("PUT", f"/_practice/{lever}", deep)[0], 400, lever)

    def test_a_wrong_fault_plan_over_http(self) -> None:
        status, answer = self.practice.request("PUT", "/_practice/faults", {"faults": [{"fault": "silence", "probability": 2}]})
        self.assertEqual(status, 400)
        self.assertIn("$.faults[0].probability", answer["error"])


class Descriptors(unittest.TestCase):
    def test_more_clients_than_descriptors_wait_until_one_leaves(self) -> None:
        with Practice(ctl, limit_descriptors=40) as practice:
            clients = []
            try:
                while not practice.errors and len(clients) < 60:
                    clients.append(socket.create_connection(practice.address, timeout=PATIENCE))
                self.assertTrue(practice.wait_for(lambda: practice.errors), "it said nothing")
                self.assertIn("No more clients can be accepted", practice.errors[0])
                self.assertIn("ulimit -n", practice.errors[0])
                # Those who are in are served.
                clients[0].sendall(b"GET /_matrix/client/versions HTTP/1.1\r\nHost: x\r\n\r\n")
                self.assertTrue(clients[0].recv(65536).startswith(b"HTTP/1.1 200 "))
            finally:
                for client in clients:
                    client.close()
            self.assertEqual(practice.request("GET", "/_matrix/client/versions")[0], 200)
            self.assertEqual(len(practice.errors), 1, practice.errors)


if __name__ == "__main__":
    program, working_folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    shutil.rmtree(working_folder, ignore_errors=True)
    working_folder.mkdir(parents=True)
    ctl = Throngctl(program, working_folder)
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
