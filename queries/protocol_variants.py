"""Other ways in which the same question might have been answered, fixed before any answer."""

from dataclasses import dataclass, replace

from queries.domains.adjustment import REGION, YEAR
from queries.protocol import Protocol

FEW = (  # what nobody would leave out, in every domain
    "age_at_enrolment",
    "sex",
    "ecog",
    "n_tumours",
    "max_diameter_mm",
    "extrahepatic_disease",
)


@dataclass(frozen=True)
class Variant:
    """One specification: the protocol with one choice made otherwise."""

    group: str
    label: str
    protocol: Protocol


def variants(protocol: Protocol) -> tuple[Variant, ...]:
    """Return the specifications of a protocol, the protocol itself first."""
    weighted = replace(protocol, method="weighting", trim="", stabilised=False)
    if protocol.method == "matching":
        weighted = replace(weighted, estimand="ATT")
    found = [Variant("Protocol", "As frozen", protocol)]
    found += [
        Variant("For whom", text, replace(weighted, estimand=code))
        for code, text in (("ATO", "Overlap"), ("ATE", "All patients"), ("ATT", "The treated"))
    ]
    found += [
        Variant("Method", "Matching 1:1", replace(weighted, method="matching", estimand="ATT")),
        Variant("Method", "Strata", replace(weighted, method="stratification", estimand="ATE")),
        Variant("Score", "Boosted trees", replace(weighted, model="boosted")),
    ]
    found += [
        Variant("Trimming", text, replace(protocol, method="weighting", trim=rule))
        for rule, text in (
            ("common range", "Common range"),
            ("crump", "Crump"),
            ("sturmer", "Stürmer"),
            ("preference", "Preference 0.3 to 0.7"),
        )
        if protocol.method == "weighting"
    ]
    found += [
        Variant("Missing values", text, replace(protocol, missing=rule))
        for rule, text in (
            ("level", "A level of its own"),
            ("complete", "Complete patients"),
            ("imputed", "Imputed"),
        )
    ]
    found += _covariate_sets(protocol)
    return _without_repeats(found)


def _covariate_sets(protocol: Protocol) -> list[Variant]:
    chosen = protocol.covariates
    few = tuple(name for name in FEW if name in chosen)
    no_place = tuple(name for name in chosen if name not in (REGION, YEAR))
    sets = [("Few: age, sex, fitness, burden", few), ("Without region and year", no_place)]
    sets += [("With region and year", (*no_place, REGION, YEAR))]
    return [
        Variant("Covariates", text, replace(protocol, covariates=names))
        for text, names in sets
        if names
    ]


def _without_repeats(found: list[Variant]) -> tuple[Variant, ...]:
    first, seen = [], {found[0].protocol}
    for variant in found[1:]:
        if variant.protocol not in seen:
            seen.add(variant.protocol)
            first.append(variant)
    return (found[0], *first)
