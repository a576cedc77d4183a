"""Learning and drift as tables: written out for readers, and as numbers for files."""

import math
from collections.abc import Iterable

import pandas as pd

from analytics.learning import ENOUGH, ChosenCourse, Group, Learning, SiteCourse, Standard
from analytics.observed_expected import Tally
from dashboard.sentences.learning import alarm_words, band_name, ratio_words, too_few
from dashboard.tables.cells import KeyFigure, ratio_in_figures
from dashboard.wording import Words, whole

TOO_FEW, NOT_CROSSED = "too few", "not crossed"


def course_key_figures(result: ChosenCourse, _words: Words) -> tuple[KeyFigure, ...]:
    """Return cases, observed, expected and their ratio."""
    total = result.course.total
    of = "" if total.cases == total.units else f"with {whole(total.units)} lesions"
    ratio = KeyFigure("Observed / expected", TOO_FEW, f"{ENOUGH} cases are asked")
    if result.course.is_told:
        limits = f"{ratio_in_figures(total.lower)} to {ratio_in_figures(total.upper)}"
        ratio = KeyFigure("Observed / expected", ratio_in_figures(total.ratio), f"95 % CI {limits}")
    return (
        KeyFigure("Cases (n)", whole(total.cases), of),
        KeyFigure("Observed (n)", whole(total.observed)),
        KeyFigure("Expected (n)", f"{total.expected:.1f}", "by the risk model"),
        ratio,
    )


def course_rows(result: ChosenCourse, _words: Words) -> pd.DataFrame:
    """Return the charts of a site case by case."""
    course = result.course
    pooled = dict(result.standard.pooled)
    return pd.DataFrame(
        {
            "site": course.site,
            "case": case,
            "observed_minus_expected": course.difference[case - 1],
            "range_lower": -course.band[case - 1],
            "range_upper": course.band[case - 1],
            "all_sites_observed_minus_expected": pooled.get(case, "between blocks of 10"),
            "cusum_twice_the_odds": course.worse[case - 1],
            "limit_twice_the_odds": course.limit_worse,
            "cusum_half_the_odds": course.better[case - 1],
            "limit_half_the_odds": course.limit_better,
        }
        for case in range(1, len(course.difference) + 1)
    )


def course_table(result: ChosenCourse, _words: Words) -> pd.DataFrame:
    """Write the charts of a site after every tenth case and the last."""
    course = result.course
    n = len(course.difference)
    pooled = dict(result.standard.pooled)
    cases = [*range(10, n, 10), n] if n else []
    return pd.DataFrame(
        [
            {
                "After case": whole(case),
                "Observed minus expected": f"{course.difference[case - 1]:+.1f}",
                "95 % range": f"±{course.band[case - 1]:.1f}",
                "All sites, mean": f"{pooled[case]:+.1f}" if case in pooled else "not drawn",
                "CUSUM, twice the odds": f"{course.worse[case - 1]:.2f}",
                "CUSUM, half the odds": f"{course.better[case - 1]:.2f}",
            }
            for case in cases
        ]
    )


def sites_table(result: Learning, _words: Words) -> pd.DataFrame:
    """Write one row per site."""
    return pd.DataFrame(
        [
            {"Site": course.site, **tally_written(course.total), "CUSUM": alarm_words(course)}
            for course in result.courses
        ]
    )


def sites_rows(result: Learning, _words: Words) -> pd.DataFrame:
    """Return one row per site as numbers."""
    return pd.DataFrame(
        [
            {
                "site": course.site,
                **tally_numbers(course.total),
                "limit_twice_the_odds": _limit(course, course.limit_worse),
                "crossed_twice_the_odds_at_case": _at(course, course.alarm_worse),
                "limit_half_the_odds": _limit(course, course.limit_better),
                "crossed_half_the_odds_at_case": _at(course, course.alarm_better),
            }
            for course in result.courses
        ]
    )


def volume_table(result: Learning, _words: Words) -> pd.DataFrame:
    """Write one row per volume band."""
    return _groups_table("Cases a year", ((band_name(g), g) for g in result.bands))


def volume_rows(result: Learning, _words: Words) -> pd.DataFrame:
    """Return one row per volume band as numbers."""
    return _groups_rows("band", ((band_name(g), g) for g in result.bands))


def drift_table(result: Learning, _words: Words) -> pd.DataFrame:
    """Write one row per year."""
    return _groups_table("Year", ((str(g.first), g) for g in result.years))


def drift_rows(result: Learning, _words: Words) -> pd.DataFrame:
    """Return one row per year as numbers."""
    return _groups_rows("year", ((str(g.first), g) for g in result.years))


def model_table(result: Standard, _words: Words) -> pd.DataFrame:
    """Write one row per term of the risk model."""
    return pd.DataFrame(
        [
            {"Term": term.label, "Odds ratio": f"{math.exp(term.log_odds):.2f}"}
            for term in result.model.terms
        ]
        or [{"Term": "no covariate", "Odds ratio": "not estimable"}]
    )


def model_rows(result: Standard, _words: Words) -> pd.DataFrame:
    """Return the risk model as numbers: all that is needed to compute an expected risk."""
    model = result.model
    first = {"term": "intercept", "column": "", "kind": "intercept", "code": "", "centre": 0.0}
    return pd.DataFrame(
        [
            first | {"by_doubling": "no", "log_odds": model.intercept},
            *(
                {
                    "term": term.label,
                    "column": term.name,
                    "kind": term.kind,
                    "code": term.code,
                    "centre": term.centre,
                    "by_doubling": "yes" if term.by_doubling else "no",
                    "log_odds": term.log_odds,
                }
                for term in model.terms
            ),
        ]
    )


def _groups_table(head: str, groups: Iterable[tuple[str, Group]]) -> pd.DataFrame:
    return pd.DataFrame(
        [{head: name, "Sites (n)": whole(g.sites), **tally_written(g.total)} for name, g in groups]
    )


def _groups_rows(head: str, groups: Iterable[tuple[str, Group]]) -> pd.DataFrame:
    return pd.DataFrame(
        [{head: name, "sites": g.sites, **tally_numbers(g.total)} for name, g in groups]
    )


def tally_written(total: Tally) -> dict[str, str]:
    """Write the figures of some cases, a column each."""
    is_enough = total.cases >= ENOUGH
    return {
        "Patients (n)": whole(total.cases),
        "Counted (n)": whole(total.units),
        "Observed (n)": whole(total.observed),
        "Expected (n)": f"{total.expected:.1f}",
        "Observed / expected (95 % CI)": ratio_words(total) if is_enough else too_few(total),
    }


def tally_numbers(total: Tally) -> dict[str, object]:
    """Return the figures of some cases as numbers, a column each."""
    is_enough = total.cases >= ENOUGH
    return {
        "patients": total.cases,
        "units": total.units,
        "observed": total.observed,
        "expected": total.expected,
        "ratio": total.ratio if is_enough else TOO_FEW,
        "lower": total.lower if is_enough else TOO_FEW,
        "upper": total.upper if is_enough else TOO_FEW,
    }


def _limit(course: SiteCourse, limit: float) -> float | str:
    return limit if course.is_told else TOO_FEW


def _at(course: SiteCourse, case: int | None) -> int | str:
    if not course.is_told:
        return TOO_FEW
    return NOT_CROSSED if case is None else case
