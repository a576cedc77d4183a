"""What a mapping can say beyond a column for a field: each by one small file."""

from datetime import date

import pytest

from queries.domains.model import Field, Kind
from queries.errors import ImportRefused
from queries.importers.files import fingerprint, read_files
from queries.importers.findings import Findings, Severity
from queries.importers.intervals import interval_reader
from queries.importers.language import Rule, Source
from queries.importers.mapping import load_mapping
from queries.importers.prepare import prepare
from queries.importers.reading import draft_of, together

HEAD = """
[source]
label = "x"
SOURCE

[[table]]
name = "site"
[table.fields]
site_id = { value = "A" }
country_code = { value = "DEU" }

[[table]]
name = "patient"
[table.fields]
patient_id = { column = "id" }
site_id = { value = "A" }
PATIENT

[[table]]
name = "diagnosis"
[table.fields]
diagnosis_id = { column = "id" }
patient_id = { column = "id" }
domain_code = { value = "HCC" }

[[table]]
name = "procedure"
[table.fields]
procedure_id = { column = "id" }
diagnosis_id = { column = "id" }
PROCEDURE
"""


@pytest.fixture
def taken(tmp_path):
    """Take files through a mapping: `taken({"t.csv": "id\\n1\\n"}, source="", patient="")`."""

    def through(files, mapping=HEAD, **parts):
        for part in ("source", "patient", "procedure"):
            mapping = mapping.replace(part.upper(), parts.get(part, ""))
        place = tmp_path / "map.toml"
        place.write_text(mapping, encoding="utf-8")
        folder = tmp_path / "files"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        plan, _ = load_mapping(place)
        findings = Findings()
        target = folder if len(files) > 1 or plan.file else folder / next(iter(files))
        read = read_files(target, plan, findings)
        return prepare(together(draft_of(p.source, p.plan, findings) for p in read), findings)

    return through


def values(prepared, table, column):
    return prepared.draft.table(table).column(column)


def count_of(prepared):
    (count,) = prepared.report.files
    return count.n_loaded, count.n_duplicate, count.n_quarantined, count.n_left_out


def test_several_columns_are_joined_and_coded_together(taken):
    rule = 'sex = { columns = ["a", "b"], codes = { "1|0" = "F", "0|1" = "M" } }'

    prepared = taken({"t.csv": "id,a,b\n1,1,0\n2,0,1\n3,,1\n"}, patient=rule)

    assert values(prepared, "patient", "sex") == ["F", "M", None]


def test_a_part_of_a_text_can_be_a_value(taken):
    mapping = HEAD.replace(
        'site_id = { value = "A" }',
        'site_id = { column = "id", part = { between = "-", number = 2 } }',
    )

    prepared = taken({"t.csv": "id\nX-NA-1\nX-02-2\n"}, mapping)

    assert values(prepared, "patient", "site_id") == ["NA", "02"]


def test_a_text_without_that_part_is_set_aside(taken):
    rule = 'sex = { column = "id", part = { between = "-", number = 2 } }'

    assert count_of(taken({"t.csv": "id\n1-F\n2\n"}, patient=rule)) == (1, 0, 1, 0)


def test_a_part_is_no_missing_text_even_if_it_reads_like_one(taken):
    mapping = HEAD.replace(
        'site_id = { value = "A" }',
        'site_id = { column = "at", part = { between = "-", number = 1 } }',
    )

    prepared = taken({"t.csv": "id,at\n1,NA-x\n2,NA\n3,-x\n"}, mapping, source='missing = ["NA"]')

    assert values(prepared, "patient", "site_id") == ["NA"]
    assert count_of(prepared) == (1, 0, 2, 0)  # the others have no site


def test_the_row_number_can_be_the_identifier(taken):
    mapping = HEAD.replace('{ column = "id" }', '{ row = true, prefix = "P" }')

    prepared = taken({"t.csv": "sex\nf\nf\n"}, mapping)

    assert values(prepared, "patient", "patient_id") == ["P2", "P3"]
    assert count_of(prepared) == (2, 0, 0, 0)


def test_a_date_that_shows_more_than_is_known_keeps_what_is_known(taken):
    rule = 'enrolment_date = { column = "d", date = "ISO", precision = "MONTH" }'
    year = 'withdrawal_date = { column = "d", date = "ISO", precision = "YEAR" }'

    prepared = taken({"t.csv": "id,d\n1,2020-03-07\n2,\n3,2020\n"}, patient=f"{rule}\n{year}")

    first, new_year = date(2020, 3, 1), date(2020, 1, 1)
    assert values(prepared, "patient", "enrolment_date") == [first, None, new_year]
    assert values(prepared, "patient", "enrolment_precision") == ["MONTH", "NONE", "YEAR"]
    assert values(prepared, "patient", "withdrawal_date") == [new_year, None, new_year]


