"""What is known of a diagnosis at its index procedure: columns, and what to adjust for."""

from queries.domains.catalogue import DOMAINS, TABLES, baseline_fields, fields_of
from queries.domains.model import Field, Kind
from queries.domains.scores import SCORES

_VALUES = (Kind.CODE, Kind.INTEGER, Kind.NUMBER)
_LIVER_SCORE = "albi"
_TOLD_BY_PLACE = frozenset({"enrolment_type"})  # a column of its own in every derived table


def record_fields() -> tuple[Field, ...]:
    """Return the columns of `index_record` that describe the diagnosis, scores last."""
    entered = [
        field
        for table in (
            TABLES["patient"],
            TABLES["diagnosis"],
            baseline_fields(DOMAINS.values()),
        )
        for field in table
        if (field.kind in _VALUES or field.name == "primary_site")
        and field.name not in _TOLD_BY_PLACE
    ]
    return (*entered, *(score.field for score in SCORES))


def described_by(domain_code: str) -> tuple[Field, ...]:
    """Return what describes a diagnosis of a domain, as the domain uses it, scores last.

    Raises
    ------
    KeyError
        If there is no such domain.
    """
    known = {field.name for field in record_fields()}
    entered = [
        field
        for table in ("patient", "diagnosis", "baseline")
        for field in fields_of(table, domain_code)
        if field.name in known
    ]
    own = {field.name for field in entered}
    return (
        *entered,
        *(
            score.field
            for score in SCORES
            if domain_code in score.field.domains and own.intersection(score.made_of)
        ),
    )


def covariates_of(domain_code: str) -> tuple[Field, ...]:
    """Return what a comparison within a domain may be adjusted for.

    Raises
    ------
    KeyError
        If there is no such domain.
    """
    return tuple(field for field in described_by(domain_code) if field.adjust)


def usual_covariates(domain_code: str) -> tuple[str, ...]:
    """Return the covariates that a model starts with: parts rather than stages, ALBI for its two.

    Intent is left to the reader: it is decided together with the technique and fixes it.

    Raises
    ------
    KeyError
        If there is no such domain.
    """
    offered = [field.name for field in covariates_of(domain_code)]
    stages = {score.field.name for score in SCORES} - {_LIVER_SCORE}
    replaced = {"albumin_g_l", "bilirubin_umol_l", "child_pugh_site"}
    is_scored = _LIVER_SCORE in offered
    return tuple(
        name
        for name in offered
        if name not in stages and name != "intent" and not (is_scored and name in replaced)
    )


def at_odds(chosen: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each chosen score that stands beside parts of itself, with these parts."""
    return tuple(
        (score.field.name, beside)
        for score in SCORES
        if score.field.name in chosen
        and (beside := tuple(name for name in score.made_of if name in chosen))
    )
