"""The gate to rows: tables already cut down to what a scope reaches, and the ways out."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import pandas as pd
import sqlalchemy as sa

from analytics.cells import CountTable
from queries import schema
from queries.cuts import Cut, cuts
from queries.errors import AccessDenied
from queries.fetching import Counting, fetched
from queries.filters import Filters
from queries.periods import enrolled_within_years, within_years
from queries.policies import (
    MAX_SHOWN_ROWS,
    MAX_TAKEN_ROWS,
    SITE_NAME_ROLES,
    WHOLE_DOMAIN_VIEWS,
    Level,
    View,
    level,
    row_rule,
    total_rule,
)
from queries.row_rules import require_rows
from queries.row_security import any_row_of, beside, months_of_every_site
from queries.row_tables import course_table, form_of
from queries.scope import Scope
from queries.snapshots import SnapshotFacts
from queries.state.audit import Entry
from queries.targets import placed_targets

_log = logging.getLogger("iocore.registry")

PlaceColumns = tuple[sa.ColumnElement[str], sa.ColumnElement[str], sa.ColumnElement[str]]

MAX_COUNT_ROWS = 2_000_000  # more than days x groups of any honest question
MAX_FACT_ROWS = 500_000  # beyond this an analysis of single persons would outgrow its memory


# Each table is written when it is first asked for: all of them take longer than most answers.
def _by_site(table: sa.Table) -> "cached_property[sa.Subquery]":
    return cached_property(lambda registry: registry._counted(table))


class Registry:
    """Tables cut down to the rows in reach, and the ways out: counts, facts and rows.

    Parameters
    ----------
    connection : Connection
        Read-only connection.
    scope : Scope
        Who asks.
    view : View
        What is looked at; refused unless the role's level is aggregate or higher.
    filters : Filters
        What the reader chose; narrows the reach, never widens it.
    facts : SnapshotFacts
        The snapshot that the scope is pinned to.
    logged : Entry, optional
        What the audit log holds of rows that are to be shown; without it none are.

    Attributes
    ----------
    period : tuple of int or None
        First and last month that the reader's years keep, as 12 x year + month - 1.
    completeness, quality, delays, visits, people, observation : Subquery
        Counts of the chosen domain by site in reach, with `site_text`, country and region.

    Raises
    ------
    AccessDenied
        If the view is closed to the role.
    """

    completeness = _by_site(schema.completeness_count)
    quality = _by_site(schema.quality_check)
    delays = _by_site(schema.delay_count)
    visits = _by_site(schema.visit_count)
    people = _by_site(schema.people_count)
    observation = _by_site(schema.observation_count)

    def __init__(
        self,
        connection: sa.Connection,
        scope: Scope,
        *,
        view: View,
        filters: Filters,
        facts: SnapshotFacts,
        logged: Entry | None = None,
    ) -> None:
        if level(scope.role, view) < Level.AGGREGATE:
            raise AccessDenied(
                "This view is not open to your role.", "Ask the registry office for access."
            )
        self._rule = row_rule
        if view in WHOLE_DOMAIN_VIEWS:  # nothing is chosen, so nobody can be singled out
            self._rule, filters = total_rule, Filters(domain=filters.domain)
        self._connection, self._scope, self._view, self._filters = connection, scope, view, filters
        self._logged, self.snapshot_id = logged, facts.snapshot_id
        self.cutoff, self.domain, self.period = facts.cutoff, filters.domain, filters.period

    @contextmanager
    def at(self, facts: SnapshotFacts) -> Iterator["Registry"]:
        """Open the same reach, view and choices in another snapshot, to hold two together."""
        scope = self._scope.at(facts.snapshot_id)
        with beside(self._connection, scope) as connection:
            yield Registry(connection, scope, view=self._view, filters=self._filters, facts=facts)

    def counts(self, statement: Counting, by: Sequence[str], *, count: str = "n") -> CountTable:
        """Run a counting select and return its rows as whole numbers by key.

        Parameters
        ----------
        statement : Select or CompoundSelect
            Built on this registry's own sub-selects; its columns are `by` and `count`.
        by : sequence of str
            Names of the key columns.
        count : str
            Name of the column that counts.
        """
        frame = self._fetched(statement, MAX_COUNT_ROWS, "counts", "groups")
        # A sum of a sum is a Decimal in PostgreSQL and an int in SQLite.
        frame[count] = frame[count].map(int).astype("int64")
        _log.info("counted", extra={"view": self._view.value, "rows_read": len(frame)})
        return CountTable(frame, tuple(by), count)

    def facts(self, statement: sa.Select[Any]) -> pd.DataFrame:
        """Return one row per person or lesion, to feed an analysis and never to be shown.

        Parameters
        ----------
        statement : Select
            Built on this registry's own sub-selects, with the columns that the analysis uses
            and no others.

        Raises
        ------
        QueryError
            If the analysis would hold more than `MAX_FACT_ROWS` rows.
        """
        frame = self._fetched(statement, MAX_FACT_ROWS, "reads", "rows")
        _log.info("analysed", extra={"view": self._view.value, "rows_read": len(frame)})
        return frame

    def rows(self, statement: sa.Select[Any], limit: int | None = None) -> pd.DataFrame:
        """Return rows of single persons, to be shown to, or taken by, a role that may see them.

        Parameters
        ----------
        statement : Select
            Built on this registry's own sub-selects, with what the level allows (`row_rules`).
        limit : int, optional
            Fewer rows than the role may see of the view.

        Raises
        ------
        AccessDenied
            If the role sees no rows of this view, the look is not in the audit log, or a column
            would tell more than the level allows.
        QueryError
            If there are more rows than the limit.
        """
        require_rows(self._scope.role, self._view, self._logged, statement)
        most = MAX_TAKEN_ROWS.get((self._scope.role, self._view), MAX_SHOWN_ROWS)
        frame = self._fetched(statement, min(limit or most, most), "shows", "rows")
        _log.info("shown", extra={"view": self._view.value, "rows_read": len(frame)})
        return frame

    def course(self, name: str) -> sa.Subquery:
        """Return curated rows of what followed, of the diagnoses in `records` and no others.

        Parameters
        ----------
        name : str
            One of `row_tables.COURSES`.

        Raises
        ------
        KeyError
            If the registry hands out no such table.
        """
        table = course_table(name)
        conditions = [self._rule(self._scope, table), table.c.domain_code == self._filters.domain]
        if "diagnosis_id" in table.c:
            # All that the reader chose cuts the records, so it cuts what followed alike.
            conditions.append(table.c.diagnosis_id.in_(sa.select(self.records.c.diagnosis_id)))
        return sa.select(table).where(*conditions).subquery(f"reachable_{name}")

    def form(self, name: str) -> sa.Subquery:
        """Return one of `row_tables.FORMS` of each diagnosis in `records`, entered or not."""
        return form_of(name, self._scope, self.records, self.domain)

    def supplies(self, name: str) -> bool:
        """Say whether the source holds any row of a table for the scope's domains, wherever.

        Tells "nothing happened" from "nothing was collected"; says no number and no place.
        """
        table = course_table(name)
        asked = total_rule(self._scope, table), table.c.domain_code == self._filters.domain
        here = sa.select(table.c.row_no).where(*asked).limit(1)
        behind_wall = any_row_of(self._connection, name, self._filters.domain)
        statement = here if behind_wall is None else behind_wall
        return not self._fetched(statement, 1, "reads", "rows").empty

    def _fetched(self, statement: Counting, limit: int, does: str, what: str) -> pd.DataFrame:
        return fetched(self._connection, statement, limit, f"{does} more than {limit:,} {what}")

    @cached_property
    def records(self) -> sa.Subquery:
        """What was known of each diagnosis at its index procedure; nothing of what followed."""
        chosen = [cut.keeps for cut in cuts(self._filters, schema.index_record)]
        return self._described("reachable_record", chosen)

    @cached_property
    def enrolled(self) -> sa.Subquery:
        """As `records`, of every diagnosis of the domain in reach, whatever else was chosen."""
        return self._described("enrolled_record", [])

    @cached_property
    def cuts(self) -> tuple[Cut, ...]:
        """What the reader's choices cut away from `enrolled` to leave `records`, in order."""
        return cuts(self._filters, self.enrolled)

    @cached_property
    def accrual(self) -> sa.Subquery:
        """Enrolled diagnoses by month, site and domain, of every domain in reach."""
        return self._accrual(enrolled_within_years(schema.accrual_month.c.month, self._filters))

    @cached_property
    def accrual_ever(self) -> sa.Subquery:
        """As `accrual`, whatever years the reader chose: openings and rates need all of them."""
        return self._accrual([])

    @cached_property
    def follow_up(self) -> sa.Subquery:
        """Follow-up rows (one a diagnosis and endpoint) of the chosen domain."""
        table = schema.follow_up
        conditions = [
            self._rule(self._scope, table),
            table.c.domain_code == self._filters.domain,
            *self._places(_place_of(table)),
            *within_years(table.c.index_month, self._filters),
        ]
        if self._filters.techniques:
            conditions.append(table.c.technique_code.in_(self._filters.techniques))
        if self._filters.criteria:
            conditions.append(table.c.diagnosis_id.in_(sa.select(self.records.c.diagnosis_id)))
        return sa.select(table).where(*conditions).subquery("reachable_follow_up")

    def _described(self, name: str, chosen: list[sa.ColumnElement[bool]]) -> sa.Subquery:
        table = schema.index_record
        asked = self._rule(self._scope, table), table.c.domain_code == self._filters.domain
        return sa.select(table).where(*asked, *chosen).subquery(name)

    def _accrual(self, years: list[sa.ColumnElement[bool]]) -> sa.Subquery:
        table = schema.accrual_month
        conditions = [row_rule(self._scope, table), *self._places(_place_of(table)), *years]
        return sa.select(table).where(*conditions).subquery("reachable_accrual")

    @cached_property
    def accrual_total(self) -> sa.Subquery:
        """Enrolled diagnoses of all sites by month and domain, no place; for their view only."""
        table = months_of_every_site(self._connection)
        years = enrolled_within_years(table.c.month, self._filters)
        is_asked = sa.true() if self._view is View.REGISTRY_TOTAL else sa.false()
        return (
            sa.select(table.c.month, table.c.domain_code, sa.func.sum(table.c.n).label("n"))
            .where(is_asked, total_rule(self._scope, table), *years)
            .group_by(table.c.month, table.c.domain_code)
            .subquery("registry_total")
        )

    @cached_property
    def sites(self) -> sa.Subquery:
        """Sites in reach with `site_text`: the name or the label, as the role may read."""
        table, country = schema.site, schema.country
        text = table.c.site_name if self._scope.role in SITE_NAME_ROLES else table.c.site_label
        every_domain = sa.select(
            table, sa.literal(self._filters.domain).label("domain_code")
        ).subquery("site_of_domain")
        return (
            sa.select(
                table.c.site_id,
                sa.func.coalesce(text, table.c.site_label, table.c.site_id).label("site_text"),
                table.c.country_code,
                country.c.region_code,
                table.c.status,
                *(table.c.agreement_signed_date, table.c.ethics_approval_date),
                *(table.c.activation_date, table.c.closure_date),
            )
            .join_from(table, country, table.c.country_code == country.c.country_code)
            .where(
                table.c.snapshot_id == self._scope.snapshot_id,
                *self._places((country.c.region_code, table.c.country_code, table.c.site_id)),
                table.c.site_id.in_(
                    sa.select(every_domain.c.site_id).where(row_rule(self._scope, every_domain))
                ),
            )
            .subquery("reachable_site")
        )

    @cached_property
    def targets(self) -> sa.Subquery:
        """Accrual targets by month of sites, with country and region, and of whole regions."""
        placed = placed_targets(schema.accrual_target, self.sites)
        return (
            sa.select(placed)
            .where(row_rule(self._scope, placed), *self._places(_place_of(placed)))
            .subquery("reachable_target")
        )

    def _counted(self, table: sa.Table) -> sa.Subquery:
        sites = self.sites.c
        place = (sites.site_text, sites.country_code, sites.region_code)
        return (
            sa.select(table, *(column for column in place if column.name not in table.c))
            .join_from(table, self.sites, table.c.site_id == sites.site_id)
            .where(row_rule(self._scope, table), table.c.domain_code == self._filters.domain)
            .subquery(f"reachable_{table.name}")
        )

    def _places(self, columns: PlaceColumns) -> list[sa.ColumnElement[bool]]:
        chosen = (self._filters.regions, self._filters.countries, self._filters.sites)
        return [
            column.in_(values) for column, values in zip(columns, chosen, strict=True) if values
        ]


def _place_of(table: sa.FromClause) -> PlaceColumns:
    return (table.c.region_code, table.c.country_code, table.c.site_id)