@pytest.mark.parametrize(
    ("form", "text", "day", "precision"),
    [
        ("M/D/YYYY", "1/19/1993", date(1993, 1, 19), "DAY"),
        ("M/D/YYYY", "06/03/1995", date(1995, 6, 3), "DAY"),
        ("D/M/YYYY", "6/3/1995", date(1995, 3, 6), "DAY"),
        ("ISO", "2020-07-12", date(2020, 7, 12), "DAY"),
        ("ISO", "2020-07-12T23:30:00.000-08:00", date(2020, 7, 12), "DAY"),
        ("ISO", "1998-04-09 00:00:00", date(1998, 4, 9), "DAY"),
        ("ISO", "2020-07", date(2020, 7, 1), "MONTH"),
        ("ISO", "2020", date(2020, 1, 1), "YEAR"),
        ("SAS", "0", date(1960, 1, 1), "DAY"),
        ("SAS", "19725", date(2014, 1, 2), "DAY"),
    ],
)
def test_forms_of_dates(taken, form, text, day, precision):
    rule = f'enrolment_date = {{ column = "d", date = "{form}" }}'

    prepared = taken({"t.csv": f"id,d\n1,{text}\n"}, patient=rule)

    assert values(prepared, "patient", "enrolment_date") == [day]
    assert values(prepared, "patient", "enrolment_precision") == [precision]


@pytest.mark.parametrize(
    ("form", "text"),
    [("ISO", "2020-7-1"), ("ISO", "2020-07-12Tx"), ("SAS", "1.5"), ("SAS", "9999999"),
     ("M/D/YYYY", "13/1/2020"), ("D/M/YYYY", "31/2/2020")],
)  # fmt: skip
def test_a_date_of_another_form_is_set_aside(taken, form, text):
    rule = f'enrolment_date = {{ column = "d", date = "{form}" }}'

    prepared = taken({"t.csv": f"id,d\n1,{text}\n2,\n"}, patient=rule)

    assert count_of(prepared) == (1, 0, 1, 0)


AGE = 'age_at_enrolment = { column = "on", date = "ISO", since = "born" }'


def test_age_is_in_completed_years(taken):
    table = "id,born,on\n1,1980-03-01,2020-02-29\n2,1980-02-29,2020-02-29\n3,,2020-02-29\n"

    prepared = taken({"t.csv": table}, patient=AGE)

    assert values(prepared, "patient", "age_at_enrolment") == [39, 40, None]


@pytest.mark.parametrize(
    ("born", "wait"), [("1.1.1980", "9"), ("1980-01-01", "nine")], ids=["date", "number added"]
)
def test_a_start_that_cannot_be_read_is_set_aside(taken, born, wait):
    rule = AGE.replace('"born"', '["born", "wait"]')
    table = f"id,born,on,wait\n1,{born},2020-02-29,{wait}\n2,1980-01-01,2020-02-29,9\n"

    assert count_of(taken({"t.csv": table}, patient=rule)) == (1, 0, 1, 0)


def test_a_start_that_is_not_known_gives_no_age(taken):
    table = "id,born,on\n1,?,2020-02-29\n"

    prepared = taken({"t.csv": table}, patient=AGE, source='unknown = ["?"]')

    assert values(prepared, "patient", "age_at_enrolment") == [None]
    assert "stated as unknown" in prepared.report.text()


def test_an_age_out_of_bounds_may_be_absent_without_its_row(taken):
    rule = AGE.replace(" }", ", or_absent = true }")

    prepared = taken({"t.csv": "id,born,on\n1,2019-01-01,2020-02-29\n"}, patient=rule)

    assert values(prepared, "patient", "age_at_enrolment") == [None]
    assert count_of(prepared) == (1, 0, 0, 0)


def test_an_age_below_nought_is_set_aside(taken):
    table = "id,born,on\n1,2021-03-01,2020-02-29\n2,1980-02-29,2020-02-29\n"

    assert count_of(taken({"t.csv": table}, patient=AGE)) == (1, 0, 1, 0)


@pytest.mark.parametrize(
    ("kind", "expected"), [(Kind.NUMBER, 366 / 30.4375), (Kind.INTEGER, 12)], ids=str
)
def test_time_in_months_is_kept_in_months(kind, expected):
    field = Field("interval_mo", "Interval", kind, "months")
    rule = Rule(column="end", date="ISO", since=("start",))

    read = interval_reader(field, rule, Source(label="x"))

    assert read(("2021-01-01", "2020-01-01")) == expected


