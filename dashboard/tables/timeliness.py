"""Timeliness and follow-up as tables: written out for readers, and as numbers for files."""

import pandas as pd

from analytics.delays import Delays, Timeliness
from analytics.observation import FollowUpMade, Observation
from analytics.visits import Visits
from dashboard.tables.cells import KeyFigure
from dashboard.wording import NOT_ESTIMABLE, Words, percent, whole

VISIT_WORDS = {
    "DONE": "in window",
    "DONE_OUT": "outside window",
    "MISSED": "missed",
    "NOT_DUE": "not due yet",
    "NA_DEATH": "died before",
    "NA_EXIT": "left before",
    "NA_PRE": "before enrolment",
}


def delays_by_form(result: Timeliness, _words: Words) -> pd.DataFrame:
    """Write one row per form."""
    return pd.DataFrame([{"Form": d.form.capitalize()} | _written(d) for d in result.by_form])


def delays_by_site(result: Timeliness, _words: Words) -> pd.DataFrame:
    """Write one row per site, the slowest first."""
    slowest = sorted(result.by_site, key=lambda d: d.soon.estimate)
    return pd.DataFrame([{"Site": d.place} | _written(d) for d in slowest])


def _written(delay: Delays) -> dict[str, str]:
    soon = delay.soon
    return {
        "Forms (n)": whole(delay.n),
        "Median days (quartiles)": (
            f"{delay.median:.0f} ({delay.lower_quartile:.0f} to {delay.upper_quartile:.0f})"
        ),
        "90th centile, days": f"{delay.ninetieth:.0f}",
        f"Within {delay.soon_days} days, % (95 % CI)": (
            f"{percent(soon.estimate)} ({percent(soon.lower)} to {percent(soon.upper)})"
        ),
        "Entered before it happened (n)": whole(delay.n_negative),
    }


def delay_rows(result: Timeliness, _words: Words) -> pd.DataFrame:
    """Return the delays of every form and every site as numbers."""
    return pd.DataFrame(
        [
            {
                "form": delay.form,
                "place": delay.place,
                "forms": delay.n,
                "negative": delay.n_negative,
                "median_days": delay.median,
                "lower_quartile_days": delay.lower_quartile,
                "upper_quartile_days": delay.upper_quartile,
                "ninetieth_days": delay.ninetieth,
                "share_within_30_days": delay.soon.estimate,
                "lower": delay.soon.lower,
                "upper": delay.soon.upper,
            }
            for delay in (*result.by_form, *result.by_site)
        ]
    )


def visits_table(result: Visits, _words: Words) -> pd.DataFrame:
    """Write one row per scheduled visit."""
    return _visits(result.counts, "Visit")


def visit_rows(result: Visits, _words: Words) -> pd.DataFrame:
    """Return the counts by visit and by site."""
    frames = [
        result.counts.rename_axis("of").reset_index().assign(by="visit"),
        result.by_site.rename_axis("of").reset_index().assign(by="site"),
    ]
    return pd.concat(frames, ignore_index=True)


def _visits(counts: pd.DataFrame, name: str) -> pd.DataFrame:
    due = counts["DONE"] + counts["DONE_OUT"] + counts["MISSED"]
    table = pd.DataFrame({name: counts.index, "Due (n)": [whole(n) for n in due]})
    for status, said in VISIT_WORDS.items():
        table[f"{said.capitalize()} (n)"] = [whole(n) for n in counts[status]]
    table["Adherence (%)"] = [
        percent((done + out) / n) if n else NOT_ESTIMABLE
        for done, out, n in zip(counts["DONE"], counts["DONE_OUT"], due, strict=True)
    ]
    return table


def follow_up_table(result: FollowUpMade, _words: Words) -> pd.DataFrame:
    """Write one row per site, the least complete first."""
    ordered = sorted(result.by_site, key=lambda site: site.known.estimate)
    return pd.DataFrame([_observed(site) for site in (*ordered, result.overall)])


def _observed(made: Observation) -> dict[str, str]:
    known = made.known
    return {
        "Site": made.place,
        "Could be known (n)": whole(made.n),
        "Known, % (95 % CI)": (
            f"{percent(known.estimate)} ({percent(known.lower)} to {percent(known.upper)})"
        ),
        "Observed of possible time (%)": percent(made.index),
        "Follow-up gate": "passed" if made.passes_gate else "below 90 %",
    }


def follow_up_rows(result: FollowUpMade, _words: Words) -> pd.DataFrame:
    """Return the completeness of follow-up of every site as numbers."""
    return pd.DataFrame(
        [
            {
                "place": made.place,
                "horizon_months": made.horizon_months or "data cut-off",
                "could_be_known": made.n,
                "known": made.known.successes,
                "share": made.known.estimate,
                "lower": made.known.lower,
                "upper": made.known.upper,
                "completeness_index": made.index,
            }
            for made in (*result.by_site, result.overall)
        ]
    )


def timeliness_key_figures(result: Timeliness, _words: Words) -> tuple[KeyFigure, ...]:
    """Return, for each form, the median delay and the share that was entered soon."""
    return tuple(
        KeyFigure(
            f"{delay.form.capitalize()} (n {whole(delay.n)})",
            f"{delay.median:.0f} days",
            f"{percent(delay.soon.estimate)} % in {delay.soon_days} days",
        )
        for delay in result.by_form
    )
