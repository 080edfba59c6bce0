#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a request costs the generator: Throng beside wrk and Locust, against one local nginx, in one run.

All send the same authorised PUT and get the same 60 bytes of JSON. Counted is the generator's own CPU time, once all
its users run; the server has a core of its own. The rounds go through all generators in turn, so that a slow minute
of the machine hits all alike, and the median of the rounds is shown. Read ratios within one run, never figures of
two runs. Prints a table, then each row as a JSON line.
"""

import argparse
import contextlib
import json
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ALONE = ("generate", "metrics_record", "uipages")  # our benchmarks that need no server
HERE = Path(__file__).resolve().parent
ANSWER = '{"event_id":"$' + "n" * 44 + '"}'
assert len(ANSWER) == 60

NGINX = """
daemon off;
master_process off;
worker_rlimit_nofile {files};
error_log {folder}/error.log crit;
pid {folder}/nginx.pid;
events {{ worker_connections {connections}; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    keepalive_timeout 1h;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    ssl_certificate {folder}/certificate.pem;
    ssl_certificate_key {folder}/key.pem;
    ssl_protocols TLSv1.3;
    default_type application/json;
    geo $dollar {{ default "$"; }}
    server {{
        listen 127.0.0.1:{port} backlog=8192;
        listen 127.0.0.1:{tls_port} ssl backlog=8192;
        location / {{ return 200 '{answer}'; }}
        # The first sync is answered; what follows is a long poll, and is held: by a socket that nobody reads.
        location /_matrix/client/v3/sync {{
            if ($arg_since = "") {{ return 200 '{{"next_batch":"s1","rooms":{{}}}}'; }}
            proxy_pass http://127.0.0.1:{hold_port};
            proxy_read_timeout 1h;
        }}
    }}
}}
"""

WRK = """
wrk.method = "PUT"
wrk.body = '{"msgtype":"m.text","body":"a message of an ordinary length, as people send"}'
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer syt_bench"
"""
PATH = "/_matrix/client/v3/rooms/!bench:localhost/send/m.room.message/1"


def cpus() -> tuple[set[int], set[int]]:
    """The generator's cores and the server's: one each where there are two."""
    available = sorted(os.sched_getaffinity(0))
    return ({available[0]}, {available[-1]}) if len(available) > 1 else (set(available), set(available))


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """nginx with a configuration of its own, for as long as the with block lasts."""

    def __init__(self, nginx: str, folder: Path) -> None:
        self.folder = folder
        self.port, self.tls_port = free_port(), free_port()
        self.hold = socket.socket()
        self.hold.bind(("127.0.0.1", 0))
        self.hold.listen(65535)
        self.certificate = folder / "certificate.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost",
                        "-keyout", folder / "key.pem", "-out", self.certificate], check=True, capture_output=True)
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        (folder / "nginx.conf").write_text(NGINX.format(
            folder=folder, port=self.port, tls_port=self.tls_port, hold_port=self.hold.getsockname()[1], files=files,
            connections=min(files, 65536), answer=ANSWER.replace("$", "${dollar}")), encoding="utf-8")
        self.process = subprocess.Popen(
            [nginx, "-e", folder / "error.log", "-p", folder, "-c", folder / "nginx.conf"],
            preexec_fn=lambda: os.sched_setaffinity(0, cpus()[1]))
        self.wait()

    def wait(self) -> None:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        sys.exit(f"nginx did not start: {(self.folder / 'error.log').read_text(errors='replace')}")

    def url(self, tls: bool) -> str:
        return f"https://127.0.0.1:{self.tls_port}" if tls else f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.hold.close()


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


def as_generator(command: list, environment: dict[str, str] | None = None, timeout: float = 300) -> tuple[str, float]:
    """Runs it on the generator's core. What it printed and the CPU seconds it took in all."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(list(map(str, command)), env=os.environ | (environment or {}), capture_output=True, text=True,
                         timeout=timeout, preexec_fn=lambda: os.sched_setaffinity(0, cpus()[0]))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode != 0:
        sys.exit(f"{command[0]} ended with {run.returncode}:\n{run.stdout}{run.stderr}")
    return run.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Bench:
    def __init__(self, options: argparse.Namespace, server: Server, folder: Path) -> None:
        self.options, self.server, self.folder = options, server, folder
        self.rows: dict[tuple[str, int, bool], Row] = {}
        (folder / "put.lua").write_text(WRK, encoding="utf-8")

    def add(self, name: str, users: int, tls: bool, sample: dict) -> None:
        self.rows.setdefault((name, users, tls), Row(name, users, tls)).samples.append(sample)

    def wrk(self, users: int, tls: bool) -> None:
        output, cpu = as_generator(["wrk", "-t1", f"-c{users}", f"-d{self.options.seconds}s", "-s", self.folder / "put.lua",
                                    self.server.url(tls) + PATH])
        requests = next(int(line.split()[0]) for line in output.splitlines() if "requests in" in line)
        self.add("wrk", users, tls, {"requests": requests, "cpu_seconds": cpu})

    def locust(self, users: int, tls: bool) -> None:
        result = self.folder / "locust.json"
        result.unlink(missing_ok=True)
        as_generator([self.options.locust, "-f", HERE / "locustfile.py", "--headless", "--host", self.server.url(tls),
                      "-u", users, "-r", users, "--reset-stats", "--loglevel", "ERROR", "--only-summary"],
                     {"THRONG_BENCH_RESULT": str(result), "THRONG_BENCH_SECONDS": str(self.options.seconds)})
        sample = json.loads(result.read_text(encoding="utf-8"))
        if sample["failures"]:
            sys.exit(f"Locust had {sample['failures']} failures at {users} users")
        self.add("locust", users, tls, sample)

    def program(self, program: str, users: int, tls: bool, *arguments: object, row: str) -> None:
        """One of our benches: the line of JSON that it prints is a sample of that row."""
        trust = ["--ca-file", self.server.certificate] if tls else []
        output, _ = as_generator([self.options.build / "tests/bench" / program, "--url", self.server.url(tls),
                                  "--users", users, *trust, *arguments])
        self.add(row, users, tls, next(json.loads(line) for line in output.splitlines() if line.startswith("{")))

    def run(self) -> None:
        for number in range(self.options.rounds):
            for users in self.options.users:
                for tls in (False, True):
                    print(f"round {number + 1}, {users} users{', TLS' if tls else ''} ...", file=sys.stderr, flush=True)
                    length = ["--seconds", self.options.seconds]
                    self.program("stack", users, tls, *length, row="throng exchange")
                    self.program("http_exchange", users, tls, "--requests", 50000 * self.options.seconds, row="exchange alone")
                    if not tls:  # the others do not check certificates
                        self.wrk(users, tls)
                        self.program("stack", users, tls, *length, "--through", "createRequest", row="throng createRequest")
                        self.locust(users, tls)
            for tls in (False, True):
                self.program("stack", self.options.memory_users, tls, "--memory", row="memory")

    def rate(self, name: str, users: int) -> float | None:
        row = self.rows.get((name, users, False))
        return row.rate if row else None


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