def test_the_day_of_entry_is_kept_as_a_date(taken):
    rule = 'date_entered = { column = "d", date = "ISO" }'

    prepared = taken({"t.csv": "id,d\n1,2020-03-07\n2,x\n"}, patient=rule)

    assert values(prepared, "patient", "date_entered") == [date(2020, 3, 7)]
    assert count_of(prepared) == (1, 0, 1, 0)


def test_empty_rows_at_the_end_are_noted(taken):
    assert "2 empty rows at the end" in taken({"t.csv": "id\n1\n\n\n"}).report.text()


def test_days_are_counted_from_a_start_and_what_is_added_to_it(taken):
    rule = 'procedure_date = { column = "op", date = "ISO", since = ["ct", "wait"] }'

    prepared = taken({"t.csv": "id,op,ct,wait\n1,2020-03-01,2020-02-01,9\n"}, procedure=rule)

    assert values(prepared, "procedure", "procedure_day") == [20.0]
    assert values(prepared, "procedure", "procedure_date") == [None]


def test_numbers_are_counted_from_a_start_in_their_unit(taken):
    rule = 'procedure_date = { column = "t", since = "zero", elapsed = true, unit = "weeks" }'

    prepared = taken({"t.csv": "id,t,zero\n1,5,3\n2,5,\n"}, procedure=rule)

    assert values(prepared, "procedure", "procedure_day") == [14.0, None]


def test_a_number_that_cannot_be_read_sets_its_row_aside(taken):
    rule = 'procedure_date = { column = "t", since = "zero", elapsed = true, unit = "weeks" }'

    prepared = taken({"t.csv": "id,t,zero\n1,x,3\n2,99999,0\n3,5,3\n"}, procedure=rule)

    assert count_of(prepared) == (1, 0, 2, 0)


def test_days_are_not_counted_from_a_date_known_to_the_month(taken):
    rule = 'procedure_date = { column = "op", date = "ISO", since = "ct" }'
    table = "id,op,ct\n1,2020-03-01,2020-02\n2,2020-03-01,2020-02-01\n"

    assert count_of(taken({"t.csv": table}, procedure=rule)) == (1, 0, 1, 0)


def test_decimals_are_dropped_only_where_the_mapping_says_so(taken):
    table = {"t.csv": "id,age\n1,70.97\n2,60\n"}

    rounded = taken(table, patient='age_at_enrolment = { column = "age", round = "down" }')
    strict = taken(table, patient='age_at_enrolment = { column = "age" }')

    assert values(rounded, "patient", "age_at_enrolment") == [70, 60]
    assert count_of(strict) == (1, 0, 1, 0)


@pytest.mark.parametrize("text", ["7", "x", "1e2"], ids=["out of bounds", "no number", "exponent"])
def test_a_refused_value_may_be_absent_without_its_row(taken, text):
    rule = 'age_at_enrolment = { column = "age", or_absent = true }'

    prepared = taken({"t.csv": f"id,age\n1,{text}\n2,60\n"}, patient=rule)

    assert values(prepared, "patient", "age_at_enrolment") == [None, 60]
    assert count_of(prepared) == (2, 0, 0, 0)
    (query,) = [f for f in prepared.report.findings if f.severity is Severity.QUERY]
    assert (query.file_row, query.column) == (2, "age")


def test_rows_that_are_not_wanted_are_left_out_and_counted(taken):
    source = 'rows = [{ column = "kind", among = ["a"] }, { column = "bad", except = ["yes"] }]'

    prepared = taken({"t.csv": "id,kind,bad\n1,a,\n2,b,\n3,a,yes\n4,a,no,x\n"}, source=source)

    assert values(prepared, "patient", "patient_id") == ["1"]
    assert count_of(prepared) == (1, 0, 1, 2)  # a row that does not fit is never left out
    assert "2 left out by the mapping" in prepared.report.text()


def test_the_first_of_several_rows_is_taken_by_number_or_date(taken):
    by_number = taken(
        {"t.csv": "id,t\n1,10\n1,9\n2,3\n"}, source='first = { by = "id", order = "t" }'
    )
    by_date = taken(
        {"t.csv": "id,t\n1,10/01/2020\n1,02/02/2019\n2,01/01/2020\n"},
        source='first = { by = "id", order = "t", date = "DD/MM/YYYY" }',
    )

    assert count_of(by_number) == count_of(by_date) == (2, 0, 0, 1)
    assert by_number.draft.table("patient").rows == by_date.draft.table("patient").rows == [3, 4]


