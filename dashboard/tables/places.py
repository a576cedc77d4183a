"""Countries, and disease domains by region, as tables: for readers, and as numbers for files."""

import pandas as pd

from analytics.progress import Countries, CountryProgress, DomainsByRegion, Progress
from dashboard.tables.cells import ratio_columns, ratio_with_limits, target_of
from dashboard.wording import NOT_SUPPLIED, Words, whole


def country_table(result: Countries, _words: Words) -> pd.DataFrame:
    """Write one row per country, the most enrolled first."""
    return pd.DataFrame([_country(country) for country in result.countries])


def _country(country: CountryProgress) -> dict[str, str]:
    opened = country.open_sites
    return {
        "Country": country.name,
        "Region": country.region,
        **_written(country.progress),
        "Open sites (n)": NOT_SUPPLIED if opened is None else whole(opened),
        "Planned sites (n)": whole(country.planned_sites),
    }


def _written(progress: Progress) -> dict[str, str]:
    return {
        "Enrolled diagnoses (n)": whole(progress.enrolled),
        "Target (n)": target_of(progress.ratio),
        "Observed / expected (95 % CI)": ratio_with_limits(progress.ratio),
    }


def country_rows(result: Countries, _words: Words) -> pd.DataFrame:
    """Return the countries as numbers."""
    found = result.countries
    return pd.DataFrame(
        {
            "country_code": [country.code for country in found],
            "country": [country.name for country in found],
            "region": [country.region for country in found],
            **_numbers([country.progress for country in found]),
            "open_sites": [
                NOT_SUPPLIED if country.open_sites is None else country.open_sites
                for country in found
            ],
            "planned_sites": [country.planned_sites for country in found],
        }
    )


def _numbers(found: list[Progress]) -> dict[str, list[int] | list[float | str]]:
    return {
        "enrolled": [progress.enrolled for progress in found],
        "observed_in_months_that_are_over": [progress.observed for progress in found],
        **ratio_columns([progress.ratio for progress in found]),
    }


def domain_table(result: DomainsByRegion, _words: Words) -> pd.DataFrame:
    """Write one row per disease domain and region."""
    return pd.DataFrame(
        [
            {"Disease domain": domain, "Region": region, **_written(progress)}
            for domain, region, progress in _cells(result)
        ]
    )


def domain_rows(result: DomainsByRegion, _words: Words) -> pd.DataFrame:
    """Return disease domains by region as numbers."""
    cells = _cells(result)
    return pd.DataFrame(
        {
            "domain": [domain for domain, _, _ in cells],
            "region": [region for _, region, _ in cells],
            **_numbers([progress for _, _, progress in cells]),
        }
    )


def _cells(result: DomainsByRegion) -> list[tuple[str, str, Progress]]:
    return [
        (domain, region, progress)
        for domain, row in zip(result.domains, result.cells, strict=True)
        for region, progress in zip(result.regions, row, strict=True)
    ]
