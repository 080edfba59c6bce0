#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks recorded answers of a homeserver against the OpenAPI description of the Matrix specification.

usage: checkanswers.py SPECIFICATION ANSWERS

SPECIFICATION is the folder that holds client-server/*.yaml; ANSWERS has one JSON object a line:
{"method", "path", "status", "body"}. Says which answers break their schema, and where, and which are not described
at all; counts what was checked. Exit code 1 when there were such, 2 when the tools for it are missing.
"""
import json
import pathlib
import re
import sys

try:
    import yaml
    from jsonschema import Draft202012Validator
except ImportError as missing:
    print(f"cannot check: {missing} (./dev python matrix has them)")
    sys.exit(2)


def load(path, cache={}):
    if path not in cache:
        cache[path] = yaml.load(path.read_text(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return cache[path]


def located(file, base):
    """The file that is referred to; None for what this copy of the specification is without: other APIs, examples."""
    for place in [base.parent / file, *(folder / file.lstrip("./") for folder in base.parents)]:
        # Its own sources have client-server one folder further down.
        if place.exists():
            return place.resolve()
    return None


def resolved(node, base, seen=()):
    """The schema with all its references to other files put in; one that refers to itself ends as "anything"."""
    if isinstance(node, list):
        return [resolved(item, base, seen) for item in node]
    if not isinstance(node, dict):
        return node
    if isinstance(node.get("$ref"), str):
        file, _, fragment = node["$ref"].partition("#")
        target = located(file, base) if file else base
        key = (target, fragment)
        if key in seen or target is None:
            return {}
        found = load(target)
        for part in filter(None, fragment.split("/")):
            found = found[part]
        rest = {k: v for k, v in node.items() if k != "$ref"}
        merged = resolved(found, target, seen + (key,))
        return {"allOf": [merged, resolved(rest, base, seen)]} if rest else merged
    return {key: resolved(value, base, seen) for key, value in node.items()}


def operations(specification):
    """(method, path as a regular expression, file, answers by status), the most literal path first."""
    found = []
    for file in sorted((specification / "client-server").glob("*.yaml")):
        description = load(file)
        server = description.get("servers", [{}])[0]
        prefix = server.get("variables", {}).get("basePath", {}).get("default", "")
        for path, methods in (description.get("paths") or {}).items():
            full = (prefix + path).rstrip("/") or "/"
            # The empty state key may be left off, its slash with it.
            pattern = re.sub(r"\{[^}]*\}", "[^/]+", full.replace("/{stateKey}", "(/[^/]*)?"))
            for method, operation in methods.items():
                if isinstance(operation, dict) and "responses" in operation:
                    found.append((method.upper(), re.compile(pattern + "/?$"), full.count("{"), file, operation["responses"]))
    return sorted(found, key=lambda operation: operation[2])


def main():
    specification, answers = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    known = operations(specification)
    validators = {}
    checked, undescribed, broken = 0, set(), 0
    for line in answers.read_text().splitlines():
        answer = json.loads(line)
        path = answer["path"].split("?")[0]
        match = next((op for op in known if op[0] == answer["method"] and op[1].match(path)), None)
        response = match and match[4].get(str(answer["status"]))
        if response is None and answer["status"] >= 400:
            # Any endpoint may answer with the standard error response, and one that does not exist has to.
            schema_key = "error"
            validators.setdefault(schema_key, Draft202012Validator({
                "type": "object", "required": ["errcode"],
                "properties": {"errcode": {"type": "string"}, "error": {"type": "string"}}}))
        elif response is None:
            undescribed.add(f"{answer['method']} {path} {answer['status']}")
            continue
        else:
            schema_key = (match[3], match[1].pattern, answer["method"], answer["status"])
            if schema_key not in validators:
                content = resolved(response, match[3]).get("content", {}).get("application/json")
                validators[schema_key] = content and Draft202012Validator(content.get("schema", {}))
        validator = validators[schema_key]
        if not validator:
            continue
        checked += 1
        for error in validator.iter_errors(answer["body"]):
            broken += 1
            where = "/".join(str(part) for part in error.absolute_path)
            print(f"{answer['method']} {path} {answer['status']}: at '{where}': {error.message[:300]}")
    print(f"{checked} answers checked, {broken} breaches")
    for one in sorted(undescribed):
        print(f"not described: {one}")
    return 1 if broken or undescribed or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
