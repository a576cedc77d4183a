"""Tables of the release store, and of what the registry remembers of its releases."""

import sqlalchemy as sa

RELEASE, MEMORY = "release", "release_memory"  # schemas in PostgreSQL; files of their own otherwise

published = sa.MetaData(schema=RELEASE)
remembered = sa.MetaData(schema=MEMORY)

release = sa.Table(
    "release",
    published,
    sa.Column("release_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("build_key", sa.Text, nullable=False, unique=True),
    sa.Column("base_id", sa.Integer),  # release that it was compared with; NULL: the first
    sa.Column("snapshot_id", sa.Integer, nullable=False),
    sa.Column("source_label", sa.Text, nullable=False),
    sa.Column("data_cut_date", sa.Date),  # NULL: the source has no calendar
    sa.Column("is_synthetic", sa.Boolean, nullable=False),
    sa.Column("status", sa.Text, nullable=False),  # PENDING, CURRENT, SUPERSEDED, WITHDRAWN
    sa.Column("built_at", sa.DateTime(timezone=True), nullable=False),  # UTC
    sa.Column("built_by", sa.Text, nullable=False),
    sa.Column("approved_at", sa.DateTime(timezone=True)),
    sa.Column("approved_by", sa.Text),
    sa.Column("config", sa.JSON, nullable=False),  # thresholds
    sa.Column("audit", sa.JSON, nullable=False),  # what the attack was and found
    sa.Column("sha256", sa.Text, nullable=False),  # of the items
)
sa.Index(
    "uq_release_current",
    release.c.status,
    unique=True,
    sqlite_where=release.c.status == "CURRENT",
    postgresql_where=release.c.status == "CURRENT",
)

release_item = sa.Table(
    "release_item",
    published,
    sa.Column("release_id", sa.ForeignKey(f"{RELEASE}.release.release_id"), primary_key=True),
    sa.Column("item_id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("payload", sa.JSON, nullable=False),  # protected values only
)

release_event = sa.Table(
    "release_event",
    published,
    sa.Column("event_no", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("release_id", sa.Integer),  # NULL: a build that was refused
    sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),  # UTC
    sa.Column("event", sa.Text, nullable=False),  # BUILD, REFUSE, APPROVE, WITHDRAW
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("detail", sa.JSON, nullable=False),
)

release_memory = sa.Table(
    "release_memory",
    remembered,
    sa.Column("build_key", sa.Text, primary_key=True),
    sa.Column("item_id", sa.Text, primary_key=True),
    sa.Column("memory", sa.JSON, nullable=False),  # true counts: never leaves the registry's side
)


def placed(engine: sa.Engine) -> sa.Engine:
    """Return the engine with the schemas left out where each is a file of its own."""
    if engine.dialect.name != "sqlite":
        return engine
    return engine.execution_options(schema_translate_map={RELEASE: None, MEMORY: None})
