# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks of this folder report."""

from typing import NamedTuple


class Breach(NamedTuple):
    file: str
    line: int
    rule: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}"


def report(breaches: list[Breach]) -> int:
    """Prints them, one line each, and how many; the exit code."""
    print(*breaches, sep="\n", end="\n" if breaches else "")
    print(f"{len(breaches)} breaches")
    return 1 if breaches else 0
