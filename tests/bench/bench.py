#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a request and a chat user cost the generator: Throng beside wrk, Goose, k6 and Locust, in one run.

Requests: all send one local nginx the same authorised PUT and get the same 60 bytes of JSON (peers.py). Chat: users of
Throng and of Locust on the practice homeserver (chatusers.py). Counted is the generator's own CPU time, once all its users
run; the server has a core of its own. The rounds go through all generators in turn, so that a slow minute of the machine
hits all alike, and the median of the rounds is shown. Read ratios within one run, never figures of two runs. Prints
tables with the machine that they are of, then each row as a JSON line.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from chatusers import ChatBench
from machine import cpus, description, sentence
from nginxtarget import NginxTarget
from peers import Peers

ALONE = ("generate", "metrics_record", "uipages")  # our benchmarks that need no server
PARTS = ("requests", "chat", "alone", "practice", "store", "window")
PEERS = ("wrk", "goose", "k6", "locust")
MOST_OF_PEERS = 1000  # users, of all peers but wrk: more take minutes to start and gigabytes


@dataclass
class Row:
    name: str
    users: int
    tls: bool
    samples: list[dict] = field(default_factory=list)

    def median(self, key: str) -> float:
        return statistics.median(sample[key] for sample in self.samples)

    @property
    def rate(self) -> float:
        """Requests per second of the generator's CPU."""
        return statistics.median(sample["requests"] / sample["cpu_seconds"] for sample in self.samples)

    def json(self) -> str:
        if "bytes_per_user" in self.samples[0]:
            values = {"bytes_per_user": round(self.median("bytes_per_user"))}
        else:
            values = {"requests": round(self.median("requests")), "cpu_seconds": round(self.median("cpu_seconds"), 3),
                      "requests_per_cpu_second": round(self.rate)}
            for key in ("connect_cpu_seconds", "resident_bytes"):
                if key in self.samples[0]:
                    values[key] = round(self.median(key), 3)
        return json.dumps({"name": self.name, "users": self.users, "tls": self.tls, **values})


def as_generator(command: list, timeout: float = 600) -> str:
    """Runs it on the generator's core. What it printed."""
    run = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=timeout,
                         preexec_fn=lambda: os.sched_setaffinity(0, cpus()[0]))
    if run.returncode != 0:
        sys.exit(f"{command[0]} ended with {run.returncode}:\n{run.stdout}{run.stderr}")
    return run.stdout


class Bench:
    def __init__(self, options: argparse.Namespace, server: NginxTarget, peers: Peers) -> None:
        self.options, self.server, self.peers = options, server, peers
        self.rows: dict[tuple[str, int, bool], Row] = {}

    def add(self, name: str, users: int, tls: bool, sample: dict) -> None:
        self.rows.setdefault((name, users, tls), Row(name, users, tls)).samples.append(sample)

    def program(self, program: str, users: int, tls: bool, *arguments: object, row: str, http2: bool = False) -> None:
        """One of our benches: the line of JSON that it prints is a sample of that row."""
        trust = ["--ca-file", self.server.certificate] if tls else []
        version = ["--http2"] if http2 else []
        output = as_generator([self.options.build / "tests/bench" / program, "--url", self.server.url(tls, http2),
                               "--users", users, *trust, *version, *arguments])
        self.add(row, users, tls, next(json.loads(line) for line in output.splitlines() if line.startswith("{")))

    def run(self) -> None:
        for number in range(self.options.rounds):
            for users in self.options.users:
                for tls in (False, True):
                    print(f"round {number + 1}, {users} users{', TLS' if tls else ''} ...", file=sys.stderr, flush=True)
                    length = ["--seconds", self.options.seconds]
                    self.program("stack", users, tls, *length, row="throng exchange")
                    self.program("http_exchange", users, tls, "--requests", 50000 * self.options.seconds, row="exchange alone")
                    self.add("wrk", users, tls, self.peers.wrk(users, tls))  # which does not check certificates
                    if tls:
                        self.program("stack", users, tls, *length, row="throng exchange, HTTP/2", http2=True)
                        continue
                    self.program("stack", users, tls, *length, "--through", "createRequest", row="throng createRequest")
                    for name in self.options.peers:
                        if name != "wrk" and users <= MOST_OF_PEERS:
                            self.add(name, users, tls, getattr(self.peers, name)(users, tls))
            for tls in (False, True):
                self.program("stack", self.options.memory_users, tls, "--memory", row="two connections")
            self.program("stack", self.options.memory_users, True, "--memory", row="one connection, HTTP/2,", http2=True)

    def rate(self, name: str, users: int, tls: bool = False) -> float | None:
        row = self.rows.get((name, users, tls))
        return row.rate if row else None


def alone(build: Path) -> list[str]:
    return "".join(as_generator([build / "tests/bench" / name]) for name in ALONE).splitlines()


