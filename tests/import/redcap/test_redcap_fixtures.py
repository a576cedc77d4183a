"""Public exports of invented people, each with its verdict; numbers were read off the files."""

from datetime import date

import pytest

from queries.errors import ImportRefused

ONE_FORM = {
    "nonnumeric ids": ("nonnumeric-record-id", "demographics", ["a", "b", "c"]),
    "values from before a validation": ("potentially-problematic-values", "form_1", ["1", "2"]),
    "data access groups, not mapped": ("dag", "demographics", ["331-1", "331-2", "332-3"]),
}
SEX = 'sex = { column = "sex", codes = { 0 = "F", 1 = "M" } }'


@pytest.mark.parametrize(("folder", "form", "ids"), ONE_FORM.values(), ids=ONE_FORM)
def test_a_project_of_one_form_makes_a_patient_a_record(public, fate, column, folder, form, ids):
    prepared = public(folder, "one-form", changes={"FORM": form})

    assert column(prepared, "patient", "patient_id") == ids
    assert fate(prepared) == (len(ids), len(ids), 0, 0)


@pytest.mark.parametrize("dictionary", ["dictionary.csv", "metadata.csv"])
def test_simple_loads_adults_and_sets_mice_aside(public, fate, column, dictionary):
    # 5 records: two of 11 years with a body mass index above 200, then 80, 61 and 59 years.
    prepared = public("simple", "three-forms", dictionary=dictionary)

    assert fate(prepared) == (5, 3, 0, 2)
    assert column(prepared, "patient", "age_at_enrolment") == [80, 61, 59]
    assert column(prepared, "baseline", "bmi") == [24.7, 19.8, 27.9]


def test_simple_holds_truth_values_where_its_dictionary_has_codes(public):
    # Its sex is TRUE and FALSE, its dictionary says 0 and 1: no row can be read with it.
    with pytest.raises(ImportRefused, match="5 rows, all set aside"):
        public("simple", "three-forms", changes={'age_at_enrolment = { column = "age" }': SEX})


def test_groups_are_sites_with_the_country_of_the_map(public, fate, column):
    prepared = public("dag", "groups")

    assert fate(prepared) == (3, 3, 0, 0)
    assert column(prepared, "site", "site_id") == ["daga", "dagb"]
    assert column(prepared, "site", "country_code") == ["USA", "DEU"]
    assert column(prepared, "patient", "site_id") == ["daga", "daga", "dagb"]


def test_groups_that_a_map_leaves_out_are_told(public, notes):
    prepared = public("dag", "one-form", changes={"FORM": "demographics"})

    assert "2 data access groups, and the map uses none" in notes(prepared)


def test_a_record_without_a_group_has_no_site_and_is_set_aside(public, fate, column):
    # Records 4 and 6 have no group, 1 and 2 are 11 years old; 3 and 5 stay.
    prepared = public("blank-for-gray-status", "groups")

    assert fate(prepared) == (6, 2, 0, 4)
    assert column(prepared, "patient", "patient_id") == ["3", "5"]
    assert column(prepared, "patient", "site_id") == ["dag_1", "dag_2"]
    assert column(prepared, "patient", "sex") == ["M", "M"]


def test_a_form_that_may_never_have_been_opened_is_no_incomplete_one(public, notes):
    told = notes(public("blank-for-gray-status", "groups"))

    # health: 1, 0, 2, 2, 0, 0; nothing is entered in record 6, the last.
    assert (
        "form health: 2 complete, 1 unverified, 2 incomplete, "
        "1 with nothing entered (incomplete or never opened)."
    ) in told