def test_a_row_that_cannot_be_put_in_order_is_set_aside(taken):
    table = {"t.csv": "id,t\n1,\n1,9\n2,3\n"}

    prepared = taken(table, source='first = { by = "id", order = "t" }')

    assert count_of(prepared) == (2, 0, 1, 0)


def test_a_row_of_no_group_is_set_aside(taken):
    table = {"t.csv": "id,g,t\n1,,1\n2,a,9\n3,a,3\n"}

    prepared = taken(table, source='first = { by = "g", order = "t" }')

    assert values(prepared, "patient", "patient_id") == ["3"]
    assert count_of(prepared) == (1, 0, 1, 1)


def test_a_date_that_cannot_be_put_in_order_is_set_aside(taken):
    source = 'first = { by = "id", order = "t", date = "ISO" }'

    assert count_of(taken({"t.csv": "id,t\n1,x\n1,2020-01-01\n"}, source=source)) == (1, 0, 1, 0)


def test_a_row_that_no_table_takes_is_set_aside(taken):
    mapping = HEAD.replace(
        "[table.fields]", 'when = { column = "id", except = ["2"] }\n[table.fields]'
    )

    assert count_of(taken({"t.csv": "id\n1\n2\n"}, mapping)) == (1, 0, 1, 0)


def test_columns_without_a_name_are_left_out_on_request(taken):
    prepared = taken({"t.csv": ",id,\n1,A,x\n"}, source="skip_unnamed = true")

    assert values(prepared, "patient", "patient_id") == ["A"]


TWO = (
    HEAD.replace(
        "SOURCE",
        """
[[file]]
name = "people"
path = "people.csv"

[[file]]
name = "ops"
path = "ops.csv"
lookup = [{ file = "people", key = "person", match = "id" }]
""",
    )
    .replace('[[table]]\nname = "procedure"', '[[table]]\nfile = "ops"\nname = "procedure"')
    .replace('[[table]]\nname = "', '[[table]]\nfile = "people"\nname = "')
    .replace('procedure_id = { column = "id" }', 'procedure_id = { column = "op" }')
    .replace(
        'diagnosis_id = { column = "id" }\nPROCEDURE',
        'diagnosis_id = { column = "person" }\nprocedure_date = '
        '{ column = "on", date = "ISO", since = "people.start" }',
    )
)
PEOPLE = "id,start\n1,2020-01-01\n2,2020-01-01\n"


def test_what_another_file_says_can_be_looked_up(taken):
    prepared = taken({"people.csv": PEOPLE, "ops.csv": "op,person,on\na,1,2020-01-11\n"}, TWO)

    assert values(prepared, "procedure", "procedure_day") == [10.0]
    assert [(c.label, c.n_file) for c in prepared.report.files] == [
        ("people.csv", 2),
        ("ops.csv", 1),
    ]


def test_rows_are_conserved_file_by_file_and_findings_name_their_file(taken):
    ops = "op,person,on\na,1,2020-01-11\na,1,2020-01-11\nb,9,2020-01-11\n"

    prepared = taken({"people.csv": PEOPLE + "3\n", "ops.csv": ops}, TWO)

    counts = [(c.n_loaded, c.n_duplicate, c.n_quarantined) for c in prepared.report.files]
    assert counts == [(2, 0, 1), (1, 1, 1)]
    aside = [f for f in prepared.report.findings if f.severity is Severity.QUARANTINE]
    assert {(f.file, f.file_row) for f in aside} == {("people.csv", 4), ("ops.csv", 4)}


def test_what_is_there_twice_is_not_looked_up(taken):
    people = PEOPLE.replace("1,2020-01-01", "1,2020-01-01\n1,2020-01-02")

    prepared = taken(
        {"people.csv": people, "ops.csv": "op,person,on\na,1,2020-01-11\nb,2,2020-01-11\n"},
        TWO.replace("\nPATIENT", ""),
    )

    ops = prepared.report.files[1]
    assert (ops.n_loaded, ops.n_quarantined) == (1, 1)


def test_a_row_that_is_not_wanted_is_not_looked_up_for(taken):
    people = PEOPLE.replace("1,2020-01-01", "1,2020-01-01\n1,2020-01-02")
    mapping = TWO.replace(
        'path = "ops.csv"', 'path = "ops.csv"\nrows = { column = "op", among = ["b"] }'
    )

    report = taken(
        {"people.csv": people, "ops.csv": "op,person,on\na,1,2020-01-11\nb,2,2020-01-11\n"}, mapping
    ).report

    ops = report.files[1]
    assert (ops.n_loaded, ops.n_quarantined, ops.n_left_out) == (1, 0, 1)


