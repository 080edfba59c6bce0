#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP/2 with a server that others wrote: nginx before the practice homeserver, as it stands before many a homeserver.
What nginx says it was asked, on which connections and in which version, is held against what Throng says.

usage: test_http2_nginx.py THRONGCTL WORKING_FOLDER [unittest's arguments]
"""

import json
import re
import shutil
import sys
import unittest
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from nginx import FOLDERS, Nginx, free_port, make_certificate  # noqa: E402
from practice import Practice, endpoint_name  # noqa: E402
from throngctl import FINISHED, Run, Throngctl, dev  # noqa: E402

USERS = 20
TESTS = ("register", "create-rooms", "join-rooms", "chat")

CONFIGURATION = """
daemon off;
master_process off;
error_log {folder}/error.log;
pid {folder}/nginx.pid;
events {{ worker_connections 4096; }}
http {{
{folders}
    log_format judged '$server_protocol $connection $status $request_method $request_uri';
    access_log {folder}/access.log judged;
    ssl_certificate {folder}/certificate.pem;
    ssl_certificate_key {folder}/key.pem;
    # A connection is ended after so many requests, in HTTP/2 with a GOAWAY: nothing may be lost by it.
    keepalive_requests 25;
    client_max_body_size 0;
    upstream practice {{ server {host}:{server_port}; }}
    server {{
        listen 127.0.0.1:{port} ssl {http2};
        location / {{
            proxy_pass http://practice;
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_read_timeout 1h;
        }}
    }}
}}
"""


@dataclass(frozen=True)
class Asked:
    """One request, as nginx logged it."""

    version: str
    connection: str
    status: int
    endpoint: str

    @property
    def is_sync(self) -> bool:
        return self.endpoint.endswith("/sync")


program: Path
folder: Path


class Http2Nginx(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = folder / self._testMethodName
        self.folder.mkdir()
        self.ctl = Throngctl(program, self.folder)
        self.server = Practice(self.ctl)
        self.addCleanup(self.server.stop)
        self.certificate = make_certificate(self.folder)

    def start_nginx(self, http2: bool) -> str:
        """Its URL."""
        port = free_port()
        host, server_port = self.server.address
        self.nginx = Nginx(dev("nginx"), self.folder, CONFIGURATION.format(
            folder=self.folder, folders=FOLDERS.format(folder=self.folder), host=host, server_port=server_port, port=port,
            http2="http2" if http2 else ""), port)
        self.addCleanup(self.nginx.stop)
        return f"https://127.0.0.1:{port}"

    def chat(self, url: str, versions: str) -> Run:
        project = self.folder / "project"
        made = self.ctl.call("new", project, "--server", url, "--ca-file", self.certificate, "--users", USERS, "--seed", 7,
                             "--http", versions)
        self.assertEqual(made.returncode, 0, made.stderr)
        return self.ctl.run(project, self.folder / "out", "--suite", "standard", "--run-time", "6", "--rate", "40",
                            "--json", self.folder / "report.json")

    def asked(self) -> list[Asked]:
        """All that was asked; nginx is stopped for it, so that the log is whole."""
        self.nginx.stop()
        requests = []
        for line in (self.folder / "access.log").read_text(encoding="utf-8").splitlines():
            version, connection, status, method, target = line.split(" ", 4)
            requests.append(Asked(version, connection, int(status), endpoint_name(method, target)))
        return requests

    def spoken(self) -> set[str]:
        """What the run says was spoken on its connections."""
        facts = json.loads((self.folder / "report.json").read_text(encoding="utf-8"))["facts"]
        return set(re.findall(r"of (HTTP/[0-9.]+)", facts["server.connections"]))

    def assert_same_counts(self, run: Run, asked: list[Asked]) -> None:
        """Each request that Throng says was answered is one that nginx answered, and the other way round; what was
        still going on when users stopped may be in one alone. Syncs aside: the end of a test cuts polls off, which nginx
        logs with 499."""
        answered = Counter(request.endpoint for request in asked if request.status // 100 != 4 or request.status == 401)
        for endpoint in sorted({name for test in TESTS for name in run.endpoints(test)}):
            counts = [run.counted(test, endpoint) for test in TESTS]
            done, unanswered = sum(count.requests for count in counts), sum(count.unanswered for count in counts)
            if endpoint.endswith("/sync"):
                continue
            with self.subTest(endpoint=endpoint):
                self.assertLessEqual(done - unanswered, answered[endpoint])
                self.assertLessEqual(answered[endpoint], done + unanswered)

    def assert_two_lanes(self, asked: list[Asked]) -> None:
        """In HTTP/1.1, and no connection that carries a sync carries anything else."""
        self.assertEqual({request.version for request in asked}, {"HTTP/1.1"})
        self.assertEqual(self.spoken(), {"HTTP/1.1"})
        self.assertFalse({request.connection for request in asked if request.is_sync}
                         & {request.connection for request in asked if not request.is_sync})

    def test_http2_where_it_is_offered(self) -> None:
        run = self.chat(self.start_nginx(http2=True), "auto")
        self.assertIn(run.status, FINISHED, run.output)
        asked = self.asked()
        ours = [request for request in asked if request.endpoint.startswith(("GET /_matrix", "PUT /_matrix", "POST /_matrix"))]
        self.assertEqual({request.version for request in ours}, {"HTTP/2.0"})
        self.assertEqual(self.spoken(), {"HTTP/2"})
        # One connection carries the sync and the rest, and another follows when nginx has had enough of it.
        self.assertTrue({request.connection for request in ours if request.is_sync}
                        & {request.connection for request in ours if not request.is_sync})
        self.assertGreater(max(Counter(request.connection for request in ours).values()), 20)
        for test in TESTS:
            for row in run.table(test, "failures"):
                self.fail(f"{test}: {row}")
        self.assert_same_counts(run, asked)

    def test_http1_where_that_is_chosen(self) -> None:
        run = self.chat(self.start_nginx(http2=True), "1.1")
        self.assertIn(run.status, FINISHED, run.output)
        asked = self.asked()
        self.assert_two_lanes(asked)
        self.assert_same_counts(run, asked)

    def test_http1_where_there_is_nothing_else(self) -> None:
        run = self.chat(self.start_nginx(http2=False), "auto")
        self.assertIn(run.status, FINISHED, run.output)
        self.assert_two_lanes(self.asked())

    def test_http2_alone_where_it_is_not_offered(self) -> None:
        run = self.chat(self.start_nginx(http2=False), "2")
        self.assertNotIn(run.status, FINISHED, run.output)
        self.assertIn("does not speak HTTP/2", run.output)
        self.assertEqual(self.asked(), [])

    def test_http2_needs_tls(self) -> None:
        made = self.ctl.call("new", self.folder / "project", "--server", self.server.url, "--users", 2, "--http", "2")
        self.assertEqual(made.returncode, 0, made.stderr)
        run = self.ctl.run(self.folder / "project", self.folder / "out")
        self.assertNotIn(run.status, FINISHED)
        self.assertIn("HTTP/2 is spoken over TLS alone", run.output)


if __name__ == "__main__":
    program, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
