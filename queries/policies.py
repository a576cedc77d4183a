"""The permission matrix and the row rule: who may see which view, and which rows of it."""

from enum import IntEnum, StrEnum

from sqlalchemy import ColumnElement, FromClause, and_, false, true

from queries.scope import Reach, Role, Scope


class View(StrEnum):
    """What can be looked at; pages carry the key of their view."""

    START = "start"
    ACCRUAL = "accrual"
    FORECAST = "forecast"
    ANSWERABLE = "answerable"
    REGISTRY_TOTAL = "registry_total"  # one line beside a site's own accrual, no place in it
    COMPLETENESS = "completeness"
    QUALITY = "quality"
    TIMELINESS = "timeliness"
    REPRESENTATION = "representation"
    COHORT = "cohort"
    BASELINE = "baseline"
    SURVIVAL = "survival"
    COMPETING = "competing"
    REGRESSION = "regression"
    PEOPLE = "people"
    AUDIT = "audit"
    FIGURE = "figure"  # leads to what was shown; tells it to the same reach only
    RESPONSE = "response"
    RESPONSE_ROWS = "response_rows"  # its part that draws a bar a patient
    SAFETY = "safety"
    REPORTED = "reported"
    COMPARISON = "comparison"
    COMPARING = "comparing"  # the part of the comparison that designs, freezes and computes
    LEARNING = "learning"
    POOLED_RISK = "pooled_risk"  # what sites are held against: of all sites, no place in it
    TIMELINE = "timeline"
    OVERDUE = "overdue"  # list of a site's visits that are overdue, on the page on timeliness
    GAPS = "gaps"  # list of records that lack a field, on the page on completeness
    METHODS = "methods"
    DICTIONARY = "dictionary"  # of the catalogue: no data
    OVERVIEW = "overview"  # the committee's part of the start page
    WORKLIST = "worklist"  # a site's own part of the start page
    SITE_LETTER = "letter"
    SUMMARY = "summary"
    ADVISORY = "advisory"
    RELEASES = "releases"  # what a release holds beside the exact numbers, before it goes out
    BUNDLE = "bundle"  # rows of an analysis that leave, with what repeats it


class Level(IntEnum):
    """How much of a view may be seen, from nothing to rows with site and dates."""

    CLOSED = 0
    RELEASED = 1  # published, protected items; no patient table is read
    AGGREGATE = 2
    DEIDENTIFIED = 3
    FULL = 4


