"""Sites as tables: their dates, the time of each step, and how they enrol now."""

import numpy as np
import pandas as pd

from analytics.accrual_rates import Rate
from analytics.openings import Days
from analytics.site_pace import SitePace, SitePaces, Verdict
from analytics.site_times import SiteTimes, StepTime
from dashboard.tables.cells import number, ratio_in_figures
from dashboard.wording import (
    DAYS_PER_MONTH,
    NOT_ESTIMABLE,
    NOT_REACHED,
    NOT_SUPPLIED,
    Words,
    calendar_month,
    months,
    percent,
    rate_with_limits,
    whole,
)

ALARMING: tuple[Verdict, ...] = ("dormant", "slower", "no patient yet")
STATE_WORDS = {"overdue": "overdue: should be open", "unknown": "opening not supplied"}


def steps_table(result: SiteTimes, _words: Words) -> pd.DataFrame:
    """Write one row per step: sites, how many have taken it, and its median time."""
    return pd.DataFrame([_step(step) for step in result.steps])


def _step(step: StepTime) -> dict[str, str]:
    return {
        "From": step.start,
        "To": step.end,
        "Sites (n)": whole(step.n),
        "Have reached it (n)": whole(step.n_reached),
        "Median, months (95 % CI)": (
            f"{months(step.median)} ({_lower(step.lower)} to {months(step.upper)})"
        ),
        "Left out: a date is missing (n)": whole(step.n_left_out),
    }


def _lower(limit: float) -> str:
    return NOT_ESTIMABLE if np.isnan(limit) else months(limit)


def step_rows(result: SiteTimes, _words: Words) -> pd.DataFrame:
    """Return the time of each step in days."""
    return pd.DataFrame(
        [
            {
                "from": step.start,
                "to": step.end,
                "sites": step.n,
                "reached": step.n_reached,
                "median_days": number(step.median, NOT_REACHED),
                "lower_days": number(step.lower, NOT_ESTIMABLE),
                "upper_days": number(step.upper, NOT_REACHED),
                "left_out": step.n_left_out,
            }
            for step in result.steps
        ]
    )


def site_order(result: SiteTimes) -> list[int]:
    """Return the order of the sites by opening; those to open come last, in order of plan."""
    sites = result.sites
    far = np.datetime64("9999-12-31", "D")
    days = np.where(np.isnat(sites.openings.opened), sites.openings.planned, sites.openings.opened)
    order: list[int] = np.argsort(np.where(np.isnat(days), far, days), kind="stable").tolist()
    return order


def sites_table(result: SiteTimes, words: Words) -> pd.DataFrame:
    """Write one row per site with its milestones."""
    sites = result.sites
    rows = []
    for i in site_order(result):
        state = sites.openings.state[i]
        rows.append(
            {
                "Site": sites.place[i],
                "Region": words.label(sites.region[i]),
                "State": STATE_WORDS.get(state, state),
                "Agreement": day_words(sites.agreement, i),
                "Ethics approval": day_words(sites.ethics, i),
                "Activation": day_words(sites.activation, i),
                "First patient": _month(int(sites.first_month[i])),
                "Last patient": _month(int(sites.last_month[i])),
                "Enrolled diagnoses (n)": whole(sites.enrolled[i]),
            }
        )
    return pd.DataFrame(rows)


def site_rows(result: SiteTimes, _words: Words) -> pd.DataFrame:
    """Return sites with their dates as they are."""
    sites, order = result.sites, site_order(result)
    return pd.DataFrame(
        {
            "site": [sites.place[i] for i in order],
            "country_code": [sites.country[i] for i in order],
            "region_code": [sites.region[i] for i in order],
            "state": [sites.openings.state[i] for i in order],
            "agreement": [_iso(sites.agreement, i) for i in order],
            "ethics_approval": [_iso(sites.ethics, i) for i in order],
            "activation": [_iso(sites.activation, i) for i in order],
            "open_since": [_iso(sites.openings.opened, i) for i in order],
            "closed": [_iso(sites.openings.closed, i) for i in order],
            "first_patient": [_month(int(sites.first_month[i])) for i in order],
            "last_patient": [_month(int(sites.last_month[i])) for i in order],
            "enrolled": [int(sites.enrolled[i]) for i in order],
        }
    )


def day_words(days: Days, place: int) -> str:
    """Write a day of an array of days, or that it is not supplied."""
    day = days[place].item()
    return NOT_SUPPLIED if day is None else f"{day.day} {day:%b %Y}"


def _iso(days: Days, place: int) -> str:
    return NOT_SUPPLIED if np.isnat(days[place]) else str(days[place])


def _month(month: int) -> str:
    return "none" if month < 0 else calendar_month(month)


def alarms_table(result: SitePaces, words: Words) -> pd.DataFrame:
    """Write one row per site that needs a call; one row of words where none does."""
    alarming = tuple(site for site in result.sites if site.verdict in ALARMING)
    if not alarming:
        return pd.DataFrame({"Site": ["none"], "Judged": ["No site is dormant or slower."]})
    return pace_table(SitePaces(alarming, result.last_month, result.not_open), words)


def pace_table(result: SitePaces, _words: Words) -> pd.DataFrame:
    """Write one row per open site: its own record, its last three months, and the verdict."""
    return pd.DataFrame([_pace(site) for site in result.sites])


def _pace(site: SitePace) -> dict[str, str]:
    ratio = site.ratio
    return {
        "Site": site.place,
        "Judged": site.verdict,
        "Before: n in months open": f"{whole(site.before)} in {site.before_months:.1f}",
        "Last three months (n)": "not open" if site.recent is None else whole(site.recent.count),
        "Rate ratio (95 % CI)": NOT_ESTIMABLE if ratio is None else _ratio(ratio),
        "Silent (whole months)": whole(site.silent_months),
        "Chance of such a silence (%)": _chance(site.p_silent),
        "Per month open (95 % CI)": _rate(site.overall),
    }


def _ratio(ratio: object) -> str:
    values = [getattr(ratio, name) for name in ("estimate", "lower", "upper")]
    written = [ratio_in_figures(v) if np.isfinite(v) else "no upper limit" for v in values]
    return f"{written[0]} ({written[1]} to {written[2]})"


def _chance(p: float) -> str:
    return NOT_ESTIMABLE if np.isnan(p) else percent(p)


def _rate(rate: Rate) -> str:
    return rate_with_limits(rate.estimate, rate.lower, rate.upper)


def pace_rows(result: SitePaces, _words: Words) -> pd.DataFrame:
    """Return the open sites as numbers."""
    return pd.DataFrame(
        [
            {
                "site": site.place,
                "judged": site.verdict,
                "months_open": site.open_months,
                "enrolled_before": site.before,
                "months_before": site.before_months,
                "enrolled_last_three_months": "not open"
                if site.recent is None
                else site.recent.count,
                "rate_ratio": _part(site, "estimate"),
                "lower": _part(site, "lower"),
                "upper": _part(site, "upper"),
                "silent_months": site.silent_months,
                "chance_of_silence": number(site.p_silent, NOT_ESTIMABLE),
                "per_month_open": site.overall.estimate,
                "per_month_lower": site.overall.lower,
                "per_month_upper": site.overall.upper,
                "days_per_month": DAYS_PER_MONTH,
            }
            for site in result.sites
        ]
    )


def _part(site: SitePace, name: str) -> float | str:
    return NOT_ESTIMABLE if site.ratio is None else float(getattr(site.ratio, name))
