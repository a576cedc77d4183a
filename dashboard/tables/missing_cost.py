"""What missing fields cost, as tables: written out for readers, and as numbers for files."""

import math

import pandas as pd

from analytics.missing_cost import ComparisonCost, FieldCost, MissingCost, SiteCost
from dashboard.sentences.missing_cost import gain_said
from dashboard.tables.cells import number
from dashboard.wording import NOT_ESTIMABLE, Words, percent, whole

NO_FIELD = "no field alone"


def comparisons_table(result: MissingCost, _words: Words) -> pd.DataFrame:
    """Write one row per planned comparison: patients, complete ones, what would regain most."""
    return pd.DataFrame([_comparison_row(one) for one in result.comparisons])


def _comparison_row(one: ComparisonCost) -> dict[str, str]:
    best = next(iter(one.fields), None)
    return {
        "Comparison": one.name,
        "Patients (n)": f"{whole(one.n[0])} and {whole(one.n[1])}",
        "Complete (n)": f"{whole(one.complete[0])} and {whole(one.complete[1])}",
        "Lost, n (%)": f"{whole(one.lost)} ({percent(one.lost / sum(one.n))})",
        "Effective size, all": _ess(one.ess),
        "Effective size, complete": _ess(one.ess_complete),
        "Field that regains most (n)": (
            NO_FIELD if best is None or not best.only else f"{best.label} ({whole(best.only)})"
        ),
    }


def _ess(ess: tuple[float, float] | None) -> str:
    return NOT_ESTIMABLE if ess is None else whole(round(sum(ess)))


def fields_table(result: ComparisonCost, _words: Words) -> pd.DataFrame:
    """Write one row per field with a gap, the costliest first."""
    rows = [
        {
            "Field": field.label,
            "Not entered in (n)": whole(field.missing),
            "Nothing else missing (n)": whole(field.only),
            "Effective size regained": gain_said(field.ess),
            "Most of these at": _where(field),
        }
        for field in result.fields
    ]
    return pd.DataFrame(rows or [{"Fields": "Every covariate is entered in everybody."}])


def _where(field: FieldCost) -> str:
    return ", ".join(f"{site} ({whole(n)})" for site, n in field.sites) or NO_FIELD


def sites_table(result: MissingCost, _words: Words) -> pd.DataFrame:
    """Write one row per site that loses somebody, the costliest first."""
    return _sites(result.sites)


def comparison_sites_table(result: ComparisonCost, _words: Words) -> pd.DataFrame:
    """Write one row per site that loses somebody to the comparison, the costliest first."""
    return _sites(result.sites)


def _sites(sites: tuple[SiteCost, ...]) -> pd.DataFrame:
    rows = [
        {
            "Site": site.site,
            "Lost, n of patients (%)": (
                f"{whole(site.lost)} of {whole(site.n)} ({percent(site.lost / site.n)})"
            ),
            "Effective size lost": gain_said(site.ess),
            "Field that regains most (n)": (
                f"{site.field} ({whole(site.only)})" if site.field else NO_FIELD
            ),
        }
        for site in sites
        if site.lost
    ]
    return pd.DataFrame(rows or [{"Sites": "No site has a gap."}])


def cost_rows(result: MissingCost, _words: Words) -> pd.DataFrame:
    """Return every field of every comparison."""
    return pd.concat([field_rows(one, _words) for one in result.comparisons], ignore_index=True)


def field_rows(result: ComparisonCost, _words: Words) -> pd.DataFrame:
    """Return what each field costs one comparison."""
    known = {
        "comparison": result.name,
        "n": sum(result.n),
        "complete": sum(result.complete),
        "ess": number(math.nan if result.ess is None else sum(result.ess), NOT_ESTIMABLE),
        "ess_complete": number(
            math.nan if result.ess_complete is None else sum(result.ess_complete), NOT_ESTIMABLE
        ),
    }
    rows = [
        known
        | {
            "field": field.field,
            "label": field.label,
            "missing": field.missing,
            "only_missing": field.only,
            "ess_regained": number(field.ess, NOT_ESTIMABLE),
        }
        for field in result.fields
    ]
    return pd.DataFrame(rows or [known | {"field": "none missing"}])


def site_rows(result: MissingCost, _words: Words) -> pd.DataFrame:
    """Return what every site costs, those without a gap included."""
    return pd.DataFrame(
        [
            {
                "site": site.site,
                "n": site.n,
                "lost": site.lost,
                "ess_lost": number(site.ess, NOT_ESTIMABLE),
                "field": site.field or "none",
                "only_missing": site.only,
            }
            for site in result.sites
        ]
    )
