"""The current release as pages that any web server can carry, or a disk alone."""

import base64
import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from dashboard.answers.published import Published, PublishedDomain, provenance
from dashboard.export import csv_text
from dashboard.released import site_parts as parts
from dashboard.sentences import released as said
from dashboard.tables import released as tables
from dashboard.texts.tongues import LANGUAGES, tongue
from dashboard.wording import Words

_TEXTS = Path(__file__).parents[1] / "texts" / "public"
_NO_WORDS = Words()
_HOME = "index.html"
_OF_DOMAINS = {
    "curves": tables.curve_points,
    "people": tables.people_table,
    "growth": tables.growth_table,
}


def site(told: Published) -> dict[str, str]:
    """Return every file of the static site.

    Parameters
    ----------
    told : Published
        The current release.

    Returns
    -------
    dict of str to str
        Path -> text: for every language an index and a page for each disease domain, English at
        the top; tables for programs, once, in `data`.
    """
    pages = {
        path: text
        for code in LANGUAGES
        for path, text in _pages(told.spoken(tongue(code)), _folder(code))
    }
    return pages | dict(_data(told.spoken(tongue("en"))))


def _pages(told: Published, folder: str) -> Iterator[tuple[str, str]]:
    shared = _shared(told)
    yield (
        folder + _HOME,
        _template("index.html").render(
            **shared,
            **_links(told, _HOME),
            heading=told.tongue.say("page.title"),
            standing=said.standing_said(told),
            regions=said.regions_said(told),
            few=said.few_said(told),
            domains=parts.domain_bars(told, _address),
            counted=said.domains_counted(told, _NO_WORDS),
            seen=said.domains_seen(told, _NO_WORDS),
            files={"released-domains": "domains.csv"},
        ),
    )
    for domain in told.domains:
        path = _address(domain)
        page = _template("domain.html").render(
            **shared, **_links(told, path), **_domain_values(domain)
        )
        yield folder + path, page


def _domain_values(domain: PublishedDomain) -> dict[str, object]:
    code = domain.code.lower()
    return {
        "heading": domain.name,
        "plainly": domain.tongue.word(domain.code, "plain", otherwise=domain.name),
        "cards": parts.cards(domain),
        "no_curve": said.no_curve_said(domain),
        "note": said.curves_note(domain, _NO_WORDS),
        "method": said.curves_counted(domain, _NO_WORDS),
        "points": parts.plain_table(tables.curve_points(domain, _NO_WORDS)),
        "people": parts.people_bars(domain),
        "people_counted": said.people_counted(domain, _NO_WORDS),
        "growth": parts.growth_bars(domain),
        "growth_counted": said.growth_counted(domain, _NO_WORDS),
        "files": {
            "released-survival": f"{code}-curves.csv",
            "released-people": f"{code}-people.csv",
            "released-growth": f"{code}-growth.csv",
        },
    }


def _shared(told: Published) -> dict[str, object]:
    style = (_TEXTS / "site.css").read_text(encoding="utf-8")
    seal = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return {
        "language": told.tongue.code,
        "say": told.tongue.say,
        "lists": {key: parts.lines(told.tongue, key) for key in told.tongue.texts["reading"]},
        "release": said.release_said(told),
        "is_synthetic": told.release.is_synthetic,
        "style": style,
        "policy": f"default-src 'none'; style-src 'sha256-{seal}'; base-uri 'none'; "
        "form-action 'none'",
    }


def _links(told: Published, path: str) -> dict[str, object]:
    """Return the way to the same page in every language, and to what all languages share."""
    up = "../" if _folder(told.tongue.code) else ""
    others = [(tongue(code), up + _folder(code) + path) for code in LANGUAGES]
    return {"tongues": others, "home": _HOME, "data": f"{up}data/", "is_home": path == _HOME}


def _data(told: Published) -> Iterator[tuple[str, str]]:
    frame = tables.domains_table(told, _NO_WORDS)
    yield "data/domains.csv", csv_text(frame, provenance(told))
    for domain in told.domains:
        for name, rows in _OF_DOMAINS.items():
            yield _file(told, domain, name, rows)


def _file(
    told: Published,
    domain: PublishedDomain,
    name: str,
    rows: Callable[[PublishedDomain, Words], pd.DataFrame],
) -> tuple[str, str]:
    text = csv_text(rows(domain, _NO_WORDS), provenance(told, domain.code))
    return f"data/{domain.code.lower()}-{name}.csv", text


def _address(domain: PublishedDomain) -> str:
    return f"{domain.code.lower()}.html"


def _folder(code: str) -> str:
    return "" if code == LANGUAGES[0] else f"{code}/"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEXTS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _template(name: str) -> Template:
    return _environment().get_template(name)
