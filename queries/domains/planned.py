"""What a planned comparison is held to: its covariates, its target, whose outcomes it shares."""

from queries.domains.catalogue import DOMAINS
from queries.domains.covariates import at_odds, covariates_of, described_by
from queries.domains.model import Comparison, Field
from queries.domains.scores import SCORES

TARGET_HAZARD_RATIO = 0.75  # smallest effect worth finding; one for every domain
LOGGED = frozenset(  # skewed over powers of ten, or doubling: the model takes their logarithm
    {"afp_ng_ml", "ca19_9_u_ml", "cea_ng_ml", "max_diameter_mm", "opioid_ome_mg"}
)

_KEPT_SCORE = "albi"  # liver function as one number: its parts leave the model for it
_ENTERED_CLASSES = frozenset({"child_pugh_site"})  # tell what their parts tell already
_SCORES = frozenset(score.field.name for score in SCORES)


def planned_covariates(domain_code: str) -> tuple[Field, ...]:
    """Return what the score model of a planned comparison is adjusted for.

    Every covariate that a site enters, and of the worked-out scores the ALBI score alone, in
    place of its parts. No class or stage stands beside the parts that it is made of.

    Raises
    ------
    KeyError
        If there is no such domain.
    """
    fields = covariates_of(domain_code)
    names = tuple(field.name for field in fields)
    parts = frozenset(dict(at_odds(names)).get(_KEPT_SCORE, ()))
    left_out = (_SCORES - {_KEPT_SCORE}) | parts | _ENTERED_CLASSES
    return tuple(field for field in fields if field.name not in left_out)


def entered_covariates(domain_code: str) -> tuple[Field, ...]:
    """Return the fields that a site must enter for the score model: parts instead of a score."""
    wanted = [field.name for field in planned_covariates(domain_code)]
    parts = {score.field.name: score.made_of for score in SCORES}
    names = [part for name in wanted for part in parts.get(name, (name,)) if part not in _SCORES]
    described = {field.name: field for field in described_by(domain_code)}
    return tuple(described[name] for name in dict.fromkeys(names) if name in described)


def techniques_of(comparison: Comparison) -> frozenset[str]:
    """Return the techniques of both arms."""
    return frozenset((*comparison.first, *comparison.second))


def outcome_pool(comparison: Comparison, domain_code: str) -> tuple[str, ...]:
    """Return the techniques whose outcomes may be counted together for a comparison.

    Notes
    -----
    All techniques that are tied to the comparison's own by planned comparisons. Sums of pairs
    that share an arm would tell the arms apart by subtraction; one sum over all of them does
    not.
    """
    found = set(techniques_of(comparison))
    others = [techniques_of(other) for other in DOMAINS[domain_code].comparisons]
    while True:
        wider = found.union(*(other for other in others if found & other))
        if wider == found:
            return tuple(sorted(found))
        found = wider
