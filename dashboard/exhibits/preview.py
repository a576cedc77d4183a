"""A release under review, to be shown."""

from dashboard.answers.preview import Preview
from dashboard.exhibits.model import Exhibit
from dashboard.sentences import preview as told
from dashboard.tables import preview as tables

SIDE_BY_SIDE = Exhibit[Preview](
    name="release-preview",
    title="Internal and public numbers",
    counted=told.preview_counted,
    seen=told.preview_seen,
    note=told.preview_note,
    table=tables.preview_table,
    table_title="Every number, those that are withheld first",
    files=(),  # exact small numbers beside released ones do not leave the page
    dated_by="nothing",
)
