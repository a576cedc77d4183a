"""Tables of the curated registry; curated columns come from the catalogue."""

from typing import Any

import sqlalchemy as sa

from queries.domains.catalogue import PLACE, TABLE_KEYS, TABLES, columns_of
from queries.domains.covariates import record_fields
from queries.domains.model import Field, Kind

SCHEMA_VERSION = "0001"  # head of queries/migrations

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

data_snapshot = sa.Table(
    "data_snapshot",
    metadata,
    sa.Column("snapshot_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("data_cut_date", sa.Date),  # NULL: the source has no calendar
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),  # UTC
    sa.Column("source_label", sa.Text, nullable=False),
    sa.Column("schema_version", sa.Text, nullable=False),
    sa.Column("importer_version", sa.Text, nullable=False),
    sa.Column("row_counts", sa.JSON, nullable=False),  # table -> rows
    sa.Column("checksum", sa.Text, nullable=False),  # SHA-256 of the curated rows, order-free
    sa.Column("file_sha256", sa.Text, nullable=False),
    sa.Column("mapping_sha256", sa.Text, nullable=False),
    sa.Column("is_current", sa.Boolean, nullable=False, default=False),
    sa.Column("is_synthetic", sa.Boolean, nullable=False),
    # Limits of the shrink guard that it crossed, one sentence a line; NULL: none. It is pending
    # until a `snapshot_confirmation` is written.
    sa.Column("held_for", sa.Text),
    sa.Column("held_against", sa.Integer),  # snapshot that it was measured against
    # A deleted snapshot's number is never given again: results are kept under it.
    sqlite_autoincrement=True,
)
sa.Index(
    "uq_data_snapshot_current",
    data_snapshot.c.is_current,
    unique=True,
    sqlite_where=data_snapshot.c.is_current.is_(True),
    postgresql_where=data_snapshot.c.is_current.is_(True),
)


def _snapshot_key() -> sa.Column[int]:
    return sa.Column(
        "snapshot_id", sa.ForeignKey("data_snapshot.snapshot_id"), primary_key=True, nullable=False
    )


snapshot_confirmation = sa.Table(
    "snapshot_confirmation",
    metadata,
    _snapshot_key(),
    sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),  # UTC
    sa.Column("confirmed_by", sa.Text, nullable=False),  # a person of the coordinating centre
    sa.Column("reason", sa.Text, nullable=False),
)

import_batch = sa.Table(
    "import_batch",
    metadata,
    _snapshot_key(),
    sa.Column("file_label", sa.Text, primary_key=True),
    sa.Column("n_file", sa.Integer, nullable=False),
    sa.Column("n_loaded", sa.Integer, nullable=False),
    sa.Column("n_duplicate", sa.Integer, nullable=False),
    sa.Column("n_quarantined", sa.Integer, nullable=False),
)

