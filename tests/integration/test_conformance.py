#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The conformance suite once more: on a real Synapse, and on the practice homeserver with every answer held against
the OpenAPI description of the Matrix specification.

usage: test_conformance.py TEST_CONFORMANCE WORKING_FOLDER [unittest's arguments]

The specification's sources are looked for where THRONG_MATRIX_SPEC says, else in ../shared/data/matrix-spec beside the
clone of this repository.
"""

import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from synapse import Synapse  # noqa: E402
from throngctl import dev, plain_environment  # noqa: E402

ROOT = HERE.parents[1]
SPECIFICATION = Path(os.environ.get("THRONG_MATRIX_SPEC") or ROOT.parent / "shared/data/matrix-spec")


def run_suite(**environment: str) -> subprocess.CompletedProcess:
    return subprocess.run([suite], env=plain_environment(working_folder) | environment, text=True, capture_output=True, timeout=600)


def breaches(answers: Path) -> subprocess.CompletedProcess:
    return subprocess.run([dev("python", "matrix"), ROOT / "tests/support/checkanswers.py", SPECIFICATION, answers],
                          text=True, capture_output=True, timeout=300)


class PracticeHomeserver(unittest.TestCase):
    @unittest.skipUnless((SPECIFICATION / "client-server").is_dir(), f"the Matrix specification is not at {SPECIFICATION}")
    def test_every_answer_is_as_the_specification_describes_it(self) -> None:
        answers = working_folder / "practice.jsonl"
        run = run_suite(THRONG_ANSWERS=str(answers), THRONG_SYNAPSE_URL="")
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        checked = breaches(answers)
        print(checked.stdout, file=sys.stderr)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)


class RealSynapse(unittest.TestCase):
    def test_what_the_practice_homeserver_does_synapse_does(self) -> None:
        synapse = Synapse(working_folder / "synapse")
        self.addCleanup(synapse.stop)
        answers = working_folder / "synapse.jsonl"
        run = run_suite(THRONG_ANSWERS=str(answers), THRONG_SYNAPSE_URL=synapse.start_empty())
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        if (SPECIFICATION / "client-server").is_dir():
            # Its breaches are its own, and worth reading: what clients live with.
            print(breaches(answers).stdout, file=sys.stderr)


if __name__ == "__main__":
    suite, working_folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    shutil.rmtree(working_folder, ignore_errors=True)
    working_folder.mkdir(parents=True)
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
