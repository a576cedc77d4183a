"""Published figures by disease domain and endpoint, read from the table beside this file."""

import csv
import math
from functools import cache
from pathlib import Path

from analytics.published import PublishedFigure, Shown

_TABLE = Path(__file__).with_name("published.csv")


def published_figures(domain: str, endpoint: str) -> tuple[PublishedFigure, ...]:
    """Return what is published on an endpoint in a disease domain, in the order of the table.

    Parameters
    ----------
    domain, endpoint : str
        Codes; of a variant, the endpoint that it varies: others rarely print which they used.
    """
    return tuple(
        figure
        for its_domain, figure in _all()
        if (its_domain, figure.endpoint) == (domain, endpoint)
    )


@cache
def _all() -> tuple[tuple[str, PublishedFigure], ...]:
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        return tuple((line["domain"], _figure(line)) for line in csv.DictReader(lines))


def _figure(line: dict[str, str]) -> PublishedFigure:
    shown = Shown(line["kind"])
    value, lower, upper = (_number(line[name]) for name in ("value", "lower", "upper"))
    is_median = shown is Shown.MEDIAN
    if not is_median:
        value, lower, upper = value / 100, lower / 100, upper / 100
    if shown is Shown.INCIDENCE:
        value, lower, upper = 1 - value, 1 - upper, 1 - lower
    return PublishedFigure(
        row=int(line["row"]),
        techniques=tuple(line["techniques"].split()),
        endpoint=line["endpoint"],
        shown=shown,
        months=value if is_median else float(line["months"]),
        share=0.5 if is_median else value,
        lower=lower,
        upper=upper,
        n=line["n"],
        population=line["population"],
        citation=line["citation"],
        year=int(line["year"]) if line["year"] else None,
        identifier=line["identifier"],
    )


def _number(text: str) -> float:
    return float(text) if text else math.nan