def test_a_file_that_is_only_looked_up_in_is_noted_with_what_is_wrong_in_it(taken):
    mapping = TWO.replace('file = "people"\nname', 'file = "ops"\nname').replace(
        '{ column = "id" }', '{ column = "person" }'
    )
    files = {"people.csv": PEOPLE + "3\n", "ops.csv": "op,person,on\na,1,2020-01-11\n"}

    report = taken(files, mapping).report

    assert [c.label for c in report.files] == ["ops.csv"]
    told = " ".join(f.rule for f in report.findings if f.file == "people.csv")
    assert "2 rows to look up in" in told
    assert "1 rows cannot be read" in told


def test_a_file_that_is_not_mapped_is_named(taken):
    files = {
        "people.csv": PEOPLE,
        "ops.csv": "op,person,on\na,1,2020-01-11\n",
        "more.csv": "a\n1\n",
    }

    assert "not read: more.csv" in taken(files, TWO).report.text()


def test_the_fingerprint_of_several_files_changes_with_each(tmp_path, taken):
    taken({"people.csv": PEOPLE, "ops.csv": "op,person,on\na,1,2020-01-11\n"}, TWO)
    plan, _ = load_mapping(tmp_path / "map.toml")
    before = fingerprint(read_files(tmp_path / "files", plan, Findings()))
    (tmp_path / "files" / "people.csv").write_text(PEOPLE + "3,2020-01-01\n")

    assert fingerprint(read_files(tmp_path / "files", plan, Findings())) != before


def without(old, new):
    assert old in TWO
    return TWO.replace(old, new)


WRONG_FILES = {
    "a table without its file": (without('file = "ops"\nname', "name"), "made from the file"),
    "a file twice": (without('"ops"\npath', '"people"\npath'), "more than once"),
    "looked up before it is listed": (without('"people", key', '"ops", key'), "not listed"),
    "a folder in a name": (without('"people.csv"', '"../people.csv"'), "with a folder"),
    "a key that is not there": (without('match = "id"', 'match = "pid"'), "look something up"),
}


@pytest.mark.parametrize(("mapping", "reason"), WRONG_FILES.values(), ids=WRONG_FILES)
def test_a_wrong_list_of_files_is_refused(taken, mapping, reason):
    files = {"people.csv": PEOPLE, "ops.csv": "op,person,on\na,1,2020-01-11\n"}

    with pytest.raises(ImportRefused, match=reason) as refused:
        taken(files, mapping)

    assert refused.value.remedy


def test_one_file_in_place_of_a_folder_is_refused(tmp_path, taken):
    taken({"people.csv": PEOPLE, "ops.csv": "op,person,on\na,1,2020-01-11\n"}, TWO)
    plan, _ = load_mapping(tmp_path / "map.toml")

    with pytest.raises(ImportRefused, match=r"people\.csv is one"):
        read_files(tmp_path / "files" / "people.csv", plan, Findings())


BORN = AGE.removesuffix(" }")
WRONG_RULES = {
    "a row number that is no identifier": "sex = { row = true }",
    "an age without its dates": 'age_at_enrolment = { column = "id", since = "id" }',
    "time since in another unit": BORN + ', unit = "months" }',
    "a precision of text": 'sex = { column = "id", precision = "MONTH" }',
    "columns and a column": 'sex = { column = "id", columns = ["id"] }',
    "a row number with codes": 'site_id = { row = true, codes = { 1 = "A" } }',
    "time since a start without an end": AGE.replace("column", "value"),
    "rounded text": 'sex = { column = "id", round = "down" }',
    "the precision of no date": BORN.replace("age_at_enrolment", "consent_date")
    + ', precision = "YEAR" }',
    "a stamp that is counted": 'date_entered = { column = "id", elapsed = true, unit = "days" }',
}


@pytest.mark.parametrize("rule", WRONG_RULES.values(), ids=WRONG_RULES)
def test_a_rule_that_makes_no_sense_is_refused(taken, rule):
    mapping = HEAD.replace('site_id = { value = "A" }\nPATIENT', "PATIENT")
    site = "" if rule.startswith("site_id") else 'site_id = { value = "A" }\n'

    with pytest.raises(ImportRefused, match=r"The mapping of patient\.") as refused:
        taken({"t.csv": "id\n1\n"}, mapping, patient=site + rule)

    assert refused.value.remedy
