#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`throngctl check --probe-limits` against a real Synapse: with the limits that it comes with, and without any.

usage: test_limits_probe.py THRONGCTL FOLDER
"""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import unittest
import urllib.request
from contextlib import closing
from pathlib import Path

from synapse import Synapse

# What Synapse 1.163 has when its configuration says nothing.
DEFAULTS = """
rc_message: {per_second: 0.2, burst_count: 10}
rc_registration: {per_second: 0.17, burst_count: 3}
rc_login:
  address: {per_second: 0.003, burst_count: 5}
  account: {per_second: 0.003, burst_count: 5}
  failed_attempts: {per_second: 0.17, burst_count: 3}
rc_joins:
  local: {per_second: 0.1, burst_count: 10}
  remote: {per_second: 0.01, burst_count: 10}
rc_joins_per_room: {per_second: 1, burst_count: 10}
rc_invites:
  per_room: {per_second: 0.3, burst_count: 10}
  per_user: {per_second: 0.003, burst_count: 5}
  per_issuer: {per_second: 0.3, burst_count: 10}
rc_room_creation: {per_second: 0.016, burst_count: 10}
"""


class LimitsProbe(unittest.TestCase):
    def setUp(self) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.synapse = Synapse(folder / "synapse")
        self.addCleanup(self.synapse.stop)
        self.url = self.synapse.start_empty()
        subprocess.run([program, "new", folder / "p", "--server", self.url, "--users", "5"], check=True, capture_output=True)

    def probe(self) -> str:
        run = subprocess.run([program, "check", folder / "p", "--probe-limits"], text=True, capture_output=True, timeout=300)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        return run.stdout.split("\nIts rate limits", 1)[1]

    def restart_with(self, configuration: str) -> None:
        """The same server with more configuration behind that of ./dev."""
        self.synapse.stop()
        home = self.synapse.home
        (home / "more.yaml").write_text(configuration, encoding="utf-8")
        cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "throng/venv-synapse"
        server = subprocess.Popen(
            [cache / "bin/python", "-m", "synapse.app.homeserver", "-c", home / "homeserver.yaml", "-c", home / "more.yaml"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        deadline = time.monotonic() + 120
        while True:
            try:
                opener.open(f"{self.url}/_matrix/client/versions", timeout=5).read()
                return
            except OSError:
                if time.monotonic() > deadline or server.poll() is not None:
                    raise
                time.sleep(0.2)

    def test_none_is_met_where_there_is_none_and_the_account_goes(self) -> None:
        said = self.probe()
        self.assertEqual(len(re.findall("met no limit", said)), 4, said)
        self.assertNotIn("warning:", said)
        with closing(sqlite3.connect(f"file:{self.synapse.home}/homeserver.db?mode=ro", uri=True, timeout=60)) as database:
            accounts = database.execute("SELECT name, deactivated FROM users").fetchall()
        self.assertEqual(len(accounts), 1, accounts)
        self.assertEqual(accounts[0][1], 1, accounts)
        self.assertEqual(self.synapse.truth().texts, 30)

    def test_the_defaults_are_found_with_their_figures(self) -> None:
        self.restart_with(DEFAULTS)
        said = self.probe()
        for sentence in ("A person may be invited 5 times at once", "A user may send 10 messages at once",
                         "A user may join 10 rooms at once", "There may be 5 logins at once"):
            self.assertRegex(said, re.escape(sentence) + r", then one in about [^(]*\(Synapse's default\)")
        self.assertIn("rc_invites: {per_room: *r, per_user: *r, per_issuer: *r}", said)

    def test_the_advised_configuration_takes_them_away(self) -> None:
        self.restart_with(DEFAULTS)
        block = [line[6:] for line in self.probe().splitlines() if line.startswith("      ")]
        self.assertGreater(len(block), 15)
        self.doCleanups()
        self.setUp()
        self.restart_with(DEFAULTS + "\n".join(block) + "\n")  # pasted below what is there
        self.assertEqual(len(re.findall("met no limit", self.probe())), 4)


if __name__ == "__main__":
    program, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
