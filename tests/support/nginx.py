# SPDX-License-Identifier: GPL-3.0-or-later
"""nginx with a configuration of one's own, for benchmarks and tests."""

import contextlib
import socket
import subprocess
import time
from pathlib import Path
from typing import Callable


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def make_certificate(folder: Path) -> Path:
    """For 127.0.0.1 and localhost, signed by itself: certificate.pem, which is returned, and key.pem."""
    certificate = folder / "certificate.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost",
                    "-keyout", folder / "key.pem", "-out", certificate], check=True, capture_output=True)
    return certificate


# The folders that nginx wants to write to, and that a process with no service behind it is to keep in its own.
FOLDERS = "".join(f"    {kind}_temp_path {{folder}}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))


class Nginx:
    """Runs until stop(); `configuration` is the text of nginx.conf, `port` one that it listens on."""

    def __init__(self, program: str, folder: Path, configuration: str, port: int,
                 before: Callable[[], None] | None = None) -> None:
        self.folder = folder
        (folder / "nginx.conf").write_text(configuration, encoding="utf-8")
        self._process = subprocess.Popen([program, "-e", folder / "error.log", "-p", folder, "-c", folder / "nginx.conf"],
                                         preexec_fn=before)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return
            time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"nginx did not start: {(folder / 'error.log').read_text(errors='replace')}")

    @property
    def process_id(self) -> int:
        return self._process.pid

    def stop(self) -> None:
        """Cleanly: what it logs is written."""
        self._process.terminate()
        self._process.wait(60)
