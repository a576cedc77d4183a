"""Countries, and disease domains by region, in sentences."""

from analytics.progress import Countries, DomainsByRegion
from dashboard.sentences.accrual import EXACT
from dashboard.tables.cells import ratio_with_limits
from dashboard.wording import Words, counted, whole


def countries_counted(result: Countries, _words: Words) -> str:
    """Say who is counted, and what the target covers."""
    enrolled = sum(country.progress.enrolled for country in result.countries)
    return (
        f"{whole(enrolled)} enrolled diagnoses in "
        f"{counted(len(result.countries), 'country', 'countries')} with a site. "
        f"Complete count, so no interval. Targets of months that are over. {EXACT}"
    )


def countries_seen(result: Countries, _words: Words) -> str:
    """Read the map aloud: the largest countries, those without patients, those to open."""
    found = result.countries
    largest = [
        f"{country.name} {whole(country.progress.enrolled)}"
        for country in found[:5]
        if country.progress.enrolled
    ]
    none = [c.name for c in found if not c.progress.enrolled and not c.planned_sites]
    planned = [c.name for c in found if c.planned_sites]
    said = f"Most are enrolled in {', '.join(largest)}." if largest else "Nobody is enrolled yet."
    if none:
        said += f" None yet in {', '.join(none)}."
    if planned:
        said += f" Sites are to open in {', '.join(planned)}."
    return said


def map_drawn(_result: Countries, _words: Words) -> str:
    """Say what is drawn, and whose outlines they are."""
    return (
        "Countries are filled by the number enrolled; a bubble lies at the middle of a country, "
        "not at a site, and its area is that number. Equal Earth projection, which keeps areas. "
        "Outlines come from Natural Earth and express no opinion on borders."
    )


def domains_counted(result: DomainsByRegion, _words: Words) -> str:
    """Say who is counted, and which domains are in view."""
    enrolled = sum(progress.enrolled for row in result.cells for progress in row)
    return (
        f"{whole(enrolled)} enrolled diagnoses; disease domains in reach of your role (n = "
        f"{len(result.domains)}). Complete count, so no interval. Targets of months that are "
        f"over. {EXACT}"
    )


def domains_seen(result: DomainsByRegion, _words: Words) -> str:
    """Read the table aloud, domain by domain."""
    said = []
    for domain, row in zip(result.domains, result.cells, strict=True):
        cells = [
            f"{region} {whole(progress.enrolled)} ({ratio_with_limits(progress.ratio)})"
            for region, progress in zip(result.regions, row, strict=True)
        ]
        said.append(f"{domain}: {', '.join(cells)}")
    return f"Enrolled, in brackets observed / expected. {'; '.join(said)}."
