"""What is counted of each site and of all together, put side by side from the registry's counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

import pandas as pd

from analytics.delays import Delays, delays
from analytics.quality import FEWEST, checked
from analytics.site_record import HeldCheck, Silence, SiteRecord
from dashboard.answers.completeness import core_rows, fields_of
from queries.quality.catalogue import CHECKS
from queries.quality.model import Owner
from queries.reads.accrual import enrolled_by_month
from queries.reads.completeness import entered_by_field
from queries.reads.quality import failed_by_site
from queries.reads.sites import IN_MILLIONTHS, sites_with_opening, targets_by_site
from queries.reads.timeliness import delays_by_site, observation_by_site
from queries.registry import Registry

EVERY_SITE = "All sites in view"
ONE_YEAR = 12  # months
INDEX_CHECK = "F03"  # every diagnosis has an index procedure: those that pass are treated
_OF_ENTRY = frozenset({"T01", "T02", "T03", "T04", "T05"})  # forms entered within 30 days
_LEAST_PACE = 6  # months of enrolment from which a site's own pace is taken

_Sites: TypeAlias = "dict[str, pd.DataFrame]"


@dataclass(frozen=True, eq=False)
class _Counts:
    """Counts of some sites; every frame has the column `site_id`."""

    sites: pd.DataFrame
    enrolled: pd.DataFrame
    targets: pd.DataFrame  # month as 12 x year + month - 1, n in diagnoses
    delays: pd.DataFrame
    observed: pd.DataFrame  # at one year
    checks: pd.DataFrame
    fields: pd.DataFrame  # core ones


def records_of_all_and_by_site(registry: Registry) -> tuple[SiteRecord, tuple[SiteRecord, ...]]:
    """Return the record of all sites in reach together and of each of them, from one reading.

    Of the checks of a single site it holds those that fail: checks that pass weigh nothing
    there, and there are some fifty of them at every site.
    """
    counts = _read(registry)
    return _of_all(counts, registry.cutoff), _by_every_site(counts, registry.cutoff)


def record_of_all(registry: Registry) -> SiteRecord:
    """Return what is counted of all sites in reach together."""
    return _of_all(_read(registry), registry.cutoff)


def _of_all(counts: _Counts, cutoff: date | None) -> SiteRecord:
    names = list(counts.sites["site_text"])
    name = names[0] if len(names) == 1 else EVERY_SITE
    record = _record(counts, name, cutoff)
    judged = (field for field in fields_of(counts.fields) if field.n >= FEWEST)
    return replace(
        record, checks=tuple(_checks(counts.checks, CHECKS)), emptiest=next(judged, None)
    )


def _by_every_site(counts: _Counts, cutoff: date | None) -> tuple[SiteRecord, ...]:
    frames = [
        _by_site(frame)
        for frame in (
            *(counts.sites, counts.enrolled, counts.targets),
            *(counts.delays, counts.observed, counts.checks, counts.fields),
        )
    ]
    empty = [frame.iloc[:0] for frame in vars(counts).values()]
    found = []
    for site, name in counts.sites[["site_id", "site_text"]].itertuples(index=False, name=None):
        of_site = _Counts(*(by.get(site, none) for by, none in zip(frames, empty, strict=True)))
        failing = _failing(of_site.checks)
        record = _record(of_site, str(name), cutoff)
        found.append(replace(record, checks=tuple(_checks(of_site.checks, failing))))
    return tuple(found)


def _read(registry: Registry) -> _Counts:
    targets = targets_by_site(registry).frame
    days = pd.to_datetime(targets["month"])
    planned = targets.assign(
        month=12 * days.dt.year + days.dt.month - 1, n=targets["n"] / IN_MILLIONTHS
    )
    observed = observation_by_site(registry).frame
    return _Counts(
        sites=sites_with_opening(registry).frame,
        enrolled=enrolled_by_month(registry, "site_id").frame,
        targets=planned,
        delays=delays_by_site(registry).frame,
        observed=observed[observed["horizon_months"] == ONE_YEAR],
        checks=failed_by_site(registry).frame,
        fields=core_rows(entered_by_field(registry).frame),
    )


def _by_site(frame: pd.DataFrame) -> _Sites:
    return {str(site): rows for site, rows in frame.groupby("site_id", sort=False)}


def _record(counts: _Counts, name: str, cutoff: date | None) -> SiteRecord:
    dated = counts.enrolled[counts.enrolled["month"] >= 0]
    until = _until(dated, cutoff)
    return SiteRecord(
        site_id=str(counts.sites["site_id"].iloc[0]) if len(counts.sites) == 1 else "",
        name=name,
        sites=len(counts.sites),
        sites_enrolling=int(counts.enrolled["site_id"].nunique()),
        enrolled=int(counts.enrolled["n"].sum()),
        dated=int(dated["n"].sum()),
        treated=0 if counts.enrolled.empty else _treated(counts.checks),
        until=until,
        planned=_planned(counts.targets, until),
        silence=_silence(counts, dated, cutoff),
        fields_entered=int(counts.fields["n_entered"].sum()),
        fields=int(counts.fields["n"].sum()),
        emptiest=None,
        forms=_forms(counts.delays),
        known=int(counts.observed["n_known"].sum()),
        could_be_known=int(counts.observed["n"].sum()),
        checks=(),
    )


def _until(dated: pd.DataFrame, cutoff: date | None) -> int | None:
    latest = [] if dated.empty else [int(dated["month"].max())]
    if cutoff is not None:
        latest.append(12 * cutoff.year + cutoff.month - 1)
    return max(latest, default=None)


def _planned(targets: pd.DataFrame, until: int | None) -> float | None:
    if targets.empty or until is None:
        return None
    return float(targets.loc[targets["month"] <= until, "n"].sum())


def _treated(checks: pd.DataFrame) -> int | None:
    rows = checks[checks["check_code"] == INDEX_CHECK]
    return None if rows.empty else int((rows["n"] - rows["n_failed"]).sum())


def _silence(counts: _Counts, dated: pd.DataFrame, cutoff: date | None) -> Silence | None:
    if cutoff is None or len(counts.sites) != 1 or counts.sites["status"].iloc[0] != "ACTIVE":
        return None
    opened = _month(counts.sites["activation_date"].iloc[0])
    last = None if dated.empty else int(dated["month"].max())
    start = opened if last is None else last
    if start is None:
        return None
    following = cutoff + timedelta(days=1)
    whole = 12 * following.year + following.month - 2  # last month that is over
    months = max(whole - start, 0)
    due = counts.targets[(counts.targets["month"] > start) & (counts.targets["month"] <= whole)]
    is_planned = not counts.targets.empty
    return Silence(
        months=months,
        last=last,
        opened=opened,
        expected=float(due["n"].sum()) if is_planned else _at_own_pace(dated, opened, months),
        is_planned=is_planned,
    )


def _at_own_pace(dated: pd.DataFrame, opened: int | None, months: int) -> float | None:
    if dated.empty or opened is None:
        return None
    enrolling = int(dated["month"].max()) - opened + 1
    return months * float(dated["n"].sum()) / enrolling if enrolling >= _LEAST_PACE else None


def _month(day: date | None) -> int | None:
    return None if day is None or pd.isna(day) else 12 * day.year + day.month - 1


def _forms(counted: pd.DataFrame) -> tuple[Delays, ...]:
    return tuple(
        delays(rows["delay_days"], rows["n"], form=str(form))
        for form, rows in counted.groupby("form", sort=False)
    )


def _failing(counted: pd.DataFrame) -> list[str]:
    allowed = counted["check_code"].map(_ALLOWED)
    return list(counted.loc[counted["n_failed"] > allowed * counted["n"], "check_code"])


_ALLOWED = {code: check.allowed for code, check in CHECKS.items()}


def _checks(counted: pd.DataFrame, codes: Iterable[str]) -> Iterator[HeldCheck]:
    sums = counted.groupby("check_code")[["n", "n_failed"]].sum()
    known = {str(code): (int(n), int(bad)) for code, n, bad in sums.itertuples(name=None)}
    for code in codes:
        check, (n, n_failed) = CHECKS[code], known.get(code, (0, 0))
        yield HeldCheck(
            checked=checked(code, n, n_failed, allowed=check.allowed),
            allowed=check.allowed,
            by_site=check.owner is Owner.SITE,
            of_entry=code in _OF_ENTRY,
        )
