# SPDX-License-Identifier: GPL-3.0-or-later
"""The other generators, each sending nginx the request that Throng sends it, as fast as it can.

wrk, Goose and k6 are looked at from outside: once nginx has a connection for each of their users, the processor time of
their processes is set against the requests that nginx has served meanwhile. So what a start costs is held against none of
them, TLS handshakes included. Locust does the same from inside (locustfile.py), where it knows when all its users run.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from machine import cpu_seconds, cpus, resident_bytes
from nginxtarget import PATH, NginxTarget

HERE = Path(__file__).resolve().parent
PATIENCE = 120
LONG = "600s"  # longer than any measurement: they are ended by a signal

WRK = """
wrk.method = "PUT"
wrk.body = '{"msgtype":"m.text","body":"a message of an ordinary length, as people send"}'
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer syt_bench"
"""


class Peers:
    """`programs`: wrk, goose, k6, locust → where each is; None for one that this machine has not."""

    def __init__(self, server: NginxTarget, folder: Path, seconds: float, programs: dict[str, str | None]) -> None:
        self.server, self.folder, self.seconds, self.programs = server, folder, seconds, programs
        self.log = folder / "peer.log"
        self.script = folder / "put.lua"
        self.script.write_text(WRK, encoding="utf-8")

    def wrk(self, users: int, tls: bool) -> dict:
        sample, said, code = self._watch([self.programs["wrk"], "-t1", f"-c{users}", f"-d{LONG}", "-s", self.script,
                                          self.server.url(tls) + PATH], users)
        errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+)", said)  # said where there are any
        if code != 0 or "Non-2xx" in said or (errors and any(map(int, errors.groups()))):
            sys.exit(f"wrk ended with {code} at {users} users:\n{said}")
        return sample

    def goose(self, users: int, tls: bool) -> dict:
        sample, said, code = self._watch([self.programs["goose"], "--host", self.server.url(tls), "--users", users,
                                          "--hatch-rate", users, "--run-time", LONG, "--no-reset-metrics", "--no-telnet",
                                          "--no-websocket", "--no-print-metrics", "--accept-invalid-certs"], users)
        counted = next((json.loads(line) for line in said.splitlines() if line.startswith('{"requests"')), None)
        if code != 0 or not counted or counted["failures"]:
            sys.exit(f"Goose ended with {code} at {users} users:\n{said}")
        return sample

    def k6(self, users: int, tls: bool) -> dict:
        result = self.folder / "k6.json"
        result.unlink(missing_ok=True)
        sample, said, _ = self._watch([self.programs["k6"], "run", "--quiet", "--no-usage-report", "--insecure-skip-tls-verify",
                                       "--vus", users, "--duration", LONG, HERE / "k6.js"], users,
                                      {"THRONG_BENCH_URL": self.server.url(tls) + PATH, "THRONG_BENCH_RESULT": str(result)})
        if not result.exists() or json.loads(result.read_text(encoding="utf-8"))["failures"]:
            sys.exit(f"k6 failed at {users} users:\n{said}")
        return sample

    def locust(self, users: int, tls: bool) -> dict:
        result = self.folder / "locust.json"
        result.unlink(missing_ok=True)
        run = subprocess.run(
            [self.programs["locust"], "-f", HERE / "locustfile.py", "--headless", "--host", self.server.url(tls), "-u", str(users),
             "-r", str(users), "--reset-stats", "--loglevel", "ERROR", "--only-summary"], capture_output=True, text=True,
            env=os.environ | {"THRONG_BENCH_RESULT": str(result), "THRONG_BENCH_SECONDS": str(self.seconds)}, timeout=300,
            preexec_fn=lambda: os.sched_setaffinity(0, cpus()[0]))
        if run.returncode != 0:
            sys.exit(f"Locust ended with {run.returncode}:\n{run.stdout}{run.stderr}")
        sample = json.loads(result.read_text(encoding="utf-8"))
        if sample["failures"]:
            sys.exit(f"Locust had {sample['failures']} failures at {users} users")
        return sample

    def _watch(self, command: list, users: int, environment: dict[str, str] | None = None) -> tuple[dict, str, int]:
        """Runs it on the generator's core until it was measured: the sample, what it printed, its exit code."""
        with self.log.open("w") as log:
            process = subprocess.Popen(list(map(str, command)), stdout=log, stderr=subprocess.STDOUT,
                                       env=os.environ | (environment or {}),
                                       preexec_fn=lambda: os.sched_setaffinity(0, cpus()[0]))
        try:
            deadline = time.monotonic() + PATIENCE
            while self.server.status()[0] < users:
                if process.poll() is not None or time.monotonic() > deadline:
                    sys.exit(f"{command[0]} did not get {users} connections:\n{self.log.read_text(errors='replace')}")
                time.sleep(0.05)
            time.sleep(1 + users / 1000)  # nginx counts a connection before its handshake
            _, requests = self.server.status()
            used = cpu_seconds(process.pid)
            time.sleep(self.seconds)
            used = cpu_seconds(process.pid) - used
            requests = self.server.status()[1] - requests - 1
            sample = {"requests": requests, "cpu_seconds": used, "resident_bytes": resident_bytes(process.pid)}
        finally:
            process.send_signal(signal.SIGINT)
            try:
                code = process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                code = process.wait()
        return sample, self.log.read_text(errors="replace"), code
