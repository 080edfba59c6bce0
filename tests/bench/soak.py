#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The long form of the truth: thousands of chat users in one process, for half an hour, against the practice homeserver
in another.

Half of the users come first. When they have settled, the other half comes, 500 a second; then all chat for so many
minutes. Looked at: whether the newcomers disturbed those who were there, whether memory grows, what the generator says of
itself, and whether it counted what the server counted. Prints what it saw, then each figure as a JSON line.
"""

import argparse
import json
import os
import re
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

SPAWN_RATE = 500
SETTLING = 60  # seconds after the last user has come, before anything is measured
PATIENCE = 7200
PAUSES = {"after_action_s": 10, "doing_nothing_s": 10, "in_room_s": 25}  # means of the chat user, s
PICTURES = {"mu": 9.2, "sigma": 0.7}  # 13 kB on average: the practice homeserver has room for 1 GiB of them


def resident_kib(process_id: int) -> int | None:
    """Resident memory, None once it has ended."""
    try:
        for line in Path(f"/proc/{process_id}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    except OSError:
        pass
    return None


def processor_of_children() -> float:
    """Seconds of those that have ended: the practice homeserver is not among them while it runs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Practice:
    """The practice homeserver as a process of its own. Each request takes 20 ms, however many there are, until it has no
    more of its one core."""

    def __init__(self, program: Path) -> None:
        self.process = subprocess.Popen([program, "practice", "--latency", "fixed:20ms"], stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        if not self.url.startswith("http"):
            sys.exit("the practice homeserver did not start")
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def truth(self) -> dict:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(self.url + "/_practice/truth", timeout=600) as answer:
            return json.load(answer)

    def processor(self) -> float:
        """Seconds it has used."""
        user, system = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(") ")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def __enter__(self) -> "Practice":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)


class Run:
    """`throngctl run`, its seconds as they come, and its memory beside each."""

    def __init__(self, command: list, log: Path) -> None:
        self.seconds: list[dict] = []
        self.finished: list[dict] = []
        self.code = 0
        with log.open("w") as errors:
            self.process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=errors, text=True)
        for line in self.process.stdout:
            event = json.loads(line)
            if event["event"] == "second":
                self.seconds.append(event | {"resident_kib": resident_kib(self.process.pid)})
                if len(self.seconds) % 60 == 0:
                    print(f"  {event['test']}: {event['users']} users, {event['requests']} requests in a second, "
                          f"p99 {event['p99_ms']} ms", file=sys.stderr, flush=True)
            elif event["event"] == "test_finished":
                self.finished.append(event)
            elif event["event"] == "run_finished":
                self.summary = event
        self.code = self.process.wait(PATIENCE)
        if not self.finished:
            sys.exit(f"throngctl ended with {self.code}:\n{log.read_text()}")


def throngctl(program: Path, *arguments: object) -> None:
    run = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, timeout=PATIENCE)
    if run.returncode != 0:
        sys.exit(f"throngctl {arguments[0]} ended with {run.returncode}:\n{run.stdout}{run.stderr}")


