#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports every include that runs against the direction CONTRIBUTING.md gives, one line each: file:line: rule.

usage: includes.py REPOSITORY [--qt FOLDER]

FOLDER holds Qt's headers (QtCore, QtGui, ... below it); without it, only includes that spell out their Qt module are
checked against the modules that the engine may use.
"""

import argparse
import re
import sys
from pathlib import Path
from typing import Iterator

from breach import Breach, report

# What each folder of the engine may include beside itself. base and metrics are open to everybody above them.
ENGINE = {
    "base": set(),
    "metrics": {"base"},
    "thresholds": {"base", "metrics"},
    "http": {"base", "metrics"},
    "matrix": {"base", "metrics", "http"},
    "users": {"base", "metrics", "http", "matrix"},
    "project": {"base", "metrics", "thresholds"},
    "generate": {"base", "metrics", "thresholds", "project"},
    "results": {"base", "metrics", "thresholds", "http", "matrix", "users", "project", "run"},
    "run": {"base", "metrics", "thresholds", "http", "matrix", "users", "project"},
    "capacity": {"base", "metrics", "thresholds", "http", "matrix", "users", "project", "run"},
    "clean": {"base", "metrics", "http", "matrix", "project", "thresholds"},
    "practice": {"base", "metrics"},
}

# Plain values of users/ which everything that may include project/ may include too: an account, the numbers that
# describe a behaviour and who is of which group are what a project stores. In return they include nothing but base/ and each other.
VALUE_HEADERS = {
    "engine/users/account.h",
    "engine/users/crowd.h",
    "engine/users/distributions.h",
    "engine/users/parameters.h",
}
VALUE_READERS = {"project", "generate", "results", "clean"}

ENGINE_QT = {"QtCore", "QtNetwork", "QtSql"}

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')
LINKED_QT = re.compile(r"\bQt6?::(\w+)")


def qt_modules(qt: Path | None) -> dict[str, str]:
    """Header name as it is written in an include, to the Qt module that has it. A module that the engine may use wins."""
    modules: dict[str, str] = {}
    if qt:
        for folder in sorted(qt.glob("Qt*"), key=lambda folder: folder.name in ENGINE_QT):
            modules.update((header.name, folder.name) for header in folder.iterdir())
    return modules


def includes(path: Path) -> Iterator[tuple[int, str, bool]]:
    """Line number, what is included, and whether it is in quotes."""
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if match := INCLUDE.match(line):
            yield number, match[1] or match[2], match[1] is not None


def is_generated(name: str) -> bool:
    return name.endswith(".moc") or Path(name).name.startswith(("moc_", "ui_", "qrc_"))


def is_for_the_window(test: Path, layer: str) -> bool:
    """tests/ui, the headers made for it in tests/support, called ui...h, and the window's benchmarks, called ui...cpp."""
    suffix = {"support": ".h", "bench": ".cpp"}.get(layer)
    return layer == "ui" or (test.suffix == suffix and test.name.startswith("ui"))


def check_engine(file: str, number: int, name: str, quoted: bool, modules: dict[str, str]) -> Iterator[Breach]:
    folder = Path(file).parts[2] if len(Path(file).parts) > 3 else ""
    if not quoted:
        module = name.split("/")[0] if "/" in name or name in modules.values() else modules.get(name, "")
        if re.fullmatch(r"Qt[A-Z]\w*", module) and module not in ENGINE_QT:
            yield Breach(file, number, f"the engine uses Qt Core, Network and Sql alone, <{name}> is {module}")
        return
    parts = name.split("/")
    if parts[0] in ("ui", "app"):
        yield Breach(file, number, f'dependencies run app → ui → engine: the engine may not include "{name}"')
    if parts[0] != "engine":
        return
    other = parts[1]
    if folder not in ENGINE:
        yield Breach(file, number, f"tests/architecture/includes.py has no rule for src/engine/{folder}: add one")
    elif file.removeprefix("src/") in VALUE_HEADERS and other != "base" and name not in VALUE_HEADERS:
        yield Breach(file, number, f'a plain value that project/ includes may include base/ alone, not "{name}"')
    elif other != folder and other not in ENGINE[folder] and not (name in VALUE_HEADERS and folder in VALUE_READERS):
        allowed = ", ".join(sorted(ENGINE[folder])) or "nothing"
        yield Breach(file, number, f'{folder}/ may include {allowed} beside itself, not "{name}"')


def check_source(root: Path, path: Path, modules: dict[str, str]) -> Iterator[Breach]:
    file = path.relative_to(root).as_posix()
    layer = file.split("/")[1]
    for number, name, quoted in includes(path):
        if quoted and is_generated(name):
            continue
        if quoted and file.startswith("src/") and not (root / "src" / name).is_file():
            yield Breach(file, number, f'our headers are included by their path from src/, and "{name}" is none')
            continue
        if file.startswith("src/engine/"):
            yield from check_engine(file, number, name, quoted, modules)
        elif file.startswith("src/ui/") and quoted and name.startswith("app/"):
            yield Breach(file, number, f'dependencies run app → ui → engine: ui may not include "{name}"')
        elif file.startswith("tests/") and quoted and name.startswith("ui/") and not is_for_the_window(path, layer):
            yield Breach(file, number, f'tests/{layer} is built without the window and may not include "{name}"')


def check_cmake(root: Path, path: Path) -> Iterator[Breach]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        for module in LINKED_QT.findall(line.split("#")[0]):
            if "Qt" + module not in ENGINE_QT:
                yield Breach(path.relative_to(root).as_posix(), number,
                             f"the engine links Qt Core, Network and Sql alone, not Qt6::{module}")


def check_tree(root: Path, qt: Path | None = None) -> list[Breach]:
    modules = qt_modules(qt)
    breaches: list[Breach] = []
    for top in ("src", "tests"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in (".h", ".cpp"):
                breaches += check_source(root, path, modules)
            elif path.name == "CMakeLists.txt" and path.is_relative_to(root / "src/engine"):
                breaches += check_cmake(root, path)
    return breaches


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", type=Path)
    parser.add_argument("--qt", type=Path, action="append", default=[], help="folder of Qt's headers")
    arguments = parser.parse_args()
    qt = next((folder for folder in arguments.qt if (folder / "QtCore").is_dir()), None)
    if arguments.qt and not qt:
        print(f"no QtCore below {', '.join(map(str, arguments.qt))}", file=sys.stderr)
        return 2
    return report(check_tree(arguments.repository, qt))


if __name__ == "__main__":
    sys.exit(main())
