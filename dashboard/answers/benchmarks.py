"""Published figures beside our own curves, with what can be known of our population."""

from collections.abc import Sequence

from analytics.endpoints import EndpointRule
from analytics.published import Benchmarks
from queries.domains.published import published_figures
from queries.reads.outcomes import counted_by_site
from queries.registry import Registry


def benchmarks_of(registry: Registry, rule: EndpointRule, techniques: Sequence[str]) -> Benchmarks:
    """Find what is published on an endpoint after the techniques that are drawn."""
    figures = published_figures(registry.domain, rule.variant_of or rule.code)
    rows = counted_by_site(registry, rule.code).frame
    drawn = rows[rows["technique_code"].isin(list(techniques))]
    months = drawn["index_month"].dropna()
    return Benchmarks(
        figures=tuple(figure for figure in figures if set(figure.techniques) & set(techniques)),
        n=int(drawn["n"].sum()),
        n_sites=int(drawn["site_id"].nunique()),
        first_year=None if months.empty else int(months.min()) // 12,
        last_year=None if months.empty else int(months.max()) // 12,
    )
