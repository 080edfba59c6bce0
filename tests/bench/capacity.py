#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the capacity finder finds what is known.

The practice homeserver gets one worker that spends an exponential time on each request, and users who do nothing but ask
it and pause for an exponential time: the machine repairman's problem, whose waiting times have a formula. `throngctl
capacity` searches, once for each seed, for the most users with whom the 95th percentile stays below a limit. Printed is
what it found beside what the formula says.

usage: capacity.py THRONGCTL [--seeds 1 2 3 4 5] [--settle 5s] [--measure 20s] [--keep FOLDER]
"""

import argparse
import json
import math
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

SERVICE = 0.005  # seconds that the server spends on a request, on average
PAUSE = 0.5  # of a user between two requests, on average
LIMIT = 0.150
ACCOUNTS = 240
FROM = 15  # of the first step: three doublings below the knee
MOST_STEPS = 12
NEAR = 0.10
ENDPOINT = "/_matrix/client/v3/profile/_/displayname"


def share_above(time: float, users: int) -> float:
    """The share of answers that take longer than `time`: an arriving request meets what is left when its own user is away,
    and waits for all of that and itself."""
    weights = [1.0]
    for n in range(1, users):
        weights.append(weights[-1] * (users - n) * SERVICE / PAUSE)
    term = math.exp(-time / SERVICE)
    poisson = above = 0.0
    for n, weight in enumerate(weights):
        if n > 0:
            term *= time / SERVICE / n
        poisson += term
        above += weight * poisson
    return above / sum(weights)


def known_knee() -> int:
    """The most users with whom fewer than one in twenty answers take longer than the limit."""
    users = 1
    while share_above(LIMIT, users + 1) < 0.05:
        users += 1
    return users


class Practice:
    """The practice homeserver as a process of its own."""

    def __init__(self, program: Path, folder: Path) -> None:
        model = folder / "performance.json"
        model.write_text(json.dumps({"workers": 1, "ordinary": {"fixed_ms": 0}, "rules": [
            {"method": "PUT", "endpoint": ENDPOINT, "time": {"exponential_ms": SERVICE * 1000}}]}), encoding="utf-8")
        self.process = subprocess.Popen([program, "practice", "--users", str(ACCOUNTS), "--latency", model],
                                        stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        if not self.url.startswith("http"):
            sys.exit("the practice homeserver did not start")
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def __enter__(self) -> "Practice":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)


def make_project(program: Path, folder: Path, url: str, seed: int) -> Path:
    project = folder / f"seed-{seed}"
    subprocess.run([program, "new", project, "--server", url, "--users", str(ACCOUNTS), "--seed", str(seed)],
                   check=True, stdout=subprocess.DEVNULL)
    names = [f"user.{number:06}" for number in range(ACCOUNTS)]
    (project / "users.csv").write_text(
        "username,password\n" + "".join(f"{name},{name}\n" for name in names), encoding="utf-8")
    file = project / f"{project.name}.throng"
    document = json.loads(file.read_text(encoding="utf-8"))
    others = ("do_nothing", "send_text", "look_at_room", "paginate", "go_away", "chat_in_room", "accept_invites")
    document["suites"] = [{"name": "standard", "scripts": [{
        "name": "rename", "script": "chat.py", "spawn_rate": 200, "runtime": "1h",
        "chat": {f"{name}_weight": 0 for name in others} | {"change_display_name_weight": 1, "after_action_s": PAUSE}}]}]
    file.write_text(json.dumps(document), encoding="utf-8")
    return project


def search(program: Path, project: Path, settle: str, measure: str) -> dict:
    answer = project / "capacity.json"
    run = subprocess.run(
        [program, "capacity", project, "--threshold", f"p95(setDisplayName) < {LIMIT * 1000:.0f}ms",
         "--threshold", "failures < 1%", "--from", str(FROM), "--steps", str(MOST_STEPS),
         "--settle", settle, "--measure", measure, "--json", answer],
        stdin=subprocess.DEVNULL, text=True, capture_output=True)
    (project / "output.txt").write_text(run.stdout + run.stderr, encoding="utf-8")
    if not answer.exists():
        sys.exit(f"throngctl capacity gave {run.returncode}: {run.stderr}")
    return json.loads(answer.read_text(encoding="utf-8"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("throngctl", type=Path)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--settle", default="5s")
    parser.add_argument("--measure", default="20s")
    parser.add_argument("--keep", type=Path, help="leave the projects and what was said there")
    arguments = parser.parse_args()
    program = arguments.throngctl.resolve()
    knee = known_knee()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep.resolve() if arguments.keep else Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print(f"known: {knee} users (service {SERVICE * 1000:g} ms, pause {PAUSE:g} s, p95 < {LIMIT * 1000:g} ms)")
        print("seed  found  range      off by  steps  end")
        good = 0
        with Practice(program, folder) as practice:
            for seed in arguments.seeds:
                project = make_project(program, folder, practice.url, seed)
                answer = search(program, project, arguments.settle, arguments.measure)
                found, between = answer["users"] or 0, answer["between"] or [0, 0]
                off, steps = found / knee - 1, len(answer["steps"])
                is_good = abs(off) <= NEAR and steps <= MOST_STEPS
                good += is_good
                print(f"{seed:4}  {found:5}  {between[0]:4}-{between[1]:<4}  {off:+6.1%}  {steps:5}  {answer['end']}"
                      f"{'' if is_good else '   NOT WITHIN 10 %'}", flush=True)
                if not found:
                    print(f"      {answer['summary']}", flush=True)
        print(f"{good} of {len(arguments.seeds)} within {NEAR:.0%} in at most {MOST_STEPS} steps")
    return 0 if good == len(arguments.seeds) else 1


if __name__ == "__main__":
    sys.exit(main())
