#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the built programs really load.

usage: programs.py --headless throngctl [--window throng]

throngctl loads no library of the window, and both serve malloc from mimalloc: a linker drops a library that nothing
refers to without a word, so linking it proves nothing.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

WINDOW = re.compile(r"libQt6(?:Gui|Widgets|Charts|OpenGL|PrintSupport)\w*\.so\S*")


def loaded_libraries(program: Path) -> str:
    return subprocess.run(["ldd", program], check=True, capture_output=True, text=True).stdout


def malloc_provider(program: Path) -> set[str]:
    """The libraries that the loader bound malloc to, from its own log of one real run."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"LD_DEBUG": "bindings", "LD_DEBUG_OUTPUT": f"{folder}/log",
                                    "LD_BIND_NOW": "1", "QT_QPA_PLATFORM": "offscreen"}
        run = subprocess.run([program, "--version"], env=environment, capture_output=True, text=True, timeout=60)
        if run.returncode != 0:
            raise SystemExit(f"{program} --version ended with {run.returncode}: {run.stderr}")
        log = "".join(file.read_text(errors="replace") for file in Path(folder).iterdir())
    return {Path(provider).name for provider in re.findall(r"binding file \S+ \[\d+\] to (\S+) \[\d+\]: normal symbol `malloc'", log)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--headless", type=Path, required=True)
    parser.add_argument("--window", type=Path)
    arguments = parser.parse_args()
    for program in filter(None, (arguments.headless, arguments.window)):
        if not program.exists():
            raise SystemExit(f"{program} is not built")
    failures = []
    for library in sorted(set(WINDOW.findall(loaded_libraries(arguments.headless)))):
        failures.append(f"{arguments.headless.name} loads {library}: it is the program without a window")
    for program in filter(None, (arguments.headless, arguments.window)):
        providers = malloc_provider(program)
        if not providers or any("mimalloc" not in provider for provider in providers):
            failures.append(f"{program.name} takes malloc from {', '.join(sorted(providers)) or 'nowhere'}, not from mimalloc")
    print(*failures or ["as it should be"], sep="\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