import_finding = sa.Table(
    "import_finding",
    metadata,
    _snapshot_key(),
    sa.Column("finding_no", sa.Integer, primary_key=True),
    sa.Column("severity", sa.Text, nullable=False),  # QUARANTINE, QUERY, NOTE
    sa.Column("table_name", sa.Text, nullable=False),
    sa.Column("file_row", sa.Integer),  # row as the file numbers it; NULL: whole file
    sa.Column("column_name", sa.Text, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("remedy", sa.Text, nullable=False),
)

region = sa.Table(
    "region",
    metadata,
    sa.Column("region_code", sa.Text, primary_key=True),
    sa.Column("region_name", sa.Text, nullable=False),
)

country = sa.Table(
    "country",
    metadata,
    sa.Column("country_code", sa.Text, primary_key=True),  # ISO 3166-1 alpha-3
    sa.Column("country_name", sa.Text, nullable=False),
    sa.Column("region_code", sa.ForeignKey("region.region_code"), nullable=False),
)

data_element = sa.Table(
    "data_element",
    metadata,
    sa.Column("table_name", sa.Text, primary_key=True),
    sa.Column("column_name", sa.Text, primary_key=True),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("data_type", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("codelist", sa.JSON, nullable=False),
    sa.Column("domains", sa.JSON, nullable=False),
    sa.Column("is_core", sa.Boolean, nullable=False),
    sa.Column("applies_when", sa.Text, nullable=False),
    sa.Column("hard_min", sa.Float),
    sa.Column("hard_max", sa.Float),
    sa.Column("soft_min", sa.Float),
    sa.Column("soft_max", sa.Float),
)

burden_reference = sa.Table(
    "burden_reference",
    metadata,
    sa.Column("cancer_site", sa.Text, primary_key=True),
    sa.Column("region_code", sa.Text, primary_key=True),  # AM, EU, AP, OUT
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("new_cases", sa.Integer, nullable=False),
    sa.Column("deaths", sa.Integer),
    sa.Column("source", sa.Text, nullable=False),
)

_TYPES: dict[Kind, type[sa.types.TypeEngine[Any]]] = {
    Kind.KEY: sa.Text,
    Kind.CODE: sa.Text,
    Kind.INTEGER: sa.Integer,
    Kind.NUMBER: sa.Float,
    Kind.STAMP: sa.Date,
}


def _columns(field: Field) -> list[sa.Column[Any]]:
    if field.kind is Kind.DATE:
        name, precision, day = columns_of(field)
        return [
            sa.Column(name, sa.Date),
            sa.Column(precision, sa.Text, nullable=False),  # DAY, MONTH, YEAR, NONE
            sa.Column(day, sa.Float),  # days since index procedure
        ]
    return [sa.Column(field.name, _TYPES[field.kind], nullable=not field.required)]


def _curated(name: str) -> sa.Table:
    columns = [column for field in TABLES[name] for column in _columns(field)]
    place = [sa.Column(column, sa.Text, nullable=False) for column in PLACE.get(name, ())]
    key = TABLE_KEYS[name]
    unique = [sa.UniqueConstraint("snapshot_id", *key)] if len(key) == 1 else []
    return sa.Table(
        name,
        metadata,
        _snapshot_key(),
        sa.Column("row_no", sa.Integer, primary_key=True),
        *columns,
        *place,
        *unique,
    )


curated: dict[str, sa.Table] = {name: _curated(name) for name in TABLES}
site, accrual_target = curated["site"], curated["accrual_target"]

follow_up = sa.Table(
    "follow_up",
    metadata,
    _snapshot_key(),
    sa.Column("endpoint_code", sa.Text, primary_key=True),  # a variant is an endpoint of its own
    sa.Column("diagnosis_id", sa.Text, primary_key=True),
    sa.Column("lesion_id", sa.Text, primary_key=True, default=""),  # empty: the whole diagnosis
    sa.Column("site_id", sa.Text, nullable=False),
    sa.Column("country_code", sa.Text, nullable=False),
    sa.Column("region_code", sa.Text, nullable=False),
    sa.Column("domain_code", sa.Text, nullable=False),
    sa.Column("technique_code", sa.Text, nullable=False),  # of the lesion where it is one
    sa.Column("index_month", sa.Integer),  # 12 x year + month - 1; NULL: no calendar date
    sa.Column("enrolment_type", sa.Text),  # PROSPECTIVE, RETROSPECTIVE; NULL: not entered
    sa.Column("cluster_no", sa.Integer),  # number of the lesion's patient; NULL: no lesion
    sa.Column("entry_half_days", sa.SmallInteger),
    sa.Column("exit_half_days", sa.SmallInteger),
    sa.Column("code", sa.SmallInteger),  # 0 censored, 1 event, 2.. competing; NULL: left out
    sa.Column("left_out", sa.Text),  # why the row cannot be counted; NULL: it is counted
)
follow_up_count = sa.Index(
    "ix_follow_up_count",
    follow_up.c.snapshot_id,
    follow_up.c.domain_code,
    follow_up.c.endpoint_code,
    follow_up.c.technique_code,
    follow_up.c.exit_half_days,
    follow_up.c.code,
    follow_up.c.entry_half_days,
    follow_up.c.left_out,
    follow_up.c.region_code,
    follow_up.c.country_code,
    follow_up.c.site_id,
    follow_up.c.index_month,
    follow_up.c.enrolment_type,
    follow_up.c.cluster_no,
)

index_record = sa.Table(
    "index_record",
    metadata,
    _snapshot_key(),
    sa.Column("diagnosis_id", sa.Text, primary_key=True),
    sa.Column("patient_no", sa.Integer, nullable=False),  # within the snapshot; ties diagnoses
    sa.Column("site_id", sa.Text, nullable=False),
    sa.Column("country_code", sa.Text, nullable=False),
    sa.Column("region_code", sa.Text, nullable=False),
    sa.Column("domain_code", sa.Text, nullable=False),
    sa.Column("technique_code", sa.Text),  # NULL: no index procedure
    sa.Column("index_month", sa.Integer),  # 12 x year + month - 1; NULL: no calendar date
    sa.Column("enrolment_type", sa.Text),
    *(sa.Column(field.name, _TYPES[field.kind]) for field in record_fields()),
)
sa.Index(
    "ix_index_record_domain",
    index_record.c.snapshot_id,
    index_record.c.domain_code,
    index_record.c.site_id,
)

accrual_month = sa.Table(
    "accrual_month",
    metadata,
    _snapshot_key(),
    sa.Column("site_id", sa.Text, primary_key=True),
    sa.Column("domain_code", sa.Text, primary_key=True),
    # 12 x year + month - 1; minus the year where the enrolment date is known to the year only,
    # -1 where it is not known to the year either
    sa.Column("month", sa.Integer, primary_key=True),
    sa.Column("country_code", sa.Text, nullable=False),
    sa.Column("region_code", sa.Text, nullable=False),
    sa.Column("n", sa.Integer, nullable=False),  # enrolled diagnoses
)

quality_check = sa.Table(
    "quality_check",
    metadata,
    _snapshot_key(),
    sa.Column("check_code", sa.Text, primary_key=True),
    sa.Column("site_id", sa.Text, primary_key=True),  # empty: the check could not be run
    sa.Column("domain_code", sa.Text, primary_key=True),
    sa.Column("n", sa.Integer),  # rows that the check applies to; NULL: could not be run
    sa.Column("n_failed", sa.Integer),
)

delay_count = sa.Table(
    "delay_count",
    metadata,
    _snapshot_key(),
    sa.Column("form", sa.Text, primary_key=True),
    sa.Column("site_id", sa.Text, primary_key=True),
    sa.Column("domain_code", sa.Text, primary_key=True),
    sa.Column("month", sa.Integer, primary_key=True),  # of the event, 12 x year + month - 1
    sa.Column("delay_days", sa.SmallInteger, primary_key=True),  # event to entry; -1: negative
    sa.Column("n", sa.Integer, nullable=False),
)

visit_count = sa.Table(
    "visit_count",
    metadata,
    _snapshot_key(),
    sa.Column("site_id", sa.Text, primary_key=True),
    sa.Column("domain_code", sa.Text, primary_key=True),
    sa.Column("visit_code", sa.Text, primary_key=True),
    sa.Column("status", sa.Text, primary_key=True),
    sa.Column("n", sa.Integer, nullable=False),
)

people_count = sa.Table(
    "people_count",
    metadata,
    _snapshot_key(),
    sa.Column("site_id", sa.Text, primary_key=True),
    sa.Column("domain_code", sa.Text, primary_key=True),
    sa.Column("sex", sa.Text, primary_key=True),
    sa.Column("age_decade", sa.SmallInteger, primary_key=True),  # -1: age not entered
    sa.Column("n", sa.Integer, nullable=False),
)

observation_count = sa.Table(
    "observation_count",
    metadata,
    _snapshot_key(),
    sa.Column("horizon_months", sa.SmallInteger, primary_key=True),  # 0: to the data cut-off
    sa.Column("site_id", sa.Text, primary_key=True),
    sa.Column("domain_code", sa.Text, primary_key=True),
    sa.Column("n", sa.Integer, nullable=False),  # diagnoses whose follow-up could reach it
    sa.Column("n_known", sa.Integer, nullable=False),  # of these, known to have reached it or died
    sa.Column("observed_days", sa.BigInteger, nullable=False),
    sa.Column("possible_days", sa.BigInteger, nullable=False),
)

completeness_count = sa.Table(
    "completeness_count",
    metadata,
    _snapshot_key(),
    sa.Column("site_id", sa.Text, primary_key=True),
    sa.Column("domain_code", sa.Text, primary_key=True),
    sa.Column("table_name", sa.Text, primary_key=True),
    sa.Column("column_name", sa.Text, primary_key=True),
    # of the index procedure, 12 x year + month - 1; -1: not known to the month
    sa.Column("month", sa.Integer, primary_key=True),
    sa.Column("country_code", sa.Text, nullable=False),
    sa.Column("region_code", sa.Text, nullable=False),
    sa.Column("n_applicable", sa.Integer, nullable=False),
    sa.Column("n_entered", sa.Integer, nullable=False),  # with those stated as unknown
    sa.Column("n_unknown", sa.Integer, nullable=False),
)
