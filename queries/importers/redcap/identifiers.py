"""Fields that never enter the registry: identifiers, free text, files."""

import re

from queries.importers.redcap.dictionary import ProjectField

_WORDS = (  # parts of a field's name, between underscores
    *("[a-z]*names?", "[a-z]*initials", "[a-z]*dob", "[a-z]*mrn", "[a-z]*ssn", "nhs", "passport"),
    *("[a-z]*phones?", "tel", "mobile", "fax", "[a-z]*e_?mails?", "mail", "url", "website"),
    *("[a-z]*address(es)?", "addr", "street", "zip", "zip_?code", "post_?code", "postal(_?code)?"),
    *("birth_?da(y|te|tum)", "da(y|te)_?of_?birth", "birth_(month|year)"),
    *("(record|hospital|chart|serial)_(no|num|number)", "licen[cs]e", "photo(graph)?s?"),
    "(social|national|insurance|health)_(no|num|number|id|security)",
)
_NAMED = re.compile(rf"(^|_)({'|'.join(_WORDS)})_*\d*(_|$)")
_VALIDATED = re.compile(r"email|phone|ssn|v?mrn|postalcode|zipcode|national_id|nhs")
_KINDS = {"notes": "holds free text", "file": "holds files", "descriptive": "holds no data"}


def why_not(field: ProjectField) -> str:
    """Say why a field is never read, as the end of a sentence; empty where it may be."""
    if field.is_flagged:
        return "is marked as an identifier in the dictionary"
    if _VALIDATED.match(field.validation):
        return "is validated as an identifier"
    if _NAMED.search(field.name):
        return "is named like an identifier"
    return _KINDS.get(field.kind, "")
