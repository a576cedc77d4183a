"""The shrink guard: an import that loses more than it may waits until somebody confirms it."""

from dataclasses import dataclass

import sqlalchemy as sa

from queries import schema
from queries.importers.prepare import Prepared
from queries.outages import writing_in_words

KEPT_PERCENT = 95  # of the patients served; fewer hold an import
QUARANTINED_PERCENT = 2  # of the rows read; more hold an import
_NAMED = 5  # sites or domains that a sentence names


@dataclass(frozen=True)
class Extent:
    """How much a snapshot holds, as far as the guard looks at it."""

    patients: int
    sites: frozenset[str]  # listed as a site
    enrolling: frozenset[str]  # sites with a patient
    domains: frozenset[str]  # with a diagnosis
    rows: int  # of its files, without those that the mapping leaves out
    quarantined: int  # of these


@dataclass(frozen=True)
class Held:
    """What the guard found of an import."""

    against: int | None = None  # snapshot that it was measured against; None: there is none
    limits: tuple[str, ...] = ()  # crossed, one sentence each
    served: int | None = None  # current snapshot; None: there is none


def limits_crossed(after: Extent, before: Extent, against: int) -> tuple[str, ...]:
    """Return what an import loses beyond the limits, one sentence with its numbers for each.

    Parameters
    ----------
    after, before : Extent
        Of the import, and of the snapshot that it would replace.
    against : int
        Number of that snapshot.
    """
    emptied = (before.enrolling - after.enrolling) & after.sites
    return (
        *_fewer_patients(after, before, against),
        *_gone(before.sites - after.sites, before.sites, "sites", ("is", "are", "missing")),
        *_gone(emptied, before.enrolling, "enrolling sites", ("has", "have", "no patient left")),
        *_gone(
            before.domains - after.domains,
            before.domains,
            "disease domains",
            ("is", "are", "missing"),
        ),
        *_quarantined(after),
    )


def held(connection: sa.Connection, extent: Extent) -> Held:
    """Measure an import against the snapshot that it would replace.

    That is the current one. Generated data are no measure for real ones: where they are current,
    the newest real snapshot that was not held back is. The first real import has no measure and
    crosses nothing, not even the limit of quarantined rows: nothing better is served.
    """
    against = measure(connection)
    if against is None:
        return Held()
    before = stored_extent(connection, against)
    return Held(against, limits_crossed(extent, before, against), _served(connection))


def pending_guard(engine: sa.Engine, snapshot_id: int) -> Held:
    """Return what holds a stored snapshot; no limits where nothing does, or it is confirmed."""
    table = schema.data_snapshot.c
    asked = sa.select(table.held_against, table.held_for)
    asked = asked.where(table.snapshot_id == snapshot_id, _pending())
    with writing_in_words(), engine.connect() as connection:
        found = connection.execute(asked).one_or_none()
        if found is None:
            return Held()
        return Held(found.held_against, tuple(found.held_for.split("\n")), _served(connection))


def earlier_guard(engine: sa.Engine, snapshot_id: int) -> Held:
    """Measure a stored snapshot whose import is repeated against what it would replace now."""
    with writing_in_words(), engine.connect() as connection:
        if measure(connection) == snapshot_id:
            return Held()
        return held(connection, stored_extent(connection, snapshot_id))


def measure(connection: sa.Connection) -> int | None:
    """Return the snapshot that a real import is measured against; None: there is none."""
    table = schema.data_snapshot.c
    statement = (
        sa.select(table.snapshot_id)
        .where(table.is_synthetic.is_(False), ~_pending())
        .order_by(table.is_current.desc(), table.snapshot_id.desc())
        .limit(1)
    )
    found: int | None = connection.scalar(statement)
    return found


def is_pending(connection: sa.Connection, snapshot_id: int) -> bool:
    """Say whether the guard holds a snapshot that nobody has confirmed."""
    table = schema.data_snapshot.c
    statement = sa.select(table.snapshot_id).where(table.snapshot_id == snapshot_id, _pending())
    return connection.scalar(statement) is not None


def extent_of(prepared: Prepared) -> Extent:
    """Return the extent of checked rows on their way in."""
    draft, files = prepared.draft, prepared.report.files
    return Extent(
        patients=len(draft.table("patient").rows),
        sites=frozenset(draft.table("site").column("site_id")),
        enrolling=frozenset(draft.table("patient").column("site_id")),
        domains=frozenset(draft.table("diagnosis").column("domain_code")),
        rows=sum(file.n_file - file.n_left_out for file in files),
        quarantined=sum(file.n_quarantined for file in files),
    )


def stored_extent(connection: sa.Connection, snapshot_id: int) -> Extent:
    """Return the extent of a stored snapshot."""
    batch, patient = schema.import_batch.c, schema.curated["patient"].c
    known = batch.n_loaded + batch.n_duplicate + batch.n_quarantined
    counted = sa.select(
        sa.func.coalesce(sa.func.sum(known), 0),
        sa.func.coalesce(sa.func.sum(batch.n_quarantined), 0),
    ).where(batch.snapshot_id == snapshot_id)
    rows, quarantined = connection.execute(counted).one()
    patients = sa.select(sa.func.count()).where(patient.snapshot_id == snapshot_id)
    return Extent(
        patients=int(connection.scalar(patients) or 0),
        sites=_distinct(connection, schema.site.c.site_id, snapshot_id),
        enrolling=_distinct(connection, patient.site_id, snapshot_id),
        domains=_distinct(connection, schema.curated["diagnosis"].c.domain_code, snapshot_id),
        rows=int(rows),
        quarantined=int(quarantined),
    )


def _served(connection: sa.Connection) -> int | None:
    table = schema.data_snapshot.c
    found: int | None = connection.scalar(sa.select(table.snapshot_id).where(table.is_current))
    return found


def _distinct(
    connection: sa.Connection, column: sa.Column[str], snapshot_id: int
) -> frozenset[str]:
    owner = column.table.c.snapshot_id
    return frozenset(connection.scalars(sa.select(column).distinct().where(owner == snapshot_id)))


def _pending() -> sa.ColumnElement[bool]:
    table = schema.data_snapshot.c
    confirmed = sa.select(schema.snapshot_confirmation.c.snapshot_id)
    return sa.and_(table.held_for.is_not(None), table.snapshot_id.not_in(confirmed))


def _fewer_patients(after: Extent, before: Extent, against: int) -> tuple[str, ...]:
    if after.patients * 100 >= before.patients * KEPT_PERCENT:
        return ()
    kept = f"{100 * after.patients / before.patients:.1f} %"
    said = (
        f"It holds {after.patients:,} patients, {kept} of the {before.patients:,} of snapshot "
        f"{against}; below {KEPT_PERCENT} % it is held."
    )
    return (said,)


def _gone(
    gone: frozenset[str], before: frozenset[str], what: str, verb: tuple[str, str, str]
) -> tuple[str, ...]:
    names = sorted(gone)
    if not names:
        return ()
    for_one, for_several, rest = verb
    listed = ", ".join(names[:_NAMED])
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    does = for_one if len(names) == 1 else for_several
    return (f"{len(names)} of {len(before)} {what} {does} {rest}: {listed}{more}.",)


def _quarantined(after: Extent) -> tuple[str, ...]:
    if after.quarantined * 100 <= after.rows * QUARANTINED_PERCENT:
        return ()
    share = f"{100 * after.quarantined / after.rows:.1f} %"
    said = (
        f"{after.quarantined:,} of its {after.rows:,} rows ({share}) are quarantined; above "
        f"{QUARANTINED_PERCENT} % it is held."
    )
    return (said,)
