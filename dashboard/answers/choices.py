"""What a reader may choose from: places, techniques and years in reach."""

from dataclasses import dataclass

from dashboard.answers.gate import answer
from queries.domains.catalogue import DOMAINS
from queries.policies import View
from queries.reads.accrual import sites_in_reach
from queries.reads.followup import counted_techniques, index_months
from queries.registry import Registry


@dataclass(frozen=True)
class SiteChoice:
    """A site as its reader may name it, and where it lies."""

    site_id: str
    text: str
    country_code: str
    region_code: str


@dataclass(frozen=True)
class Choices:
    """Options of the shared filters; nothing outside the scope is among them."""

    sites: tuple[SiteChoice, ...]
    techniques: tuple[str, ...]  # codes, in the domain's order
    years: tuple[int, ...]  # of the index procedure, ascending; empty without a calendar


@answer(View.ACCRUAL, methods="accrual")
def choices(registry: Registry) -> Choices:
    """List the places, techniques and years that the asker's scope holds."""
    sites = sites_in_reach(registry).frame
    columns = ("site_id", "site_text", "country_code", "region_code")
    present = set(counted_techniques(registry).frame["technique_code"])
    listed = [technique.code for technique in DOMAINS[registry.domain].techniques]
    months = index_months(registry).frame["index_month"].dropna()
    return Choices(
        sites=tuple(
            SiteChoice(*map(str, row))
            for row in sites[list(columns)].itertuples(index=False, name=None)
        ),
        techniques=tuple(code for code in listed if code in present),
        years=tuple(sorted({int(month) // 12 for month in months})),
    )
