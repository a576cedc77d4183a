"""Resources of a FHIR bundle as rows of text: one row a resource, dotted paths as columns."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from queries.errors import ImportRefused

MAX_PATHS = 500
MAX_DEPTH = 40


def is_bundle(content: bytes) -> bool:
    """Say whether a file is a JSON object, as bundles are."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def resource_rows(content: bytes, name: str, kind: str) -> Iterator[list[str]]:
    """Go through the resources of one type, the paths first.

    A path names its steps with dots and counts in lists from 0, as `code.coding.0.code`.
    `fullUrl` is the address under which others refer to the resource. Nothing is resolved,
    converted or fetched; numbers stay the text that they are.

    Raises
    ------
    ImportRefused
        If the file is no bundle, has no such resource, or resources of more than 500 paths.
    """
    entries = _entries(content, name)
    wanted = _wanted(entries, name, kind)
    rows = [_flat(entry) for entry in entries if entry["resourceType"] == wanted]
    paths: dict[str, None] = {}
    for row in rows:
        paths |= dict.fromkeys(row)
        if len(paths) > MAX_PATHS:
            raise ImportRefused(
                f"{name} has {wanted} resources of more than {MAX_PATHS} paths.",
                "Export fewer elements, or split the bundle.",
            )
    yield list(paths)
    for row in rows:
        yield [row.get(path, "") for path in paths]


def other_resources(content: bytes, name: str, kind: str) -> tuple[str, ...]:
    """Say which resources of the bundle are not read here."""
    entries = _entries(content, name)
    wanted = _wanted(entries, name, kind)
    others = Counter(str(entry["resourceType"]) for entry in entries)
    del others[wanted]
    told = ", ".join(f"{n:,} {other}" for other, n in sorted(others.items()))
    return (f"Other resources of the bundle: {told}.",) if told else ()


def _entries(content: bytes, name: str) -> list[dict[str, Any]]:
    try:
        document = json.loads(
            content.decode("utf-8-sig"),
            parse_float=str,
            parse_int=str,
            parse_constant=_no_constant,
            object_pairs_hook=_once,
        )
        return list(_resources(document, 0))
    except (ValueError, RecursionError) as error:
        raise ImportRefused(
            f"{name} is no FHIR bundle ({error}).",
            "Export a bundle of resources in JSON, or a table as CSV.",
        ) from error


def _no_constant(text: str) -> str:
    raise ValueError(f"{text} is no JSON number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an element is there twice")
    return found


def _resources(holder: Any, depth: int) -> Iterator[dict[str, Any]]:  # JSON
    # A bundle may lie in a bundle, and be wrapped as an entry.
    resource = holder.get("resource", holder) if isinstance(holder, dict) else None
    if not isinstance(resource, dict) or depth > MAX_DEPTH:
        raise ValueError("an entry holds no resource")
    if resource.get("resourceType") == "Bundle":
        for entry in resource.get("entry", ()):
            yield from _resources(entry, depth + 1)
    elif depth and isinstance(resource.get("resourceType"), str):
        address = {"fullUrl": holder["fullUrl"]} if "fullUrl" in holder else {}
        yield address | resource
    else:
        raise ValueError("it holds no resource of type Bundle")


def _wanted(entries: list[dict[str, Any]], name: str, kind: str) -> str:
    kinds = sorted({str(entry["resourceType"]) for entry in entries})
    if kind in kinds:
        return kind
    if not kind and len(kinds) == 1:
        return kinds[0]
    wanted = f"no {kind} resource" if kind else f"{len(kinds)} types and the mapping names none"
    raise ImportRefused(
        f"{name} has {wanted}.",
        f"Name one in the mapping, as sheet = …: {', '.join(kinds) or 'none is there'}.",
    )


def _flat(resource: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    _flatten(resource, "", found, 0)
    return found


def _flatten(value: Any, path: str, found: dict[str, str], depth: int) -> None:  # JSON
    if depth > MAX_DEPTH:
        raise ImportRefused(
            f"A resource has more than {MAX_DEPTH} levels.", "Export fewer elements."
        )
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in pairs:
            _flatten(inner, f"{path}.{step}" if path else str(step), found, depth + 1)
    elif value is not None:
        found[path] = str(value).lower() if isinstance(value, bool) else str(value)
