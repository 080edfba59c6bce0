# SPDX-License-Identifier: GPL-3.0-or-later
"""What a chat user costs: those of Throng beside those that matrix-locust's users know, on Locust.

Both chat by default in the same rooms of one practice homeserver, with the same tokens: tests/integration/locustfile.py
has Locust's script, whose pauses are a person's here. Once all users wait in their long polls and have settled, the
processor time and memory of the generator's processes are looked at from outside; the server has a core of its own. What
both sent, the server counts.
"""

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from machine import cpu_seconds, cpus, pin, resident_bytes
from soak import Practice, throngctl

LOCUSTFILE = Path(__file__).resolve().parents[1] / "integration/locustfile.py"
SPAWN_SECONDS = 5
SETTLING = 8
PATIENCE = 180


@dataclass
class ChatRow:
    generator: str
    users: int
    samples: list[dict] = field(default_factory=list)

    def median(self, key: str) -> float:
        return statistics.median(sample[key] for sample in self.samples)

    @property
    def cpu_ms_per_user_minute(self) -> float:
        return statistics.median(sample["cpu_seconds"] / sample["seconds"] for sample in self.samples) * 60e3 / self.users

    @property
    def bytes_per_user(self) -> float:
        """With what the program takes for itself."""
        return self.median("resident_bytes") / self.users

    def json(self) -> str:
        return json.dumps({"name": f"chat: {self.generator}", "users": self.users,
                           "cpu_ms_per_user_minute": round(self.cpu_ms_per_user_minute, 3),
                           "resident_bytes": round(self.median("resident_bytes")), "bytes_per_user": round(self.bytes_per_user),
                           "messages_per_second": round(self.median("messages") / self.median("seconds"), 1),
                           "syncs_per_second": round(self.median("syncs") / self.median("seconds"), 1)})


def make_rooms(program: Path, folder: Path, url: str, users: int) -> None:
    """A project of the standard suite, its accounts registered and its rooms joined; its chat goes on until it is stopped."""
    throngctl(program, "new", folder, "--server", url, "--users", users, "--seed", 7)
    (file,) = folder.glob("*.throng")
    project = json.loads(file.read_text(encoding="utf-8"))
    for script in project["suites"][0]["scripts"]:
        if script["name"] == "chat":
            script |= {"spawn_rate": users / SPAWN_SECONDS, "runtime": "1h"}
        else:
            script["num_users"] = script["spawn_rate"] = 100
    file.write_text(json.dumps(project), encoding="utf-8")
    for test in ("register", "create-rooms", "join-rooms"):
        throngctl(program, "run", folder, "--test", test)


