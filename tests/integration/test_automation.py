#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What scripts rely on: ready-made suites, events as JSON lines, commands of a suite, completion, exporting.

usage: test_automation.py THRONGCTL WORKING_FOLDER [unittest's arguments]
"""

import json
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from practice import Practice  # noqa: E402
from throngctl import FINISHED, Throngctl  # noqa: E402

SCHEMA = Path(__file__).resolve().parents[2] / "resources/events.schema.json"


def fits(rule: dict, value: object) -> bool:
    """As much of JSON Schema as the events' uses."""
    types = {"object": dict, "array": list, "string": str, "null": type(None)}
    if "oneOf" in rule:
        return sum(fits(choice, value) for choice in rule["oneOf"]) == 1
    if "const" in rule and value != rule["const"] or "enum" in rule and value not in rule["enum"]:
        return False
    wanted = rule.get("type", [])
    for kind in [wanted] if isinstance(wanted, str) else wanted:
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if kind == "number" and number or kind == "integer" and number and value == int(value):
            break
        if kind in types and isinstance(value, types[kind]):
            break
    else:
        if wanted:
            return False
    if isinstance(value, dict) and "properties" in rule:
        properties = rule["properties"]
        return (set(rule.get("required", [])) <= set(value) <= set(properties)
                and all(fits(properties[key], inner) for key, inner in value.items()))
    if isinstance(value, list) and "items" in rule:
        return all(fits(rule["items"], inner) for inner in value)
    return not isinstance(value, (int, float)) or rule.get("minimum", value) <= value <= rule.get("maximum", value)


class Automation(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls) -> None:
        shutil.rmtree(working_folder, ignore_errors=True)
        working_folder.mkdir(parents=True)
        cls.ctl = Throngctl(program, working_folder)
        cls.practice = Practice(cls.ctl)
        cls.addClassCleanup(cls.practice.stop)

    def new(self, name: str, *arguments: object) -> Path:
        made = self.ctl.call("new", working_folder / name, "--server", self.practice.url, *arguments)
        self.assertEqual(made.returncode, 0, made.stderr)
        return working_folder / name

    def test_events_are_as_the_schema_says(self) -> None:
        project = self.new("events", "--suite", "smoke")
        run = self.ctl.call("run", project, "--run-time", "3s", "--events", "jsonl")
        self.assertIn(run.returncode, FINISHED, run.stderr)
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        events = [json.loads(line) for line in run.stdout.splitlines()]
        for event in events:
            self.assertTrue(fits(schema, event), event)
        names = [event["event"] for event in events]
        self.assertEqual((names[0], names[-1]), ("run_started", "run_finished"))
        for name in ("test_started", "test_finished"):
            self.assertEqual([event["test"] for event in events if event["event"] == name],
                             ["register", "create-rooms", "join-rooms", "chat"])
        self.assertEqual(events[-1]["exit_code"], run.returncode)
        seconds = [event for event in events if event["event"] == "second" and event["test"] == "chat"]
        finished = [event for event in events if event["event"] == "test_finished"][-1]
        self.assertEqual(sum(second["requests"] for second in seconds), finished["requests"])
        self.assertIn("Endpoint", run.stderr)  # what is for people

    def test_ready_made_population_chats(self) -> None:
        project = self.new("company", "--suite", "smoke", "--population", "company", "--names", "company.000000")
        written = json.loads((project / "company.throng").read_text(encoding="utf-8"))
        chat = written["suites"][0]["scripts"][-1]
        self.assertEqual([group["name"] for group in chat["populations"]], ["at a desk", "on a phone", "readers", "bots"])
        run = self.ctl.run(project, project / "out", "--run-time", "3s")
        self.assertIn(run.status, FINISHED, run.output)
        wrong = self.ctl.call("new", working_folder / "school", "--server", self.practice.url, "--population", "school")
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("public-community", wrong.stderr)

    def test_a_history_is_written_once(self) -> None:
        project = self.new("past", "--suite", "smoke", "--history", "15", "--names", "past.000000")
        rooms = len(json.loads((project / "rooms.json").read_text(encoding="utf-8")))
        written, existed = [], []
        for _ in range(2):
            run = self.ctl.call("run", project, "--run-time", "2s", "--events", "jsonl")
            self.assertIn(run.returncode, FINISHED, run.stderr)
            events = [json.loads(line) for line in run.stdout.splitlines()]
            setup = next(event["setup"] for event in events
                         if event["event"] == "test_finished" and event["test"] == "history")
            written.append(setup["messages_written"])
            existed.append(setup["messages_existed"])
            self.assertEqual(setup["history_failed"], 0)
        self.assertEqual((written, existed), ([15 * rooms, 0], [0, 15 * rooms]))

    def test_ready_made_reconnect_storm_runs(self) -> None:
        project = self.new("storm", "--suite", "reconnect-storm", "--users", "40", "--names", "storm.000000")
        file = project / "storm.throng"
        document = json.loads(file.read_text(encoding="utf-8"))
        storm = document["suites"][0]["scripts"][-1]
        self.assertGreater(storm["chat"]["outage_s"], 0)
        storm["chat"] |= {"outage_after_s": 5, "outage_s": 1}
        storm["spawn_rate"] = 100
        file.write_text(json.dumps(document), encoding="utf-8")
        run = self.ctl.run(project, project / "out", "--users", "40", "--run-time", "20s")
        self.assertIn(run.status, FINISHED, run.output)
        self.assertGreater(len(run.table("storm", "stats")), 1)
        opened = [figure for figure in run.deliveries("storm")["figures"] if figure["name"] == "time_to_interactive"]
        # All at first, and all who were there again after the outage: whoever was late came once.
        self.assertGreater(sum(figure["count"] for figure in opened), 60, opened)

    def test_suite_file_runs_as_run_py_does(self) -> None:
        folder = working_folder / "locust"
        folder.mkdir()
        shutil.copy(self.new("source", "--users", "6", "--names", "ml.000000") / "users.csv", folder)
        shutil.copy(working_folder / "source/rooms.json", folder)
        (folder / "test-suites").mkdir()
        script = folder / "note.sh"
        script.write_text('#!/bin/sh\nls "$2" > listing\necho "$@" >> notes\n', encoding="utf-8")
        script.chmod(0o755)
        (folder / "parameters.json").write_text('{"num_users": 6, "spawn_rate": 6, "runtime": "3s", "output_dir": "out"}')
        suite = {"scripts": [
            {"name": name, "script": file, "parameter_import": "parameters.json",
             "pre_script_command": ["./note.sh"], "pre_script_command_args": [f"before {name}"],
             "post_script_command": "./note.sh", "post_script_command_args": f"after {name}"}
            for name, file in (("one", "register.py"), ("two", "create_room.py"), ("three", "join.py"), ("four", "chat.py"))]}
        (folder / "test-suites/small.json").write_text(json.dumps(suite), encoding="utf-8")
        host = self.practice.url

        def run(*arguments: str) -> subprocess.CompletedProcess:
            return subprocess.run([program, "run", "test-suites/small.json", "--host", host, "-n", "2", *arguments],
                                  cwd=folder, text=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=300,
                                  env=self.ctl._environment())

        refused = run()
        self.assertEqual(refused.returncode, 3, refused.stderr)
        self.assertIn("./note.sh before one", refused.stderr)
        self.assertFalse((folder / "notes").exists())

        done = run("--allow-hooks")
        self.assertIn(done.returncode, FINISHED, done.stderr)
        out = (folder / "out").resolve()
        expected = [f"{host} {out} {when} {name}" for name in ("one", "two", "three", "four") for when in ("before", "after")]
        self.assertEqual((folder / "notes").read_text().splitlines(), expected)
        for name in ("one", "two", "three", "four"):
            for ending in (".csv_stats.csv", ".csv_stats_history.csv", ".csv_failures.csv", ".csv_exceptions.csv", ".html"):
                self.assertTrue((out / f"{name}{ending}").is_file(), name + ending)
                # There already when the command after the last test looked.
                self.assertIn(f"{name}{ending}", (folder / "listing").read_text())

        cleaned = self.ctl.call("clean", folder, "--server", host, "--yes")
        # 4: somebody sent a picture in these few seconds, and only an administrator can remove it.
        self.assertIn(cleaned.returncode, (0, 4), cleaned.stdout + cleaned.stderr)
        self.assertIn("accounts  6 of 6 gone", cleaned.stdout)

    def test_folder_of_matrix_locust_goes_in_and_out(self) -> None:
        folder = working_folder / "rounds"
        shutil.copytree(self.new("rounds-source", "--users", "5"), folder)
        next(folder.glob("*.throng")).unlink()
        (folder / "test-suites").mkdir()
        (folder / "parameters.json").write_text('{"num_users": 5, "spawn_rate": 5, "runtime": "1m"}')
        tests = [{"name": f"{number}-{name}", "script": f"matrix_locust/client_server/{name}.py", "autoquit": 10,
                  "parameter_import": "parameters.json", "pre_script_command": ["a.sh", "b.sh"],
                  "pre_script_command_args": ["x y", ""]}
                 for number in (1, 2, 3) for name in ("register", "create_room", "join", "locust-run-users")]
        original = {"scripts": tests, "note": "mine"}
        (folder / "test-suites/rounds.json").write_text(json.dumps(original))
        imported = self.ctl.call("import", folder, folder, "--server", self.practice.url)
        self.assertEqual(imported.returncode, 0, imported.stderr)
        self.assertIn("autoquit 10 s, kept", imported.stdout)
        exported = self.ctl.call("export", folder, folder / "test-suites/rounds-again.json", "--suite", "rounds")
        self.assertEqual(exported.returncode, 0, exported.stderr)
        again = json.loads((folder / "test-suites/rounds-again.json").read_text())
        again.pop("name")  # the file is called otherwise
        self.assertEqual(again, original)

    def test_completion_of_bash_completes(self) -> None:
        script = self.ctl.call("completion", "bash").stdout

        def complete(*words: str) -> list[str]:
            asked = f"{script}\nCOMP_WORDS=(throngctl {' '.join(words)}); COMP_CWORD={len(words)}\n_throngctl\n" \
                    "printf '%s\\n' \"${COMPREPLY[@]}\"\n"
            return subprocess.run(["bash", "-c", asked.replace("complete -o", ": -o")], text=True, capture_output=True,
                                  cwd=working_folder, check=True).stdout.split()

        self.assertIn("run", complete("r"))
        self.assertEqual(complete("run", "--allow-h"), ["--allow-hooks"])
        self.assertEqual(sorted(complete("generate", "''")), ["rooms", "users"])
        self.assertIn("--draws", complete("generate", "rooms", "--d"))

    def test_completions_of_others_know_all_commands(self) -> None:
        commands = ("new", "generate", "import", "export", "check", "run", "clean", "practice", "completion")
        for shell in ("zsh", "fish"):
            script = self.ctl.call("completion", shell).stdout
            for command in commands:
                self.assertIn(command, script)
            self.assertIn("allow-hooks", script)


if __name__ == "__main__":
    program, working_folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