MATRIX: dict[tuple[Role, View], Level] = {
    **{
        (role, view): Level.RELEASED
        for role in Role
        for view in (View.START, View.METHODS, View.DICTIONARY, View.SUMMARY)
    },
    **{
        (role, View.ADVISORY): Level.RELEASED
        for role in (Role.ADVISORY, Role.DOMAIN_LEAD, Role.STEERING, Role.COORDINATING, Role.ADMIN)
    },
    # Who builds a release and who approves it look at the exact numbers beside it.
    (Role.STEERING, View.RELEASES): Level.AGGREGATE,
    (Role.COORDINATING, View.RELEASES): Level.AGGREGATE,
    **{
        (role, view): Level.AGGREGATE
        for role in (Role.SITE, Role.DOMAIN_LEAD, Role.STEERING, Role.COORDINATING)
        for view in (
            View.FORECAST,
            View.COMPLETENESS,
            View.QUALITY,
            View.TIMELINESS,
            View.COHORT,
            View.BASELINE,
            View.COMPETING,
            View.RESPONSE,
            View.SAFETY,
            View.REPORTED,
            View.LEARNING,
            View.POOLED_RISK,
        )
    },
    # Rows without dates or identifiers: of a site for itself, of all for the coordinating centre.
    (Role.SITE, View.TIMELINE): Level.DEIDENTIFIED,
    (Role.COORDINATING, View.TIMELINE): Level.DEIDENTIFIED,
    (Role.SITE, View.RESPONSE_ROWS): Level.DEIDENTIFIED,
    (Role.COORDINATING, View.RESPONSE_ROWS): Level.DEIDENTIFIED,
    (Role.SITE, View.BUNDLE): Level.DEIDENTIFIED,
    (Role.COORDINATING, View.BUNDLE): Level.DEIDENTIFIED,
    # Rows that somebody has to act on, so with dates and the registry's own study number.
    **{
        (role, view): Level.FULL
        for role in (Role.SITE, Role.COORDINATING)
        for view in (View.OVERDUE, View.GAPS)
    },
    **{
        (role, view): Level.AGGREGATE
        for role in (Role.DOMAIN_LEAD, Role.STEERING, Role.COORDINATING)
        for view in (View.REPRESENTATION, View.ANSWERABLE)
    },
    **{
        (role, View.OVERVIEW): Level.AGGREGATE
        for role in (Role.DOMAIN_LEAD, Role.STEERING, Role.COORDINATING)
    },
    **{
        (role, View.REGRESSION): Level.AGGREGATE
        for role in (Role.DOMAIN_LEAD, Role.STEERING, Role.COORDINATING)
    },
    **{
        (role, View.FIGURE): Level.RELEASED
        for role in (Role.SITE, Role.DOMAIN_LEAD, Role.STEERING, Role.COORDINATING)
    },
    (Role.ADMIN, View.PEOPLE): Level.RELEASED,
    (Role.ADMIN, View.AUDIT): Level.RELEASED,
    (Role.COORDINATING, View.AUDIT): Level.RELEASED,
    # The committee reads saved results; those who may freeze a protocol compute.
    (Role.STEERING, View.COMPARISON): Level.RELEASED,
    **{
        (role, view): Level.AGGREGATE
        for role in (Role.DOMAIN_LEAD, Role.COORDINATING)
        for view in (View.COMPARISON, View.COMPARING)
    },
    (Role.SITE, View.WORKLIST): Level.AGGREGATE,
    # A letter names its site and leaves the house: for the site itself and for who sends it.
    (Role.SITE, View.SITE_LETTER): Level.AGGREGATE,
    (Role.COORDINATING, View.SITE_LETTER): Level.AGGREGATE,
    (Role.SITE, View.ACCRUAL): Level.AGGREGATE,
    (Role.SITE, View.REGISTRY_TOTAL): Level.AGGREGATE,
    (Role.SITE, View.SURVIVAL): Level.AGGREGATE,
    (Role.DOMAIN_LEAD, View.ACCRUAL): Level.AGGREGATE,
    (Role.DOMAIN_LEAD, View.SURVIVAL): Level.AGGREGATE,
    (Role.STEERING, View.ACCRUAL): Level.AGGREGATE,
    (Role.STEERING, View.SURVIVAL): Level.AGGREGATE,
    (Role.COORDINATING, View.ACCRUAL): Level.AGGREGATE,
    (Role.COORDINATING, View.SURVIVAL): Level.AGGREGATE,
}

# Who may make a snapshot current that the shrink guard holds back.
CONFIRMING_ROLES = frozenset({Role.COORDINATING})
SITE_NAME_ROLES = frozenset({Role.COORDINATING})  # everybody else reads the site's label
# Who sees rows of persons of every site says what for; it stands in the audit log.
PURPOSE_ROLES = frozenset({Role.COORDINATING})
MAX_SHOWN_ROWS = 5_000  # of single persons on a screen
# Most rows that leave at once; a role that is not listed takes no more than it may be shown.
MAX_TAKEN_ROWS = {(Role.COORDINATING, View.BUNDLE): 20_000}
# Views of a whole domain: every site counts, nothing is chosen, and no place leaves.
WHOLE_DOMAIN_VIEWS = frozenset({View.POOLED_RISK})


def level(role: Role, view: View) -> Level:
    """Return how much of a view a role may see; CLOSED unless the matrix says otherwise."""
    return MATRIX.get((role, view), Level.CLOSED)


def reads_registry(role: Role) -> bool:
    """Say whether a role may ever read the registry itself, or releases only."""
    return any(level(role, view) >= Level.AGGREGATE for view in View)


def row_rule(scope: Scope, table: FromClause) -> ColumnElement[bool]:
    """Return the condition that a row must meet to be in reach of a scope.

    Parameters
    ----------
    scope : Scope
        Who asks; a scope that lists nothing reaches no row.
    table : FromClause
        A table or sub-select with the columns `snapshot_id`, `domain_code` and `site_id`.
    """
    return and_(total_rule(scope, table), _listed(scope.site_reach, scope.sites, table.c.site_id))


def total_rule(scope: Scope, table: FromClause) -> ColumnElement[bool]:
    """Return the condition for a registry total: the scope's domains at every site.

    Only for sums that keep no column of place and take no filter of place.
    """
    return and_(
        table.c.snapshot_id == scope.snapshot_id,
        _listed(scope.domain_reach, scope.domains, table.c.domain_code),
    )


def _listed(
    reach: Reach, listed: frozenset[str], column: ColumnElement[str]
) -> ColumnElement[bool]:
    if reach is Reach.ALL:
        return true()
    return column.in_(sorted(listed)) if listed else false()
