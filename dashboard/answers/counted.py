"""Who is counted for an outcome: whom nothing can be said about, and which techniques are drawn."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from analytics.cells import CountTable
from analytics.endpoints import EndpointRule
from analytics.event_table import EventTable
from analytics.maturity import FollowedByMonth
from dashboard.sentences.survival import left_out_words
from queries.domains.catalogue import DOMAINS, endpoint
from queries.errors import EmptyCohort
from queries.reads.followup import left_out_by_reason
from queries.registry import Registry

_YEAR = 12  # months
MOST_LINES = 6  # more cannot be told apart in one figure

_AT_VISITS = frozenset({"progression_day", "organ_progression_day", "extra_progression_day"})
_AT_VISITS |= {"untreatable_day", "local_progression_day", "local_failure_day"}
_AT_VISITS |= {"first_lesion_progression_day"}


def left_out(registry: Registry, endpoint_code: str) -> list[tuple[str, int]]:
    """Return why diagnoses or lesions cannot be counted, and how many of them."""
    reasons = left_out_by_reason(registry, endpoint_code).frame
    return list(zip(reasons["reason"], reasons["n"].map(int), strict=True))


def refuse_nobody(registry: Registry, endpoint_code: str, counts: CountTable) -> None:
    """Refuse an outcome that nobody is counted for, and say why.

    Raises
    ------
    EmptyCohort
        If there is nobody in the filters, or nobody in them can be counted.
    """
    if not counts.frame.empty and counts.frame[counts.count].sum():
        return
    reasons = left_out(registry, endpoint_code)
    unit = endpoint(registry.domain, endpoint_code).unit.value
    if not reasons:
        raise EmptyCohort(
            f"No {unit} fits these filters.",
            "Widen the region, technique or period in the filters, or clear the cohort.",
        )
    raise EmptyCohort(
        f"This endpoint can be counted for nobody{left_out_words(reasons)}.",
        "Choose another endpoint, or ask the sites for the dates that are missing.",
    )


def in_order(tables: Sequence[EventTable], domain: str) -> list[EventTable]:
    """Return tables by technique in the order of the domain's techniques."""
    by_code = {table.group: table for table in tables}
    return [by_code[code] for code in codes_in_order(by_code, domain)]


def codes_in_order(codes: Sequence[str] | dict[str, EventTable], domain: str) -> list[str]:
    """Return codes of techniques in the order of the domain; an unlisted one is kept."""
    present = set(codes)
    listed = [technique.code for technique in DOMAINS[domain].techniques]
    ordered = [code for code in listed if code in present]
    return ordered + sorted(present - set(listed))


def lines_of(sizes: dict[str, int], chosen: Sequence[str]) -> tuple[str, ...]:
    """Return the techniques that are drawn, at most six: the chosen ones, else the largest.

    Parameters
    ----------
    sizes : dict of code to n
        Whoever is counted by technique, in the order of display.
    chosen : sequence of str
        What the reader chose; those without anybody are passed over.
    """
    kept = [code for code in sizes if code in set(chosen)][:MOST_LINES]
    if kept:
        return tuple(kept)
    largest = sorted(sizes, key=lambda code: -sizes[code])[:MOST_LINES]
    return tuple(code for code in sizes if code in largest)


def is_dated_by_visits(rule: EndpointRule) -> bool:
    """Say whether the event of an endpoint is seen at visits, some time after it happened."""
    return bool(_AT_VISITS & set(rule.event))


def drawn(
    counts: CountTable, domain: str, lines: tuple[str, ...]
) -> tuple[tuple[str, ...], dict[str, int]]:
    """Return the techniques that are drawn, and how many people there are of each."""
    by_code = counts.frame.groupby("technique_code")[counts.count].sum()
    order = codes_in_order([str(code) for code in by_code.index], domain)
    sizes = {code: int(by_code[code]) for code in order}
    return lines_of(sizes, lines), sizes


def by_month(counts: CountTable, technique: str) -> FollowedByMonth:
    """Return the follow-up of one technique by month of its index procedures."""
    rows = counts.frame[counts.frame["technique_code"] == technique]
    return FollowedByMonth(
        month=rows["index_month"].to_numpy(dtype=np.int64),
        n=rows["n"].to_numpy(dtype=np.int64),
        n_censored=rows["n_censored"].to_numpy(dtype=np.int64),
        days=rows["half_days"].to_numpy(dtype=np.float64) / 2,
        days_of_censored=rows["half_days_censored"].to_numpy(dtype=np.float64) / 2,
    )


def known_at_one_year(followed: CountTable, cutoff: date | None) -> pd.DataFrame:
    """Sum by technique who could be followed for a year by the cut-off, and who is known.

    Only months of index procedures all of whose days lie a year before the cut-off count.

    Returns
    -------
    DataFrame
        Index `technique_code`, columns `n_known` and `n`; empty without calendar.
    """
    frame = followed.frame
    last = -1 if cutoff is None else 12 * cutoff.year + cutoff.month - 1 - _YEAR - 1
    could = frame[frame["index_month"] <= last]
    return could.groupby("technique_code")[["n_known", "n"]].sum()
