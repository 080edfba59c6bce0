# SPDX-License-Identifier: GPL-3.0-or-later
"""`throngctl practice` as a person starts it, and the truth that it tells about itself."""

import json
import re
import signal
import subprocess
import threading
import urllib.parse
import urllib.request
from collections import Counter
from pathlib import Path

from throngctl import Throngctl

PATIENCE = 60


def endpoint_name(method: str, target: str) -> str:
    """"METHOD NAME" as the statistics have it: identifiers become "_", the transaction ID is left off."""
    path = target.split("?")[0].replace("/_matrix/client/r0/", "/_matrix/client/v3/")
    parts = path.split("/")
    for i, part in enumerate(parts):
        before = parts[i - 1] if i else ""
        if before in ("rooms", "profile", "presence", "user", "typing", "event", "context", "join", "directory", "redact", "filter"):
            parts[i] = "_"
    name = "/".join(parts)
    name = re.sub(r"(/send/[^/]+|/sendToDevice/[^/]+|/redact/_)/.*", r"\1", name)
    name = re.sub(r"(/receipt/[^/]+)/.*", r"\1/_", name)
    name = re.sub(r"(/media/(?:download|thumbnail))/.*", r"\1/_/_", name)
    name = re.sub(r"(/rooms/_/state/[^/]+)/.*", r"\1", name)
    return f"{method} {name}"


class Practice:
    """One server of its own, on a free port unless `arguments` name one."""

    def __init__(self, ctl: Throngctl, *arguments: object, limit_descriptors: int | None = None) -> None:
        self._process = ctl.start("practice", *arguments, limit_descriptors=limit_descriptors)
        self.errors: list[str] = []
        self.said: list[str] = []
        self._changed = threading.Condition()
        self._readers = [threading.Thread(target=self._read, args=pair, daemon=True)
                         for pair in ((self._process.stdout, self.said), (self._process.stderr, self.errors))]
        for reader in self._readers:
            reader.start()
        self.url = ""
        if self.wait_for(lambda: self.said or self._process.poll() is not None) and self.said:
            self.url = self.said[0]
        if not self.url.startswith("http"):
            self.stop()
            raise AssertionError(f"no practice homeserver: {self.errors}")

    def _read(self, stream, lines: list[str]) -> None:
        for line in stream:
            with self._changed:
                lines.append(line.rstrip("\n"))
                self._changed.notify_all()

    def wait_for(self, condition, patience: float = PATIENCE) -> bool:
        """Until what it said makes `condition` true, which is asked again now and then too."""
        with self._changed:
            waited = 0.0
            while not condition():
                if waited >= patience:
                    return False
                self._changed.wait(0.2)
                waited += 0.2
            return True

    def __enter__(self) -> "Practice":
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    def stop(self) -> int:
        """By Ctrl-C; its exit code."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise
        finally:
            for reader in self._readers:
                reader.join(PATIENCE)
            self._process.stdout.close()
            self._process.stderr.close()
        return self._process.returncode

    @property
    def process_id(self) -> int:
        return self._process.pid

    @property
    def address(self) -> tuple[str, int]:
        parsed = urllib.parse.urlsplit(self.url)
        return parsed.hostname, parsed.port

    def request(self, method: str, target: str, body: object = None, token: str = "") -> tuple[int, dict]:
        """Status and JSON of the answer, whatever the status."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + target, data, method=method)
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    def truth(self) -> "Truth":
        status, truth = self.request("GET", "/_practice/truth")
        if status != 200:
            raise AssertionError(f"no truth: {status} {truth}")
        return Truth(truth)


class Truth:
    def __init__(self, document: dict) -> None:
        self.state: dict[str, int] = document["state"]
        self.accepted: dict = document["accepted"]
        self.document = document
        self.answered: Counter[str] = Counter()  # by "METHOD NAME"
        self.unanswered: Counter[str] = Counter()
        self.statuses: dict[str, dict[int, int]] = {}
        for endpoint in document["endpoints"]:
            name = f"{endpoint['method']} {endpoint['name']}"
            for status, count in endpoint["answers"].items():
                (self.unanswered if status == "0" else self.answered)[name] += count
                self.statuses.setdefault(name, {})[int(status)] = count

    def events(self, kind: str) -> int:
        return self.accepted["events_by_type"].get(kind, 0)
