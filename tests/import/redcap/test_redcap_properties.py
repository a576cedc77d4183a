"""Whatever the rows of an export hold: each is loaded, a duplicate, or set aside."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queries.importers.findings import Severity

ANCHOR = "ANCHOR,e_arm_1,,,north,1,61,0,1,H77,35.5,2,,,,2024-06-01 10:30,0,2"
GOOD = ANCHOR.replace("ANCHOR", "R3")
HEADER = {"record_id,": "record_id,redcap_event_name,"}
NUMBER_PLACES = ("", "1", "2", "-1", "1.5", "x", "999999999999")
CELLS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_characters='\0\r\n",', exclude_categories=["Cs"]),
    max_size=5,
)


def one_of(*texts):
    return st.one_of(st.sampled_from(texts), st.sampled_from(texts), CELLS)


ROWS = st.tuples(
    one_of("R1", "R2", "R1-1", ""),
    one_of("e_arm_1", "e_arm_2", "late_arm_1", "", "Late (Arm 1)"),
    one_of("", "session", "exit", "Session"),
    one_of(*NUMBER_PLACES),
    one_of("north", "south", ""),
    one_of("1", "2", "Female", "9", ""),
    one_of("61", "7", "NI", ""),
    one_of("0", "1", "Checked", ""),
    one_of("0", "1", ""),
    one_of("H1", ""),
    one_of("35.5", "35,5", "<5", ""),
    one_of("0", "1", "2", "Complete", ""),
    one_of("10", "20", "TACE", ""),
    one_of("2023-01-10", "2023-02-30", "10-01-2023", "NI", ""),
    one_of("0", "2", ""),
    one_of("2024-06-01 10:30", "2024-06-01", "[not completed]", ""),
    one_of("0", "1", "No", ""),
    one_of("0", "2", "7", ""),
).map(",".join)
LINES = st.lists(
    st.one_of(ROWS, ROWS, st.sampled_from([GOOD, "", "R1,e_arm_1", f"{GOOD},x"])), max_size=10
)


QUIET = {"suppress_health_check": [HealthCheck.function_scoped_fixture]}


@given(lines=LINES)
@settings(**QUIET, max_examples=150)
def test_no_row_of_an_export_is_lost(bring, fate, column, lines):
    prepared = bring(*lines, ANCHOR, header=HEADER, missing=("NI",))

    n_file, n_loaded, n_duplicate, n_aside = fate(prepared)
    assert n_file == len(lines) + 1 == n_loaded + n_duplicate + n_aside
    set_aside = {f.file_row for f in prepared.report.findings if f.severity is Severity.QUARANTINE}
    assert len(set_aside) == n_aside
    assert "ANCHOR" in column(prepared, "patient", "patient_id")


@given(lines=LINES)
@settings(**QUIET, max_examples=50)
def test_no_field_marked_as_identifier_reaches_a_curated_row_or_the_report(bring, lines):
    marked = [line.replace("H1", "SECRET") for line in lines]
    prepared = bring(*marked, ANCHOR.replace("H77", "SECRET"), header=HEADER)

    held = [v for t in prepared.draft.tables.values() for c in t.columns.values() for v in c]
    assert "SECRET" not in held
    assert "SECRET" not in prepared.report.text()
