"""What public and advisory pages may ask: the current release, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from analytics.disclosure.edition import ReleasedDomain
from analytics.disclosure.restore import restored_domain, restored_value
from analytics.disclosure.rules import Rules, Shown
from dashboard.answers.answer import Provenance
from dashboard.cache import kept
from dashboard.settings import Environment, settings
from dashboard.texts.tongues import Tongue, tongue
from queries.errors import DatabaseUnavailable
from queries.filters import Filters
from queries.releases.model import Release
from queries.releases.reading import current_release


@dataclass(frozen=True, eq=False)
class PublishedDomain:
    """What is released of one disease domain, with the words for its codes."""

    code: str
    name: str
    labels: Mapping[str, str]  # of regions and techniques
    fields: Mapping[str, str]  # core field -> label
    endpoint: str  # of the curves
    cases: Mapping[str, int] | None  # new cases by region; None: no table is known
    about_cases: str
    released: ReleasedDomain
    rules: Rules
    tongue: Tongue = field(default_factory=lambda: tongue("en"))

    def label(self, code: str) -> str:
        """Return the word for a code; a level without one is its own word."""
        return self.tongue.word(code, otherwise=self.labels.get(code, code))

    def spoken(self, chosen: Tongue) -> "PublishedDomain":
        """Return the same results in another language."""
        return replace(
            self, tongue=chosen, name=chosen.word(self.code, "domains", otherwise=self.name)
        )


@dataclass(frozen=True, eq=False)
class Published:
    """The current release as readers may see it."""

    release: Release
    sites: Shown
    countries: Shown
    domains: tuple[PublishedDomain, ...]
    tongue: Tongue = field(default_factory=lambda: tongue("en"))

    def spoken(self, chosen: Tongue) -> "Published":
        """Return the same release in another language."""
        domains = tuple(domain.spoken(chosen) for domain in self.domains)
        return replace(self, tongue=chosen, domains=domains)

    def domain(self, code: str) -> PublishedDomain:
        """Return a domain by its code; the first where there is none of that code."""
        return next((one for one in self.domains if one.code == code), self.domains[0])


def published() -> Published | None:
    """Return the current release; None where there is none yet.

    Raises
    ------
    DatabaseUnavailable
        If the store cannot be read, or a demo would serve a release that is not synthetic.
    """
    release = current_release(settings().release_url)
    if release is None:
        return None
    if settings().environment is Environment.DEMO and not release.is_synthetic:
        raise DatabaseUnavailable(
            "The demo serves generated data only, and the current release is not synthetic.",
            "Set IOCORE_ENVIRONMENT=local to look at your own data on this computer.",
        )
    return kept(f"release {release.release_id} {release.sha256}", lambda: opened(release))


def opened(release: Release) -> Published:
    """Return a stored release with its results in their own types."""
    rules = Rules(**release.config)
    registry = release.item("registry")
    return Published(
        release=release,
        sites=restored_value(registry["sites"], rules),
        countries=restored_value(registry["countries"], rules),
        domains=tuple(_domain(code, release.item(code), rules) for code in registry["domains"]),
    )


def provenance(told: Published, code: str = "") -> Provenance:
    """Return where a released result comes from, for captions and files."""
    release = told.release
    return Provenance(
        methods="privacy",
        filters=Filters(domain=code or "registry"),
        cutoff=release.cutoff,
        source=f"Release {release.release_id} of {release.source}",
        snapshot_id=release.snapshot_id,
        is_synthetic=release.is_synthetic,
    )


def _domain(code: str, item: Mapping[str, Any], rules: Rules) -> PublishedDomain:
    burden = item["burden"]
    return PublishedDomain(
        code=code,
        name=item["name"],
        labels=item["labels"],
        fields=item["fields"],
        endpoint=item["endpoint"],
        cases=None if burden is None else burden["cases"],
        about_cases="" if burden is None else burden["about"],
        released=restored_domain(item["released"], rules),
        rules=rules,
    )
