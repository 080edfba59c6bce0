#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports of a run and of the same run when it is kept: their forms, and that no secret and no identifier is in any.

usage: test_reports_command.py THRONGCTL WORKING_FOLDER [unittest's arguments]
"""

import csv
import json
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import unittest
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from practice import Practice  # noqa: E402
from throngctl import Throngctl, dev  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
# Done; a threshold was broken; other programs took so much of the machine that its figures are not to be trusted.
FINISHED = (0, 1, 6)
USAGE, UNUSABLE = 2, 3
TESTS = ("register", "create-rooms", "join-rooms", "chat")
FORMS = {"html": "report.html", "json": "report.json", "junit": "junit.xml", "markdown": "report.md"}
PASSWORD = "MarkedPassword9"
FAULTS = {"faults": [{"fault": "http-error", "endpoint": "/_matrix/client/v3/rooms/_/send/*", "probability": 0.2}]}


class Reports(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        (working_folder / "faults.json").write_text(json.dumps(FAULTS), encoding="utf-8")
        cls.practice = Practice(ctl, "--faults", working_folder / "faults.json")
        cls.addClassCleanup(cls.practice.stop)
        cls.project = working_folder / "project"
        made = ctl.call("new", cls.project, "--server", cls.practice.url, "--users", 6, "--seed", 7,
                        "--names", "markeduser.000000")
        if made.returncode != 0:
            raise AssertionError(made.stderr)
        users = cls.project / "users.csv"
        with users.open(newline="", encoding="utf-8") as file:
            cls.users = [row["username"] for row in csv.DictReader(file)]
        users.write_text("username,password\n" + "".join(f"{name},{PASSWORD}{name}\n" for name in cls.users), encoding="utf-8")
        # People who send at once, and again.
        (file,) = cls.project.glob("*.throng")
        project = json.loads(file.read_text(encoding="utf-8"))
        project["suites"][0]["scripts"][-1]["chat"] = {
            key: 0.1 for key in ("after_action_s", "doing_nothing_s", "typing_s", "being_away_s", "in_room_s")}
        file.write_text(json.dumps(project), encoding="utf-8")

        cls.out = working_folder / "out"
        # Long enough for the server's processor to be looked at, which is every 5 s.
        cls.run_ = ctl.call("run", cls.project, "--run-time", "12s", "--events", "jsonl", "--threshold", "p50 < 1us",
                            "--threshold", "p99 < 10min", "--csv", cls.out / "run", "--locust-json", cls.out / "locust.json",
                            "--figures", cls.out / "figures.json", *cls.forms(cls.out))
        if cls.run_.returncode not in FINISHED:
            raise AssertionError(cls.run_.stdout + cls.run_.stderr)
        (cls.kept,) = (cls.project / "runs").glob("*.throngrun")

    @staticmethod
    def forms(folder: Path) -> list:
        return [part for form, name in FORMS.items() for part in (f"--{form}", folder / name)]

    def report(self, *arguments: object) -> subprocess.CompletedProcess:
        return ctl.call("report", *arguments)

    def test_a_kept_run_gives_the_same_files(self) -> None:
        again = working_folder / "again"
        done = self.report(self.kept, "--csv", again / "run", *self.forms(again))
        self.assertEqual(done.returncode, 0, done.stderr)
        for name in FORMS.values():
            self.assertEqual((again / name).read_text(encoding="utf-8"), (self.out / name).read_text(encoding="utf-8"), name)
        for test in TESTS:
            for kind in ("stats", "failures", "exceptions"):
                name = f"run_{test}_{kind}.csv"
                self.assertEqual((again / name).read_bytes(), (self.out / name).read_bytes(), name)

    def check_schema(self, schema: str, document: Path) -> None:
        check = subprocess.run([dev("python", "matrix"), ROOT / "tests/support/checkschema.py", ROOT / "resources" / schema, document],
                               text=True, capture_output=True)
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)

    def test_json_is_as_its_schema_says(self) -> None:
        self.check_schema("report.schema.json", self.out / "report.json")
        report = json.loads((self.out / "report.json").read_text(encoding="utf-8"))
        self.assertEqual([test["name"] for test in report["tests"]], list(TESTS))
        chat = report["tests"][-1]
        self.assertEqual(sum(endpoint["requests"] for endpoint in chat["endpoints"]), chat["requests"])
        self.assertEqual(sum(span["requests"] for span in chat["history"]), chat["requests"])

    def test_junit_is_what_its_readers_take(self) -> None:
        root = ElementTree.parse(self.out / "junit.xml").getroot()
        self.assertEqual(root.tag, "testsuites")
        self.assertEqual([suite.get("name") for suite in root], ["run", *TESTS])
        for count, tag in (("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")):
            self.assertEqual(int(root.get(count)), sum(int(suite.get(count)) for suite in root), count)
            self.assertEqual(int(root.get(count)), len(root.findall(f".//{tag}")), count)
        cases = {case.get("name"): case for case in root.find("testsuite[@name='chat']").findall("testcase")}
        self.assertIsNotNone(cases["p50 < 1us"].find("failure"))
        self.assertIsNone(cases["p99 < 10min"].find("failure"))
        self.assertIsNone(cases["runs to its end"].find("failure"))

    def test_csv_has_the_columns_of_locust(self) -> None:
        with (self.out / "run_chat_stats.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(rows[-1]["Name"], "Aggregated")
        self.assertEqual(sum(int(row["Request Count"]) for row in rows[:-1]), int(rows[-1]["Request Count"]))

    def test_markdown_is_short_and_goes_to_standard_output(self) -> None:
        said = self.report(self.project, "--markdown", "-").stdout
        self.assertEqual(said.strip(), (self.out / "report.md").read_text(encoding="utf-8").strip())
        self.assertLess(len(said.splitlines()), 50)
        self.assertIn("p50 &lt; 1us" if "&lt;" in said else r"p50 \< 1us", said)

    def test_what_cannot_be_is_said(self) -> None:
        nothing = self.report(self.kept)
        self.assertEqual(nothing.returncode, USAGE, nothing.stderr)
        self.assertIn("--html FILE", nothing.stderr)
        foreign = self.report(self.out / "report.json", "--html", working_folder / "never.html")
        self.assertEqual(foreign.returncode, UNUSABLE, foreign.stderr)
        self.assertFalse((working_folder / "never.html").exists())
        (working_folder / "file").write_text("", encoding="utf-8")
        blocked = self.report(self.kept, "--html", working_folder / "file/report.html")
        self.assertEqual(blocked.returncode, UNUSABLE, blocked.stderr)
        self.assertIn("the folder cannot be made", blocked.stderr)

    def test_comparison_has_both_runs(self) -> None:
        page = working_folder / "comparison.html"
        json_file = working_folder / "comparison.json"
        done = ctl.call("compare", self.kept, self.kept, "--html", page, "--json", json_file, "--fail-if-worse", "10%")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("not enough runs", page.read_text(encoding="utf-8"))
        self.check_schema("comparison.schema.json", json_file)
        compared = json.loads(json_file.read_text(encoding="utf-8"))["comparisons"][0]
        # The practice homeserver is a process of this machine: its figures need no exporter.
        self.assertIn("CPU", [figure["name"] for figure in compared["server"]])
        self.assertIn("Server, mean of the test", done.stdout)

    def secrets(self) -> dict[str, str]:
        """What must be in no output, with what it is."""
        found = {}
        with (self.project / "tokens.csv").open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                found[row["access_token"]] = "access token"
        with (self.project / "rooms-created.csv").open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                found |= {value: "room ID" for value in row.values() if value.startswith("!")}
        found[PASSWORD] = "password"
        # The first is the pattern of the names, which the project keeps and no report shows.
        for name in self.users[1:]:
            found[name.split(":")[0]] = "user name"
        kinds = set(found.values())
        self.assertEqual(kinds, {"access token", "room ID", "password", "user name"})
        return found

    def test_no_secret_and_no_identifier_is_in_any_output(self) -> None:
        again = working_folder / "searched"
        self.assertEqual(self.report(self.kept, "--csv", again / "run", *self.forms(again)).returncode, 0)
        self.assertEqual(ctl.call("compare", self.kept, self.kept, "--html", again / "comparison.html",
                                  "--json", again / "comparison.json").returncode, 0)
        files = [path for folder in (self.out, again) for path in folder.iterdir()] + [self.kept]
        outputs = {path.name: path.read_bytes() for path in files} | {"events": self.run_.stdout.encode()}
        for name in (*FORMS.values(), "locust.json", "figures.json", "comparison.html", "comparison.json", self.kept.name, "run_chat_stats.csv"):
            self.assertGreater(len(outputs[name]), 100, name)
        for secret, kind in self.secrets().items():
            for name, content in outputs.items():
                self.assertNotIn(secret.encode(), content, f"{kind} in {name}")
        # Nor any other of the server's making: rooms and events that nobody wrote down.
        for name, content in outputs.items():
            self.assertIsNone(re.search(rb"[@!$#][\w.=/+-]+:(?:127\.0\.0\.1|localhost|practice)", content), name)

    def test_secrets_of_registration_stay_secret(self) -> None:
        # The practice homeserver knows neither: what is said of that must not repeat them.
        for source, option in (("token", "--registration-token-file"), ("shared-secret", "--secret-file")):
            with self.subTest(source):
                project, folder = working_folder / source, working_folder / f"{source}-out"
                made = ctl.call("new", project, "--server", self.practice.url, "--users", 3, "--names", f"{source}.000000")
                self.assertEqual(made.returncode, 0, made.stderr)
                secret = working_folder / f"{source}-file"
                secret.touch(0o600)
                secret.write_text("MarkedSecretOfRegistration", encoding="utf-8")
                run = ctl.call("run", project, "--test", "register", "--accounts", source, option, secret,
                               "--csv", folder / "run", *self.forms(folder))
                self.assertNotEqual(run.returncode, USAGE, run.stderr)
                written = [path for path in (*folder.rglob("*"), *project.rglob("*")) if path.is_file()]
                self.assertIn(project / "users.csv", written)
                for path in folder.iterdir():  # what failed is named there, but not by whom
                    self.assertNotIn(f"{source}.00000", path.read_text(encoding="utf-8"), path.name)
                if source == "shared-secret":  # by token it lets them in: it does not ask for one
                    self.assertRegex((folder / "report.json").read_text(encoding="utf-8"), r"account \d of users\.csv")
                for name, content in [("terminal", (run.stdout + run.stderr).encode())] + [(path.name, path.read_bytes()) for path in written]:
                    self.assertNotIn(b"MarkedSecretOfRegistration", content, name)

    def test_prometheus_can_watch(self) -> None:
        process = ctl.start("run", self.project, "--test", "chat", "--run-time", "10m", "--prometheus", ":0")
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.kill)
        url = ""
        while not url:
            line = process.stderr.readline()
            self.assertTrue(line, "it ended without a word of its metrics")
            if line.startswith("Metrics for Prometheus: "):
                url = line.split()[-1]
        reader = threading.Thread(target=process.stderr.read, daemon=True)  # so that it never waits for us
        reader.start()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        deadline = time.monotonic() + 120
        requests = 0.0
        while requests == 0:
            self.assertLess(time.monotonic(), deadline, "nothing was ever counted")
            time.sleep(0.2)
            with opener.open(url, timeout=60) as answer:
                text = answer.read().decode()
            requests = sum(float(line.split()[-1]) for line in text.splitlines() if line.startswith("throng_requests_total{"))
        self.assertIn('throng_test_running{test="chat"} 1\n', text)
        for secret, kind in self.secrets().items():
            self.assertNotIn(secret, text, kind)

        taken = ctl.call("run", self.project, "--test", "chat", "--prometheus", f":{urllib.parse.urlsplit(url).port}")
        self.assertEqual(taken.returncode, USAGE, taken.stderr)
        self.assertIn("cannot listen on 127.0.0.1", taken.stderr)
        process.send_signal(signal.SIGINT)
        process.wait(120)
        reader.join(60)


if __name__ == "__main__":
    program, working_folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    shutil.rmtree(working_folder, ignore_errors=True)
    working_folder.mkdir(parents=True)
    ctl = Throngctl(program, working_folder)
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