@pytest.mark.parametrize(
    ("folder", "dictionary", "weight"),
    [
        ("decimal-comma", "dictionay.csv", "weight"),
        ("decimal-comma-and-dot", "dictionary.csv", "weight_comma"),
        ("decimal-comma-and-dot", "dictionary.csv", "weight_dot"),
        ("decimal-comma-and-dot", "metadata.csv", "weight_comma"),
    ],
)
def test_the_dictionary_says_which_numbers_have_a_comma(public, column, folder, dictionary, weight):
    # The weight stands in for a diameter; the calculated index has a point in both projects.
    more = f'max_diameter_mm = {{ column = "{weight}" }}\nbmi = {{ column = "bmi" }}\n'
    plan = {"dictionary": dictionary, "changes": {"FORM": "demographics"}, "more": more}
    prepared = public(folder, "one-form", **plan)

    assert column(prepared, "baseline", "max_diameter_mm") == [52.3, 92.3, 123.4, 45.9]
    assert column(prepared, "baseline", "bmi") == [22.1, 27.3, 32.5, 17.7]


def test_a_box_is_a_column_and_a_record_of_nothing_but_zeros_is_empty(public, fate, column):
    # check_one 1: ticked in records 1 and 3; check_two b: in record 2; record 4 has no entry.
    code = '{ 0 = "N", 1 = "Y" }'
    more = f'bilobar = {{ column = "check_one___1", codes = {code} }}\n'
    more += f'cirrhosis = {{ column = "check_two___b", codes = {code} }}\n'
    prepared = public("checkboxes-1", "one-form", changes={"FORM": "form_2"}, more=more)

    assert fate(prepared) == (4, 3, 0, 1)
    assert column(prepared, "baseline", "bilobar") == ["Y", "N", "Y"]
    assert column(prepared, "baseline", "cirrhosis") == ["N", "Y", "N"]


def test_events_of_one_arm_make_an_enrolment_and_two_visits(public, fate, column):
    prepared = public("arm-single-longitudinal", "one-arm")

    assert fate(prepared) == (9, 9, 0, 0)
    assert column(prepared, "patient", "enrolment_date") == [
        date(2001, month, 1) for month in (1, 2, 3)
    ]
    assert column(prepared, "visit", "visit_code") == ["M1", "M3"] * 3
    assert column(prepared, "visit", "visit_id")[1] == "1-follow_up_arm_1-1"


def test_events_of_two_arms_are_told_apart(public, fate, column):
    # Of 18 rows, two of record 304 hold only a form about contacts, which nobody maps.
    prepared = public("longitudinal", "two-arms", data=LONG)

    assert fate(prepared) == (18, 16, 0, 2)
    assert column(prepared, "diagnosis", "intent") == ["CURATIVE", "CURATIVE", "PALLIATIVE"]
    assert column(prepared, "visit", "diagnosis_id") == ["100"] * 4 + ["220"] * 4 + ["304"] * 2
    assert column(prepared, "baseline", "bmi") == [58.5, 20.2, 35.2]
    assert column(prepared, "vital_status", "last_contact_date")[1] == date(2007, 4, 2)


def test_a_patient_set_aside_takes_the_rows_of_every_event_along(public, fate, column):
    # Records 220 and 304 are 4 and 9 years old; the six rows of record 100 stay.
    more = 'sex = { column = "sex"'
    changes = {more: f'age_at_enrolment = {{ column = "age" }}\n{more}'}
    prepared = public("longitudinal", "two-arms", data=LONG, changes=changes)

    assert fate(prepared) == (18, 6, 0, 12)
    assert set(column(prepared, "visit", "diagnosis_id")) == {"100"}


LONG = "data-identifiers-blanked.csv"


def test_a_form_that_repeats_makes_a_row_an_instance(public, fate, column):
    prepared = public("repeating-instruments", "repeating")

    assert fate(prepared) == (6, 6, 0, 0)
    assert column(prepared, "visit", "visit_id") == ["1-1", "1-2", "1-3", "2-1"]
    assert column(prepared, "visit", "actual_date")[-1] == date(2004, 4, 4)
    assert column(prepared, "patient", "sex") == ["F", "M"]