def practice(build: Path) -> list[str]:
    """The practice homeserver, which here is what is measured: rows for people, and each again as a JSON line."""
    run = subprocess.run([build / "tests/bench/practice_homeserver"], capture_output=True, text=True, timeout=1800)
    if run.returncode != 0:
        sys.exit(f"practice_homeserver ended with {run.returncode}:\n{run.stdout}{run.stderr}")
    return run.stdout.splitlines()


def practice_targets(lines: list[str]) -> list[tuple[str, bool]]:
    values = {row["name"]: row["value"] for row in map(json.loads, lines_of_json(lines)) if "value" in row}
    connection = values["practice: a connection in a long poll"]
    requests = values["practice: small requests beside the polls"]
    deliveries = values["practice: deliveries of a fan-out"]
    return [(f"practice: bytes a connection in a long poll: {connection:,.0f}, at most 8,192", connection <= 8192),
            (f"practice: small requests a CPU second: {requests:,.0f}, at least 20,000", requests >= 20_000),
            (f"practice: deliveries a CPU second: {deliveries:,.0f}, at least 50,000", deliveries >= 50_000)]


def store(build: Path) -> list[str]:
    """Keeping a run of 8 hours and opening it again."""
    run = subprocess.run([build / "tests/bench/run_store"], capture_output=True, text=True, timeout=1800)
    if run.returncode != 0:
        sys.exit(f"run_store ended with {run.returncode}:\n{run.stdout}{run.stderr}")
    return run.stdout.splitlines()


def store_targets(lines: list[str]) -> list[tuple[str, bool]]:
    values = {row["name"]: row["value"] for row in map(json.loads, lines_of_json(lines)) if "value" in row}
    size = values["an hour's file"]
    charts = values["open, and every second of the charts"]
    sums = values["figures of a range, the longest"]
    return [(f"kept run: MB an hour: {size:.1f}, at most 20", size <= 20),
            (f"kept run: ms until the charts of 8 hours are there: {charts:.0f}, at most 1,000", charts <= 1000),
            (f"kept run: ms for the figures of a range: {sums:.0f}, at most 100", sums <= 100)]


def window(build: Path) -> list[str]:
    """The window while it makes a load, on all cores, as it is used."""
    run = subprocess.run([build / "tests/bench/uiload", build / "bin/throngctl"], capture_output=True, text=True, timeout=1800)
    if run.returncode != 0:
        sys.exit(f"uiload ended with {run.returncode}:\n{run.stdout}{run.stderr}")
    return run.stdout.splitlines()


def window_targets(lines: list[str]) -> list[tuple[str, bool]]:
    values = {row["name"]: row["value"] for row in map(json.loads, lines_of_json(lines)) if "value" in row}
    answer = values["window: an input answered, p99"]
    drawing = values["window: its thread with the charts of a run"]
    grown = values["window: of what it has with the users"]
    return [(f"window with 5,000 users: ms until an input is answered, p99: {answer:.1f}, under 100", answer < 100),
            (f"window with 5,000 users: % of a core for its thread: {drawing:.1f}, under 5", drawing < 5),
            (f"window: % of memory grown in an hour of charting: {grown:.2f}, at most 1", grown <= 1)]


def lines_of_json(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith("{")]


def table(bench: Bench) -> list[str]:
    lines = [f"{'generator':<24} {'users':>6} {'TLS':>4} {'requests/CPU s':>15} {'of wrk':>7} {'x locust':>9} {'CPU s/1000 connections':>23} "
             f"{'MiB':>6}"]
    for row in sorted(bench.rows.values(), key=lambda row: (row.tls, row.users, row.name)):
        if "bytes_per_user" in row.samples[0]:
            continue
        wrk = bench.rows.get(("wrk", row.users, row.tls))
        locust = bench.rows.get(("locust", row.users, row.tls))
        connect = f"{row.median('connect_cpu_seconds') / row.users * 1000:.2f}" if "connect_cpu_seconds" in row.samples[0] else ""
        of_wrk = f"{row.rate / wrk.rate:.2f}" if wrk else ""
        times_locust = f"{row.rate / locust.rate:.1f}" if locust else ""
        memory = f"{row.median('resident_bytes') / 2**20:,.0f}" if "resident_bytes" in row.samples[0] else ""
        lines.append(f"{row.name:<24} {row.users:>6} {'yes' if row.tls else '':>4} {row.rate:>15,.0f} "
                     f"{of_wrk:>7} {times_locust:>9} {connect:>23} {memory:>6}")
    for name in PEERS:
        if name not in bench.options.peers:
            lines.append(f"{name:<24} is not on this machine")
    for row in sorted(bench.rows.values(), key=lambda row: row.tls):
        if "bytes_per_user" in row.samples[0]:
            lines.append(f"a connected, syncing user with {row.name}{' over TLS' if row.tls else ''}: "
                         f"{row.median('bytes_per_user') / 1024:.1f} KiB")
    return lines


