# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs throngctl as a person would, and reads what it wrote."""

import csv
import json
import os
import resource
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable


# A run that went through. The second of them: on a machine too busy for its figures to be trusted, which is no matter
# to a test that counts.
FINISHED = (0, 6)


@dataclass(frozen=True)
class Counted:
    """What Throng says of one endpoint in one test."""

    requests: int
    failures: int
    unanswered: int  # cancelled, timed out, network error: the server may have done it or not

    @property
    def ok(self) -> int:
        return self.requests - self.failures


class Run:
    """One `throngctl run`: how it ended and what it counted."""

    def __init__(self, status: int, output: str, prefix: Path) -> None:
        self.status, self.output, self.prefix = status, output, prefix

    def table(self, test: str, kind: str) -> list[dict[str, str]]:
        with self.path(test, kind).open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def columns(self, test: str, kind: str) -> str:
        return self.path(test, kind).read_text(encoding="utf-8").splitlines()[0]

    def path(self, test: str, kind: str) -> Path:
        """PREFIX_TEST_stats.csv with a suite, PREFIX_stats.csv with a single test."""
        named = Path(f"{self.prefix}_{test}_{kind}.csv")
        return named if named.exists() else Path(f"{self.prefix}_{kind}.csv")

    def endpoints(self, test: str) -> set[str]:
        """As "METHOD NAME"."""
        return {f"{row['Type']} {row['Name']}" for row in self.table(test, "stats") if row["Name"] != "Aggregated"}

    def counted(self, test: str, endpoint: str) -> Counted:
        """Sums of one endpoint. What went unanswered Locust's columns do not tell, an extra key of the JSON does."""
        rows = [row for row in self.table(test, "stats") if f"{row['Type']} {row['Name']}" == endpoint]
        entries = [entry for entry in self.statistics(test) if f"{entry['method']} {entry['name']}" == endpoint]
        return Counted(
            requests=sum(int(row["Request Count"]) for row in rows),
            failures=sum(int(row["Failure Count"]) for row in rows),
            unanswered=sum(entry.get("num_unanswered", 0) for entry in entries))

    def statistics(self, test: str) -> list[dict]:
        """Locust's entries; those of a suite name their test."""
        entries = json.loads(Path(f"{self.prefix}.json").read_text(encoding="utf-8"))
        return [entry for entry in entries if entry.get("test", test) == test]

    def deliveries(self, test: str) -> dict:
        """What people felt in one test: the account of its deliveries, the figures, what was lost."""
        tests = json.loads(Path(f"{self.prefix}.figures.json").read_text(encoding="utf-8"))["tests"]
        return next(entry for entry in tests if entry["test"] == test)


DEV = Path(__file__).resolve().parents[2] / "dev"


def plain_environment(home: Path) -> dict[str, str]:
    """Settings go to the test's own folder, and a proxy of the machine has nothing to say on loopback."""
    environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    return environment | {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "LC_ALL": "C.UTF-8"}


def dev(*arguments: str, timeout: float = 600, **environment: str) -> str:
    """What ./dev prints."""
    run = subprocess.run([DEV, *arguments], env=os.environ | environment, text=True, capture_output=True, timeout=timeout)
    if run.returncode != 0:
        raise RuntimeError(f"./dev {' '.join(arguments)}: {run.stderr}")
    return run.stdout.strip()


class Throngctl:
    def __init__(self, program: Path, folder: Path) -> None:
        self.program, self.folder = program, folder

    def _environment(self) -> dict[str, str]:
        return plain_environment(self.folder)

    def call(self, *arguments: object, timeout: float = 600) -> subprocess.CompletedProcess:
        return subprocess.run([self.program, *map(str, arguments)], env=self._environment(), text=True, cwd=self.folder,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout)

    def run(self, project: Path, prefix: Path, *arguments: object, timeout: float = 600) -> Run:
        result = self.call("run", project, "--csv", prefix, "--locust-json", f"{prefix}.json",
                           "--figures", f"{prefix}.figures.json", *arguments, timeout=timeout)
        return Run(result.returncode, result.stdout + result.stderr, prefix)

    def start(self, *arguments: object, limit_descriptors: int | None = None) -> subprocess.Popen:
        """Lets it run; what it says can be read from its pipes as text."""
        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit_descriptors, limit_descriptors))

        return subprocess.Popen([self.program, *map(str, arguments)], env=self._environment(), text=True, cwd=self.folder,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                preexec_fn=limit if limit_descriptors else None)

    def run_interrupted(self, project: Path, prefix: Path, *arguments: object, when: Callable[[], bool], interrupts: int,
                        timeout: float = 300) -> Run:
        """Ctrl-C as soon as `when` says so, and so many times."""
        log = prefix.with_suffix(".log")
        with log.open("w", encoding="utf-8") as file:
            process = subprocess.Popen(
                [self.program, "run", str(project), "--csv", str(prefix), "--locust-json", f"{prefix}.json",
                 "--figures", f"{prefix}.figures.json", *map(str, arguments)],
                env=self._environment(), stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, cwd=self.folder)

            def wait_until(condition: Callable[[], bool], what: str) -> None:
                deadline = time.monotonic() + timeout
                while not condition():
                    if process.poll() is not None or time.monotonic() > deadline:
                        raise AssertionError(f"{what} never came: {log.read_text(encoding='utf-8')}")
                    time.sleep(0.05)

            try:
                wait_until(when, "the moment to interrupt")
                for number in range(interrupts):
                    # Two of the same signal that nobody has looked at yet are one.
                    if number:
                        wait_until(lambda: "Stopping:" in log.read_text(encoding="utf-8"), "the answer to the first interrupt")
                    process.send_signal(signal.SIGINT)
                status = process.wait(timeout)
            finally:
                if process.poll() is None:
                    process.kill()
                    process.wait()
        return Run(status, log.read_text(encoding="utf-8"), prefix)