def test_a_record_without_repeats_or_dates_is_a_patient_all_the_same(public, fate, column):
    prepared = public("repeating-instruments-sparse", "repeating")

    assert fate(prepared) == (9, 9, 0, 0)
    assert column(prepared, "patient", "patient_id") == ["1", "2", "3", "4", "5"]
    assert column(prepared, "patient", "consent_date")[-1] is None
    assert len(column(prepared, "visit", "visit_id")) == 4


def test_each_form_repeats_on_its_own(public, fate, column, notes):
    # 2 intakes, 6 blood pressures, 4 laboratory values and 5 images, which are not mapped.
    prepared = public("vignette-repeating", "vignette")

    assert fate(prepared) == (17, 12, 0, 5)
    assert column(prepared, "lesion", "lesion_id") == ["L-1-1", "L-1-2", "L-2-1", "L-2-2"]
    assert "5 rows hold the form image" in notes(prepared)


def test_a_number_with_its_unit_behind_it_is_set_aside(public, fate):
    more = 'baseline_diameter_mm = { column = "conc" }\n'

    assert fate(public("vignette-repeating", "vignette", more=more)) == (17, 8, 0, 9)


def test_texts_from_before_a_validation_are_set_aside_where_they_are_mapped(public):
    more = 'baseline_date = { column = "date_before_validation", date = "YYYY-MM-DD" }\n'

    with pytest.raises(ImportRefused, match="no date of the form"):
        public("potentially-problematic-values", "one-form", changes={"FORM": "form_1"}, more=more)


def test_a_record_in_which_nothing_is_entered_is_no_patient(public):
    with pytest.raises(ImportRefused, match="Nothing is entered in the row"):
        public("validation-types-1", "one-form", changes={"FORM": "form_1"})


def test_a_whole_project_as_xml_is_refused_by_what_it_is(public, shared):
    other = "../pycap-project-xml/test_long_project.xml"

    with pytest.raises(ImportRefused, match="whole project as XML"):
        public("longitudinal", "two-arms", data=other)


REFUSED = {
    "simple": ("name_first", "name_last", "address", "telephone", "email", "dob", "comments"),
    "blank-for-gray-status": ("name_first", "email", "dob", "mugshot"),
    "dag": ("first_name", "last_name", "address", "telephone", "email", "dob"),
    "longitudinal": (
        *("first_name", "telephone_1", "dob", "ec_phone", "next_of_kin_contact_name"),
        *("next_of_kin_contact_address", "next_of_kin_contact_phone", "vob7", "patient_document"),
    ),
    "nonnumeric-record-id": ("name",),
    "validation-types-1": (
        *("v_email", "v_mrn_10d", "v_mrn_generic", "v_vmrn", "v_phone", "v_phone_australia"),
        *("v_ssn", "v_zipcode", "v_postalcode_canada", "v_postalcode_germany"),
        *("f_notes", "f_file_upload", "f_signature"),
    ),
}


@pytest.mark.parametrize(
    ("folder", "name"), [(folder, name) for folder, names in REFUSED.items() for name in names]
)
def test_a_map_that_asks_for_an_identifier_or_free_text_is_refused(public, folder, name):
    form = "form_1" if folder == "validation-types-1" else "demographics"
    data = LONG if folder == "longitudinal" else "data.csv"
    more = f'ascites = {{ column = "{name}" }}\n'

    with pytest.raises(ImportRefused, match=rf"asks for “{name}”, which (is|holds)"):
        public(folder, "one-form", data=data, changes={"FORM": form}, more=more)


@pytest.mark.parametrize("name", ["given_birth", "ec_confirmed", "next_of_kin_confirmed", "vld1"])
def test_a_field_that_only_sounds_alike_is_not_refused(public, name, notes):
    told = notes(public("longitudinal", "two-arms", data=LONG))

    (line,) = [line for line in told.splitlines() if f" {name}," in line]
    assert line.startswith("Not mapped")