def targets(bench: Bench) -> list[tuple[str, bool]]:
    """What the project promises itself, as far as this run measured it."""
    result: list[tuple[str, bool]] = []

    def at_least(what: str, value: float | None, other: float | None, factor: float) -> None:
        if value and other:
            result.append((f"{what}: {value / other:.2f}, at least {factor}", value >= factor * other))

    throng = bench.rate("throng exchange", 1000)
    at_least("throng of wrk at 1,000 users", throng, bench.rate("wrk", 1000), 0.5)
    at_least("throng of wrk at 1,000 users, TLS", bench.rate("throng exchange", 1000, True), bench.rate("wrk", 1000, True), 0.5)
    at_least("throng of Goose at 1,000 users", throng, bench.rate("goose", 1000), 2)
    at_least("throng of k6 at 1,000 users", throng, bench.rate("k6", 1000), 5)
    at_least("throng of Locust at 1,000 users", throng, bench.rate("locust", 1000), 7)
    at_least("throng at 10,000 users of throng at 1,000", bench.rate("throng exchange", 10000), throng, 0.7)
    at_least("createRequest of Locust at 1,000 users", bench.rate("throng createRequest", 1000), bench.rate("locust", 1000), 3)
    for row in bench.rows.values():
        if "bytes_per_user" in row.samples[0] and not row.tls:
            kibibytes = row.median("bytes_per_user") / 1024
            result.append((f"KiB a user: {kibibytes:.1f}, at most 70", kibibytes <= 70))
    return result


def page_targets(lines: list[str]) -> list[tuple[str, bool]]:
    """The window with a project of 50,000 users and 20,000 rooms: nothing that a person does there takes a second."""
    rows = [json.loads(line) for line in lines_of_json(lines)]
    return [(f"{row['name']}: {row['seconds']:.2f} s, under 1 s", row["seconds"] < 1) for row in rows if "seconds" in row]


def record_targets(lines: list[str]) -> list[tuple[str, bool]]:
    """Measuring itself: of the rows for 20,000 samples a second."""
    found = {row["name"]: row["nanoseconds"] for row in map(json.loads, lines_of_json(lines)) if row.get("per_second") == 20_000}
    sample, merging = found["record, snapshot a second included"], found["merge of two workers' seconds, 25 endpoints"]
    return [(f"ns to record a sample: {sample:.1f}, at most 60", sample <= 60),
            (f"ms to merge two workers' seconds of 25 endpoints: {merging / 1e6:.3f}, at most 1", merging <= 1e6)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, required=True, help="folder of the release build")
    parser.add_argument("--nginx", default=shutil.which("nginx"))
    for name in PEERS:
        parser.add_argument(f"--{name}", default=shutil.which(name), help="the program; empty: the machine has none")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="which benchmarks (all)")
    parser.add_argument("--users", type=int, nargs="+", default=[100, 1000, 10000])
    parser.add_argument("--memory-users", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=5, help="of each measurement of requests")
    parser.add_argument("--chat-users", type=int, nargs="+", default=[100, 500, 1000])
    parser.add_argument("--chat-seconds", type=float, default=30, help="of each measurement of chat")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    options.peers = [name for name in PEERS if getattr(options, name)]
    if "requests" in options.parts and "wrk" not in options.peers:
        parser.error("the requests are held against wrk, which is not here")

    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    machine = description()
    shown: list[str] = []
    rows = [json.dumps({"name": "machine", **machine})]
    checked: list[tuple[str, bool]] = []
    with tempfile.TemporaryDirectory(prefix="throng-bench-") as name:
        folder = Path(name)
        if "requests" in options.parts:
            with NginxTarget(options.nginx, folder) as server:
                bench = Bench(options, server, Peers(server, folder, options.seconds, vars(options)))
                bench.run()
            shown += [*table(bench), ""]
            rows += [row.json() for row in bench.rows.values()]
            checked += targets(bench)
        if "chat" in options.parts:
            if options.locust:
                chat = ChatBench((options.build / "bin/throngctl").resolve(), options.locust, folder, options.chat_seconds)
                chat.run(options.chat_users, options.rounds)
                shown += [*chat.table(), ""]
                rows += chat.json()
                checked += chat.targets()
            else:
                shown += ["chat users of Locust: it is not on this machine", ""]
    for part, measure, judge in (("alone", alone, lambda lines: page_targets(lines) + record_targets(lines)),
                                 ("practice", practice, practice_targets), ("store", store, store_targets),
                                 ("window", window, window_targets)):
        if part in options.parts:
            lines = measure(options.build)
            shown += [line for line in lines if not line.startswith("{")]
            rows += lines_of_json(lines)
            checked += judge(lines)
    print(sentence(machine), "", *shown, "", sep="\n")
    for text, met in checked:
        print(f"{'met   ' if met else 'MISSED'} {text}")
    print("", *rows, sep="\n")
    return 0 if all(met for _, met in checked) else 1


if __name__ == "__main__":
    sys.exit(main())
