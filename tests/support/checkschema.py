#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks a JSON document against a schema of this repository, more strictly than its readers should: keys that the schema
does not describe are a mistake too.

usage: checkschema.py SCHEMA DOCUMENT

Exit code 1 when it breaks the schema, 2 when the tools for it are missing.
"""
import json
import pathlib
import sys

try:
    from jsonschema import Draft202012Validator
except ImportError as missing:
    print(f"cannot check: {missing} (./dev python matrix has it)")
    sys.exit(2)


def close(schema):
    if isinstance(schema, list):
        for part in schema:
            close(part)
    elif isinstance(schema, dict):
        if "properties" in schema and schema.get("type") == "object":
            schema.setdefault("additionalProperties", False)
        for part in schema.values():
            close(part)


def main():
    schema = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    document = json.loads(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
    close(schema)
    Draft202012Validator.check_schema(schema)
    broken = list(Draft202012Validator(schema).iter_errors(document))
    for error in broken:
        print(f"at '{'/'.join(str(part) for part in error.absolute_path)}': {error.message[:300]}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
