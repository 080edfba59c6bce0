#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports every sentence of the engine that no translator gets to see, one line each: file:line: rule.

usage: words.py REPOSITORY

What the engine says to a person goes through Words::tr() of engine/base/words.h (or tr() of a QObject). A literal of
UTF-16 that has two words beside each other is such a sentence, unless it is data, which is listed here.
"""

import argparse
import re
import sys
from pathlib import Path
from typing import Iterator

from breach import Breach, report

# Texts of two words that are kept or compared: data, the same in every language. By the file's path in src/engine.
DATA = {
    "capacity/capacityreport.cpp": {"not judged", "all meet", "none meets", "out of steps"},  # in the file of the search
    "matrix/classify.cpp": {"ddd, dd MMM yyyy hh:mm:ss 'GMT'"},  # RFC 9110, 5.6.7
}

# Folders whose literals are mostly no sentences (SQL, HTML, a server's answers): only what is said of an error counts.
MOSTLY_DATA = {"practice", "results"}

LITERAL = r'"(?:[^"\\\n]|\\.)*"'
TEXT = re.compile(rf'(?<![\w"])(?:u{LITERAL}(?:\s*u?{LITERAL})*(?:_s)?|(?:QStringLiteral|QLatin1String(?:View)?)\(\s*{LITERAL}(?:\s*{LITERAL})*\s*\)|{LITERAL}(?:\s*{LITERAL})*_L1)')
PIECE = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
COMMENT = re.compile(rf'{LITERAL}|\'(?:[^\'\\\n]|\\.)+\'|//[^\n]*|/\*.*?\*/', re.S)
# Two words, or one that something is put behind.
SENTENCE = re.compile(r"[A-Za-z]{2,}[,;:.]? +\(?[a-z]{2,}|^[A-Z]?[a-z]+ $")
# Looked for in somebody else's text, a name of a thread or of a stream of random numbers, a file's comment.
NO_SENTENCE = re.compile(r'(?:contains|startsWith|endsWith|remove|setObjectName|Random::stream)\([^;]*$|== $')
CONFIG = re.compile(r"^(?:# |rc_)")
ERROR = re.compile(r"\b(?:failure\(|fail\(|complain\(|(?:RuleError|Error) \{)")


def without_comments(source: str) -> str:
    """The same lines and columns; what stands in comments is blank."""
    def blank(match: re.Match[str]) -> str:
        text = match[0]
        return text if text[0] in "\"'" else re.sub(r"[^\n]", " ", text)
    return COMMENT.sub(blank, source)


def is_said_of_an_error(source: str, at: int) -> bool:
    """Whether the literal at `at` is among the arguments of failure() and its like."""
    statement = source[max(source.rfind(";", 0, at), source.rfind("{\n", 0, at), source.rfind("}\n", 0, at)) + 1:at]
    return ERROR.search(statement) is not None


def check_source(root: Path, path: Path) -> Iterator[Breach]:
    file = path.relative_to(root / "src/engine").as_posix()
    source = without_comments(path.read_text(encoding="utf-8"))
    for match in TEXT.finditer(source):
        text = "".join(PIECE.findall(match[0]))
        if not SENTENCE.search(text) or CONFIG.match(text) or text in DATA.get(file, ()):
            continue
        if file.split("/")[0] in MOSTLY_DATA and not is_said_of_an_error(source, match.start()):
            continue
        if NO_SENTENCE.search(source[:match.start()].rsplit("\n", 1)[-1]):
            continue
        yield Breach(f"src/engine/{file}", source.count("\n", 0, match.start()) + 1,
                     f'"{text}" is said to a person, or it is data: Words::tr(), or DATA in tests/architecture/words.py')


def check_tree(root: Path) -> list[Breach]:
    return [breach for path in sorted((root / "src/engine").rglob("*")) if path.suffix in (".h", ".cpp")
            for breach in check_source(root, path)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", type=Path)
    return report(check_tree(parser.parse_args().repository))


if __name__ == "__main__":
    sys.exit(main())
