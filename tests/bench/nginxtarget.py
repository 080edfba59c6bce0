# SPDX-License-Identifier: GPL-3.0-or-later
"""The server that generators are measured against: one nginx worker that answers at once."""

import os
import re
import resource
import socket
import sys
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from machine import cpus  # noqa: E402
from nginx import FOLDERS, Nginx, free_port, make_certificate  # noqa: E402

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
{folders}    ssl_certificate {folder}/certificate.pem;
    ssl_certificate_key {folder}/key.pem;
    ssl_protocols TLSv1.3;
    default_type application/json;
    geo $dollar {{ default "$"; }}
    server {{
        listen 127.0.0.1:{port} backlog=8192;
        listen 127.0.0.1:{tls_port} ssl backlog=8192;
        listen 127.0.0.1:{http2_port} ssl http2 backlog=8192;
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


class NginxTarget:
    """nginx with a configuration of its own, for as long as the with block lasts."""

    def __init__(self, nginx: str, folder: Path) -> None:
        self.folder = folder
        self.port, self.tls_port, self.http2_port = free_port(), free_port(), free_port()
        self.hold = socket.socket()
        self.hold.bind(("127.0.0.1", 0))
        self.hold.listen(65535)
        self.certificate = make_certificate(folder)
        self.opener = build_opener(ProxyHandler({}))
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        configuration = NGINX.format(
            folder=folder, folders=FOLDERS.format(folder=folder), port=self.port, tls_port=self.tls_port,
            http2_port=self.http2_port,
            hold_port=self.hold.getsockname()[1], files=files, connections=min(files, 65536),
            answer=ANSWER.replace("$", "${dollar}"))
        self.nginx = Nginx(nginx, folder, configuration, self.port, lambda: os.sched_setaffinity(0, cpus()[1]))

    def url(self, tls: bool, http2: bool = False) -> str:
        if http2:
            return f"https://127.0.0.1:{self.http2_port}"
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
        self.nginx.stop()
        self.hold.close()