def lines_of_json(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith("{")]


def table(bench: Bench) -> list[str]:
    lines = [f"{'generator':<22} {'users':>6} {'TLS':>4} {'requests/CPU s':>15} {'of wrk':>7} {'x locust':>9} {'CPU s/1000 connections':>23}"]
    for row in sorted(bench.rows.values(), key=lambda row: (row.tls, row.users, row.name)):
        if "bytes_per_user" in row.samples[0]:
            continue
        wrk = bench.rows.get(("wrk", row.users, row.tls))
        locust = bench.rows.get(("locust", row.users, row.tls))
        connect = f"{row.median('connect_cpu_seconds') / row.users * 1000:.2f}" if "connect_cpu_seconds" in row.samples[0] else ""
        of_wrk = f"{row.rate / wrk.rate:.2f}" if wrk else ""
        times_locust = f"{row.rate / locust.rate:.1f}" if locust else ""
        lines.append(f"{row.name:<22} {row.users:>6} {'yes' if row.tls else '':>4} {row.rate:>15,.0f} "
                     f"{of_wrk:>7} {times_locust:>9} {connect:>23}")
    for row in sorted(bench.rows.values(), key=lambda row: row.tls):
        if "bytes_per_user" in row.samples[0]:
            lines.append(f"a connected, syncing user with two connections{' over TLS' if row.tls else ''}: "
                         f"{row.median('bytes_per_user') / 1024:.1f} KiB")
    return lines


def targets(bench: Bench) -> list[tuple[str, bool]]:
    """What the project promises itself, as far as this run measured it."""
    result: list[tuple[str, bool]] = []

    def at_least(what: str, value: float | None, other: float | None, factor: float) -> None:
        if value and other:
            result.append((f"{what}: {value / other:.2f}, at least {factor}", value >= factor * other))

    at_least("throng of wrk at 1,000 users", bench.rate("throng exchange", 1000), bench.rate("wrk", 1000), 0.4)
    at_least("throng of Locust at 1,000 users", bench.rate("throng exchange", 1000), bench.rate("locust", 1000), 7)
    at_least("throng at 5,000 users of throng at 1,000", bench.rate("throng exchange", 5000), bench.rate("throng exchange", 1000), 0.8)
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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, required=True, help="folder of the release build")
    parser.add_argument("--nginx", default=shutil.which("nginx"))
    parser.add_argument("--locust", default=shutil.which("locust"))
    parser.add_argument("--users", type=int, nargs="+", default=[100, 1000, 5000])
    parser.add_argument("--memory-users", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=5, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()

    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory(prefix="throng-bench-") as name, Server(options.nginx, Path(name)) as server:
        bench = Bench(options, server, Path(name))
        bench.run()
    alone = "".join(as_generator([options.build / "tests/bench" / name])[0] for name in ALONE).splitlines()
    print(*table(bench), sep="\n")
    alone += practice(options.build) + store(options.build)
    print("", *(line for line in alone if not line.startswith("{")), "", sep="\n")
    checked = targets(bench) + page_targets(alone) + practice_targets(alone) + store_targets(alone)
    for text, met in checked:
        print(f"{'met   ' if met else 'MISSED'} {text}")
    print()
    for row in bench.rows.values():
        print(row.json())
    print(*lines_of_json(alone), sep="\n")
    return 0 if all(met for _, met in checked) else 1


if __name__ == "__main__":
    sys.exit(main())