class ChatBench:
    def __init__(self, program: Path, locust: str, folder: Path, seconds: float) -> None:
        self.program, self.locust, self.folder, self.seconds = program, locust, folder, seconds
        self.rows: dict[tuple[str, int], ChatRow] = {}

    def run(self, users: list[int], rounds: int) -> None:
        for count in users:
            with Practice(self.program) as practice:
                pin(practice.process.pid, cpus()[1])
                project = self.folder / f"chat-{count}"
                make_rooms(self.program, project, practice.url, count)
                copy = self.folder / f"locust-{count}"  # Locust's script writes tokens.csv, too
                copy.mkdir()
                for name in ("users.csv", "rooms.json", "tokens.csv"):
                    shutil.copy(project / name, copy)
                for number in range(rounds):
                    print(f"round {number + 1}, {count} chat users ...", file=sys.stderr, flush=True)
                    self._measure(practice, "throng", count, [self.program, "run", project, "--test", "chat"], {})
                    self._measure(practice, "locust", count, [
                        self.locust, "-f", LOCUSTFILE, "Chat", "--headless", "--host", practice.url, "-u", count,
                        "-r", count / SPAWN_SECONDS, "--only-summary", "--loglevel", "ERROR"],
                        {"THRONG_PROJECT": str(copy), "THRONG_HASTE": "1", "THRONG_POLL_MS": "30000"})

    def _measure(self, practice: Practice, generator: str, users: int, command: list, environment: dict[str, str]) -> None:
        log = self.folder / "chat.log"
        with log.open("w") as said:
            process = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT,
                                       env=os.environ | environment, preexec_fn=lambda: os.sched_setaffinity(0, cpus()[0]))
        try:
            deadline = time.monotonic() + PATIENCE
            # A user who is just being told something waits in no poll.
            while (waiting := practice.truth()["state"]["waiting_syncs"]) < 0.95 * users:
                if process.poll() is not None or time.monotonic() > deadline:
                    sys.exit(f"{generator}: {waiting} of {users} chat users wait in a poll:\n{log.read_text(errors='replace')}")
                time.sleep(0.2)
            time.sleep(SETTLING)
            before, used, begin = counted(practice.truth()), cpu_seconds(process.pid), time.monotonic()
            time.sleep(self.seconds)
            used, seconds = cpu_seconds(process.pid) - used, time.monotonic() - begin
            memory, after = resident_bytes(process.pid), counted(practice.truth())
            self.rows.setdefault((generator, users), ChatRow(generator, users)).samples.append(
                {"cpu_seconds": used, "seconds": seconds, "resident_bytes": memory}
                | {name: after[name] - before[name] for name in after})
        finally:
            # Locust's users would go on until their polls are over; what there was to measure is measured.
            process.send_signal(signal.SIGINT if generator == "throng" else signal.SIGKILL)
            process.wait(PATIENCE)
        while practice.truth()["state"]["waiting_syncs"] > 0:  # until the server has seen the connections end
            if time.monotonic() > deadline + PATIENCE:
                sys.exit(f"polls of {generator} outlive it")
            time.sleep(0.2)

    def bytes_a_further_user(self, generator: str) -> float | None:
        """Between the smallest and the largest number: without what the program takes for itself."""
        rows = sorted((row for row in self.rows.values() if row.generator == generator), key=lambda row: row.users)
        if len(rows) < 2:
            return None
        few, many = rows[0], rows[-1]
        return (many.median("resident_bytes") - few.median("resident_bytes")) / (many.users - few.users)

    def table(self) -> list[str]:
        lines = [f"{'chat users of':<14} {'users':>6} {'CPU ms/user/min':>16} {'of Locust':>10} {'KiB/user':>9} {'of Locust':>10} "
                 f"{'messages/s':>11} {'syncs/s':>8}"]
        for row in sorted(self.rows.values(), key=lambda row: (row.users, row.generator)):
            locust = self.rows[("locust", row.users)]
            lines.append(f"{row.generator:<14} {row.users:>6} {row.cpu_ms_per_user_minute:>16.2f} "
                         f"{row.cpu_ms_per_user_minute / locust.cpu_ms_per_user_minute:>10.3f} {row.bytes_per_user / 1024:>9.0f} "
                         f"{row.bytes_per_user / locust.bytes_per_user:>10.3f} {row.median('messages') / row.median('seconds'):>11.1f} "
                         f"{row.median('syncs') / row.median('seconds'):>8.1f}")
        for generator in ("locust", "throng"):
            if (further := self.bytes_a_further_user(generator)) is not None:
                lines.append(f"memory of a further chat user of {generator}: {further / 1024:.0f} KiB")
        return lines

    def targets(self) -> list[tuple[str, bool]]:
        result = []
        for users in sorted({row.users for row in self.rows.values()}):
            cpu = self.rows[("throng", users)].cpu_ms_per_user_minute / self.rows[("locust", users)].cpu_ms_per_user_minute
            result.append((f"CPU of a chat user of Locust's, {users:,} users: {cpu:.3f}, at most 0.1", cpu <= 0.1))
        ours, theirs = self.bytes_a_further_user("throng"), self.bytes_a_further_user("locust")
        if ours is not None and theirs:
            result.append((f"memory of a further chat user of Locust's: {ours / theirs:.2f}, at most 0.1", ours <= 0.1 * theirs))
        return result

    def json(self) -> list[str]:
        lines = [row.json() for row in self.rows.values()]
        for generator in ("locust", "throng"):
            if (further := self.bytes_a_further_user(generator)) is not None:
                lines.append(json.dumps({"name": f"chat: a further user of {generator}", "bytes": round(further)}))
        return lines


def counted(truth: dict) -> dict[str, int]:
    """What the server has seen of chat users so far."""
    syncs = sum(sum(one["answers"].values()) for one in truth["endpoints"] if one["name"] == "/_matrix/client/v3/sync")
    return {"messages": truth["accepted"]["events_by_type"].get("m.room.message", 0), "syncs": syncs}
