# SPDX-License-Identifier: GPL-3.0-or-later
"""The server that generators are measured against: one nginx worker that answers at once."""

import contextlib
import os
import re
import resource
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from machine import cpus

ANSWER = '{"event_id":"$' + "n" * 44 + '"}'
assert len(ANSWER) == 60
PATH = "/_matrix/client/v3/rooms/!bench:localhost/send/m.room.message/1"

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
        location = /status {{ stub_status; }}
        # The first sync is answered; what follows is a long poll, and is held: by a socket that nobody reads.
        location /_matrix/client/v3/sync {{
            if ($arg_since = "") {{ return 200 '{{"next_batch":"s1","rooms":{{}}}}'; }}
            proxy_pass http://127.0.0.1:{hold_port};
            proxy_read_timeout 1h;
        }}
    }}
}}
"""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class NginxTarget:
    """nginx with a configuration of its own, for as long as the with block lasts."""

    def __init__(self, nginx: str, folder: Path) -> None:
        self.folder = folder
        self.port, self.tls_port = free_port(), free_port()
        self.hold = socket.socket()
        self.hold.bind(("127.0.0.1", 0))
        self.hold.listen(65535)
        self.certificate = folder / "certificate.pem"
        self.opener = build_opener(ProxyHandler({}))
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

    def status(self) -> tuple[int, int]:
        """Connections that are open beside the one that asks, and the requests served since the start; each question
        is one of them."""
        with self.opener.open(self.url(False) + "/status", timeout=60) as answer:
            text = answer.read().decode()
        active, requests = re.search(r"Active connections: (\d+)\s.*?\n\s*\d+ \d+ (\d+)", text, re.DOTALL).groups()
        return int(active) - 1, int(requests)

    def __enter__(self) -> "NginxTarget":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.hold.close()