def make_project(program: Path, folder: Path, url: str, users: int, minutes: float, pauses: float) -> dict[str, float]:
    """Its chat: half of the users, a rest, all of them. Returns when what happens, in seconds of the chat."""
    throngctl(program, "new", folder, "--server", url, "--suite", "10k", "--users", users, "--seed", 7)
    (file,) = folder.glob("*.throng")
    project = json.loads(file.read_text(encoding="utf-8"))
    coming = users / 2 / SPAWN_RATE
    second_half = coming + SETTLING + 60
    all_there = second_half + coming
    end = all_there + SETTLING + 60 * minutes
    for script in project["suites"][0]["scripts"]:
        if script["name"] == "chat":
            script["spawn_rate"] = SPAWN_RATE
            script["runtime"] = f"{end:.0f}s"
            script["chat"] = {name: pauses * mean for name, mean in PAUSES.items()} | {"image_bytes": PICTURES}
            script["load_shape"] = {"of": "users", "phases": [{"kind": "points", "points": [
                [0, users // 2], [second_half, users // 2], [second_half, users], [end, users]]}]}
        else:
            script["num_users"] = script["spawn_rate"] = 100
    file.write_text(json.dumps(project), encoding="utf-8")
    return {"settled": coming + SETTLING, "second_half": second_half, "all_there": all_there, "end": end}


def p99_of_texts(program: Path, project: Path, begin: float, end: float) -> float:
    """Of those sent in that part of the chat, ms: people who write are there already, newcomers still sync."""
    shown = subprocess.run([program, "show", project, "--test", "chat", "--from", f"{begin:.0f}s", "--to", f"{end:.0f}s"],
                           capture_output=True, text=True, timeout=PATIENCE)
    line = next((line for line in shown.stdout.splitlines() if "/send/m.room.message " in line), None)
    if line is None:
        sys.exit(f"no texts between {begin:.0f} s and {end:.0f} s of the chat:\n{shown.stdout}{shown.stderr}")
    p50, p95, value, most = re.findall(r"([\d.,]+) (ms|s)(?= )", line)
    return float(value[0].replace(",", "")) * (1000 if value[1] == "s" else 1)


def memory(seconds: list[dict], begin: float, end: float) -> float:
    """Median of resident memory, KiB."""
    at, values = 0.0, []
    for second in seconds:
        at += second["seconds"]
        if begin <= at < end and second["resident_kib"] is not None:
            values.append(second["resident_kib"])
    return statistics.median(values) if values else float("nan")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, required=True, help="folder of the release build")
    parser.add_argument("--users", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=30, help="with all users there and settled")
    parser.add_argument("--pauses", type=float, default=1, metavar="F",
                        help="times the pauses of the chat user: 3 leaves a server on two cores the room to answer at once")
    options = parser.parse_args()
    program = (options.build / "bin/throngctl").resolve()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    fit = (hard - 200) // 2  # two connections each, and what the program has open itself
    if options.users > fit:
        print(f"{fit:,} users instead of {options.users:,}: no more than {hard:,} files may be open", file=sys.stderr)
        options.users = fit
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))

    with tempfile.TemporaryDirectory(prefix="throng-soak-") as name, Practice(program) as practice:
        folder = Path(name)
        project = folder / "project"
        when = make_project(program, project, practice.url, options.users, options.minutes, options.pauses)
        print(f"{options.users} users, descriptors at most {hard}, {os.cpu_count()} cores", file=sys.stderr)
        for test in ("register", "create-rooms", "join-rooms"):
            throngctl(program, "run", project, "--test", test)
        before, server = practice.truth(), practice.processor()
        processor = processor_of_children()
        run = Run([program, "run", project, "--test", "chat", "--events", "jsonl", "--figures", folder / "figures.json",
                   "--locust-json", folder / "statistics.json"], folder / "log")
        processor = processor_of_children() - processor
        after, server = practice.truth(), practice.processor() - server
        quiet, while_coming, with_all = (p99_of_texts(program, project, begin, end) for begin, end in (
            (when["settled"], when["second_half"]), (when["second_half"], when["all_there"] + SETTLING),
            (when["all_there"] + SETTLING, when["end"])))
        statistics_ = json.loads((folder / "statistics.json").read_text(encoding="utf-8"))
        figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))["tests"][-1]
        log = (folder / "log").read_text(encoding="utf-8")

    chat, seconds = run.finished[-1], run.seconds
    # Memory is judged from the settling on; a short soak has no five minutes to wait for.
    first = when["all_there"] + min(300, 60 * options.minutes / 3)
    window = min(60, 60 * options.minutes / 4)
    early, late = memory(seconds, first, first + window), memory(seconds, when["end"] - window, when["end"])
    empty = seconds[0]["resident_kib"] or 0
    user = (late - empty) / options.users
    messages = "m.room.message"
    theirs = after["accepted"]["events_by_type"].get(messages, 0) - before["accepted"]["events_by_type"].get(messages, 0)
    sends = [entry for entry in statistics_ if entry["name"].endswith("/send/" + messages)]
    ours = sum(entry["num_requests"] - entry["num_failures"] for entry in sends)
    unanswered = sum(entry.get("num_unanswered", 0) for entry in sends)
    deliveries = figures["deliveries"]
    most = max(second["users"] for second in seconds)
    checked = [
        (f"users at once: {most:,}, {options.users:,} wanted", most == options.users),
        (f"p99 of texts while {options.users // 2:,} came, of what it was before: {while_coming:.1f} ms of {quiet:.1f} ms, within 10 %",
         while_coming <= 1.1 * quiet),
        (f"p99 of texts with all, of what it was with half: {with_all:.1f} ms of {quiet:.1f} ms, within 10 %", with_all <= 1.1 * quiet),
        (f"KiB a user: {user:.1f}, at most 60", user <= 60),
        (f"memory, last minute of the first: {late / early:.3f}, at most 1.01", late <= 1.01 * early),
        (f"failures: {chat['failures']:,} of {chat['requests']:,}", chat["failures"] == 0),
        (f"texts: {ours:,} by Throng, {theirs:,} by the server, {unanswered:,} that Throng has heard nothing of",
         ours <= theirs <= ours + unanswered),
        (f"deliveries lost: {deliveries['lost']:,} of {deliveries['expected']:,}", deliveries["lost"] == 0),
        (f"generator: {chat['trust']}", chat["trust"] in ("good", "shared_machine")),
    ]
    print(log)
    for text, met in checked:
        print(f"{'met   ' if met else 'MISSED'} {text}")
    for value, unit, what in ((quiet, "ms", "p99 with half"), (while_coming, "ms", "p99 while the others came"),
                              (with_all, "ms", "p99 with all"), (user, "KiB", "memory a user"),
                              (late / early, "", "memory, last minute of the first"), (empty, "KiB", "memory at the beginning"),
                              (chat["requests"] / chat["seconds"], "1/s", "requests"),
                              (processor / chat["requests"] * 1e6, "µs", "processor time a request"),
                              (processor / chat["seconds"], "cores", "processor time"),
                              (server / chat["seconds"], "cores", "processor time of the server")):
        print(json.dumps({"name": f"soak: {what}", "users": options.users, "value": round(value, 3), "unit": unit}))
    return 0 if all(met for _, met in checked) else 1


if __name__ == "__main__":
    sys.exit(main())
