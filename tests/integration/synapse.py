# SPDX-License-Identifier: GPL-3.0-or-later
"""A real homeserver for the tests: started by ./dev, with data of its own, and asked what it really has."""

import re
import sqlite3
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from throngctl import dev


@dataclass(frozen=True)
class Truth:
    """What the server has at one moment, from its database: what it acknowledged is committed there."""

    accounts: frozenset[str]
    rooms: frozenset[str]
    joined: frozenset[tuple[str, str]]  # room, user
    invited: frozenset[tuple[str, str]]
    texts: int
    images: int
    reactions: int
    uploads: int
    sessions: int  # access tokens

    @property
    def messages(self) -> int:
        return self.texts + self.images


class Synapse:
    def __init__(self, home: Path) -> None:
        self.home = home

    def _dev(self, *arguments: str) -> str:
        return dev("synapse", *arguments, THRONG_SYNAPSE_HOME=str(self.home), THRONG_SYNAPSE_PORT="0")

    def start_empty(self) -> str:
        """Its URL."""
        self._dev("down")
        self._dev("reset")
        self._dev("up")
        return self._dev("url")

    def stop(self) -> None:
        self._dev("down")

    @property
    def metrics(self) -> str:
        """HOST:PORT of its metrics."""
        port = re.search(r"port: (\d+), type: metrics", (self.home / "homeserver.yaml").read_text(encoding="utf-8"))[1]
        return f"127.0.0.1:{port}"

    def _requests_in_flight(self) -> int:
        """Syncs aside: those wait for their client's timeout even when it has gone."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://{self.metrics}/metrics", timeout=60) as answer:
            metrics = answer.read().decode()
        return sum(int(float(line.rsplit(" ", 1)[1])) for line in metrics.splitlines()
                   if line.startswith("synapse_http_server_in_flight_requests_count{") and "Sync" not in line)

    def truth_at_rest(self, patience: float = 180) -> Truth:
        """What it has once it is through with everything it was asked: a client that hangs up does not stop it."""
        deadline = time.monotonic() + patience
        while self._requests_in_flight():
            if time.monotonic() > deadline:
                raise TimeoutError(f"Synapse is still busy after {patience} s")
            time.sleep(0.2)
        return self.truth()

    def truth(self) -> Truth:
        with closing(sqlite3.connect(f"file:{self.home}/homeserver.db?mode=ro", uri=True, timeout=60)) as database:
            def column(query: str) -> frozenset:
                return frozenset(row[0] for row in database.execute(query))

            def number(query: str, *values: str) -> int:
                return database.execute(query, values).fetchone()[0]

            def members(membership: str) -> frozenset:
                return frozenset(database.execute(
                    "SELECT room_id, user_id FROM local_current_membership WHERE membership = ?", (membership,)))

            def events(kind: str, extra: str = "") -> int:
                return number("SELECT count(*) FROM events JOIN event_json USING (event_id)"
                              f" WHERE type = ? AND rejection_reason IS NULL {extra}", kind)

            msgtype = "json_extract(json, '$.content.msgtype')"
            return Truth(
                accounts=column("SELECT name FROM users"),
                rooms=column("SELECT room_id FROM rooms"),
                joined=members("join"),
                invited=members("invite"),
                texts=events("m.room.message", f"AND {msgtype} = 'm.text'"),
                images=events("m.room.message", f"AND {msgtype} = 'm.image'"),
                reactions=events("m.reaction"),
                uploads=number("SELECT count(*) FROM local_media_repository"),
                sessions=number("SELECT count(*) FROM access_tokens"),
            )
