"""Protected curves as tables: the few points that may be published, what is withheld marked."""

from collections.abc import Iterator

import pandas as pd

from analytics.disclosure.arms import GroupedComparison
from analytics.disclosure.curves import GroupedCurve
from analytics.disclosure.medians import ReleasedMedian, ReleasedMedians
from analytics.disclosure.rules import TOTAL, Withheld
from analytics.disclosure.tables import ProtectedTable
from dashboard.answers.for_publication import PublishableIncidence
from dashboard.tables.released import ALL, shown
from dashboard.wording import Words
from queries.domains.places import COUNTRIES, REGIONS

Curve = GroupedCurve | Withheld


def survival_points(result: GroupedComparison, words: Words) -> pd.DataFrame:
    """Write a row per published point of survival, and one per technique that is withheld."""
    curves: dict[str, Curve] = {words.label(code): one for code, one in result.groups.items()}
    if result.shows == "overall":
        curves = {ALL: result.overall}
    return pd.DataFrame(
        [row for name, curve in curves.items() for row in _rows({"Technique": name}, curve)]
    )


def incidence_points(result: PublishableIncidence, words: Words) -> pd.DataFrame:
    """Write a row per published point of every cause, and one for each that is withheld."""
    rows: list[dict[str, str]] = []
    for code, group in result.groups.items():
        for cause, curve in group.by_cause.items():
            name = words.causes[cause - 1] if cause <= len(words.causes) else str(cause)
            rows += _rows({"Technique": words.label(code), "Event": name}, curve)
    return pd.DataFrame(rows)


def country_counts(result: ProtectedTable, words: Words) -> pd.DataFrame:
    """Write a row per region and country, merged ones under one name, with their totals."""
    rows: list[dict[str, str]] = []
    for region, country, count in result.frame[[*result.keys, result.count]].itertuples(
        index=False, name=None
    ):
        if region == TOTAL and country != TOTAL:
            continue  # a country lies in one region
        place = "All" if country == TOTAL else COUNTRIES.get(country, (country,))[0]
        name = "All" if region == TOTAL else words.label(region)
        for code, label in REGIONS.items():
            place = place.replace(f"countries of {code}", f"countries of {label}")
        rows.append({"Region": name, "Country": place, "Enrolled diagnoses (n)": shown(count)})
    return pd.DataFrame(rows)


def median_rows(result: ReleasedMedians, _words: Words) -> pd.DataFrame:
    """Write a row per covariate and group."""
    if not result.rows:
        return pd.DataFrame({"Covariate": ["None of the chosen rows is a number."]})
    return pd.DataFrame(
        [
            {
                "Covariate": f"{row.label} ({row.unit})" if row.unit else row.label,
                "Group": row.group,
                "Known (n)": shown(row.n),
                **dict(zip(("25 %", "Median", "75 %"), _quartiles(row), strict=True)),
            }
            for row in result.rows
        ]
    )


def _quartiles(row: ReleasedMedian) -> list[str]:
    digits = 0 if row.step >= 1 else 1
    return [
        str(value) if isinstance(value, Withheld) else f"{value:,.{digits}f}"
        for value in row.quartiles
    ]


def _rows(about: dict[str, str], curve: Curve) -> Iterator[dict[str, str]]:
    heads = ("Months", "Estimate, %", "95 % CI, %", "At risk (n)", "Patients (n)", "Events (n)")
    if isinstance(curve, Withheld):
        yield about | {"Months": "all"} | dict.fromkeys(heads[1:], str(curve))
        return
    at_risk = dict(zip(map(int, curve.risk_month), curve.at_risk, strict=True))
    points = zip(curve.month, curve.percent, curve.lower, curve.upper, strict=True)
    for month, percent, lower, upper in points:
        risk = at_risk.get(int(month))
        values = (
            *(str(month), str(percent), f"{lower} to {upper}"),
            "" if risk is None else shown(risk),
            *(shown(curve.n), shown(curve.n_events)),
        )
        yield about | dict(zip(heads, values, strict=True))
