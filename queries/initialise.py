"""Sets up the database: brings the schema to its head, writes the reference tables."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import Engine

from queries import schema
from queries.domains.catalogue import DOMAINS, TABLES
from queries.domains.model import Field
from queries.domains.places import COUNTRIES, REGIONS
from queries.errors import DatabaseUnavailable
from queries.outages import outage_of


def initialise(engine: Engine) -> None:
    """Bring the schema to its head and renew the reference tables; safe to repeat.

    Raises
    ------
    DatabaseUnavailable
        If the database cannot be opened or written.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            _refuse_newer(connection)
            command.upgrade(config, "head")
            _write_references(connection)
    except sa.exc.DBAPIError as error:
        outage = outage_of(error)
        raise DatabaseUnavailable(
            f"The registry database cannot be set up: {outage.why}.", outage.remedy
        ) from error


def schema_version(connection: sa.Connection) -> str | None:
    """Return the version of the schema in a database, None where there is none."""
    return MigrationContext.configure(connection).get_current_revision()


def another_schema(found: str | None) -> DatabaseUnavailable:
    """Return what is to be said where a database has another schema than this program needs."""
    is_newer = found is not None and found > schema.SCHEMA_VERSION
    return DatabaseUnavailable(
        f"The registry database has schema {found or 'none'}, "
        f"this program needs {schema.SCHEMA_VERSION}.",
        "A newer program made it: install that one."
        if is_newer
        else "Run `iocore init` to bring it up to date.",
    )


def _refuse_newer(connection: sa.Connection) -> None:
    found = schema_version(connection)
    if found is not None and found > schema.SCHEMA_VERSION:
        raise another_schema(found)


def _write_references(connection: sa.Connection) -> None:
    for table, rows in (
        (schema.region, [{"region_code": c, "region_name": n} for c, n in REGIONS.items()]),
        (
            schema.country,
            [
                {"country_code": code, "country_name": name, "region_code": region}
                for code, (name, region) in COUNTRIES.items()
            ],
        ),
        (schema.data_element, _data_elements()),
    ):
        keys = [column.name for column in table.primary_key]
        known = {tuple(row) for row in connection.execute(sa.select(*table.primary_key))}
        fresh = [row for row in rows if tuple(row[key] for key in keys) not in known]
        if fresh:
            connection.execute(table.insert(), fresh)


def _data_elements() -> list[dict[str, object]]:
    return [
        {
            "table_name": table,
            "column_name": field.name,
            "label": field.label,
            "data_type": field.kind.value,
            "unit": field.unit,
            "codelist": {code.code: code.label for code in field.codes},
            "domains": _domains_of(table, field),
            "is_core": field.core,
            "applies_when": field.condition,
            "hard_min": field.bounds[0] if field.bounds else None,
            "hard_max": field.bounds[1] if field.bounds else None,
            "soft_min": field.soft[0] if field.soft else None,
            "soft_max": field.soft[1] if field.soft else None,
        }
        for table, fields in TABLES.items()
        for field in fields
    ]


def _domains_of(table: str, field: Field) -> list[str]:
    if table != "baseline":
        return list(field.domains) or ["*"]
    return [
        domain.code
        for domain in DOMAINS.values()
        if field.name in {other.name for other in domain.fields}
    ]
