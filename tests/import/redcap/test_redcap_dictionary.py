"""A data dictionary read: names of boxes, choices, identifiers, and what is no dictionary."""

import pytest

from queries.errors import ImportRefused
from queries.importers.redcap.dictionary import HEADERS, checkbox_column, read_dictionary
from queries.importers.redcap.identifiers import why_not

ROW = "record_id,enrol,text,Record,,,"
SEX = 'sex,enrol,radio,Sex,"1, Female | 2, Male",,'
API, WEB = ",".join(HEADERS), ",".join(f'"{title}"' for title in HEADERS.values())


def dictionary_of(tmp_path, *lines, header=API):
    path = tmp_path / "dictionary.csv"
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return read_dictionary(path)


@pytest.mark.parametrize(
    ("code", "column"),
    [
        ("1", "f___1"),
        ("-9", "f____9"),
        ("-99", "f____99"),
        ("A", "f___a"),
        ("a-b", "f___a_b"),
        ("1.5", "f___1_5"),
        ("a_b", "f___a_b"),
        ("a b", "f___ab"),
    ],
)
def test_a_box_is_named_as_redcap_does(code, column):
    assert checkbox_column("f", code) == column


@pytest.mark.parametrize("header", [API, WEB], ids=["programming interface", "web page"])
def test_both_kinds_of_header_are_read(tmp_path, header):
    dictionary = dictionary_of(tmp_path, ROW, SEX, header=header)

    assert dictionary.record_id == "record_id"
    assert dictionary.forms == ("enrol",)
    assert dictionary.fields["sex"].choices == {"1": "Female", "2": "Male"}


@pytest.mark.parametrize(
    ("kind", "text", "choices"),
    [
        ("radio", "1, A, or B | 2, C", {"1": "A, or B", "2": "C"}),
        ("dropdown", "-1,no| 1,yes", {"-1": "no", "1": "yes"}),
        ("checkbox", " 3, three | x, ex", {"3": "three", "x": "ex"}),
        ("radio", "Dr | Prof", {"Dr": "Dr", "Prof": "Prof"}),
        ("yesno", "", {"1": "Yes", "0": "No"}),
        ("truefalse", "", {"1": "True", "0": "False"}),
        ("slider", "-1 | 50 | 101", {}),
        ("calc", "round([a]/[b],1)", {}),
        ("sql", "SELECT 1", {}),
    ],
)
def test_only_fields_with_choices_have_choices(tmp_path, kind, text, choices):
    dictionary = dictionary_of(tmp_path, ROW, f'f,enrol,{kind},F,"{text}",,')

    assert dictionary.fields["f"].choices == choices


NO_DICTIONARY = {
    "data": (("1,2",), "record_id,age", "no data dictionary: it has no column “Variable"),
    "without identifier marks": ((ROW,), API.removesuffix(",identifier"), "“Identifier?”"),
    "empty": ((), API, "has no fields"),
    "a field twice": ((ROW, SEX, SEX), API, "names sex more than once"),
    "a short row": ((ROW, "sex,enrol"), API, "Row 3"),
    "no field name": ((ROW, SEX.replace("sex", "Sex of it")), API, "Row 3"),
}


@pytest.mark.parametrize(("lines", "header", "reason"), NO_DICTIONARY.values(), ids=NO_DICTIONARY)
def test_what_is_no_dictionary_is_refused(tmp_path, lines, header, reason):
    with pytest.raises(ImportRefused) as refused:
        dictionary_of(tmp_path, *lines, header=header)

    assert reason in refused.value.reason


@pytest.mark.parametrize(
    "name",
    [
        *("name", "first_name", "lname", "surname", "initials", "pt_initials", "mrn", "mrn_2"),
        *("dob", "birth_date", "date_of_birth", "birthdate", "phone", "phone2", "mobile", "fax"),
        *("email", "e_mail", "email_2", "address", "home_address_1", "street", "zip", "postcode"),
        *("patientname", "pt_lastname", "homephone", "emailaddress", "ptdob", "nameof_pt_name2"),
        *("hospital_number", "ssn", "medical_record_number", "serial_no", "photo"),
    ],
)
def test_an_identifier_is_known_by_its_name(tmp_path, name):
    dictionary = dictionary_of(tmp_path, ROW, f"{name},enrol,text,F,,,")

    assert why_not(dictionary.fields[name]) == "is named like an identifier"


@pytest.mark.parametrize(
    "name",
    [
        *("record_id", "age", "given_birth", "tumour_number", "initial_dose", "dose_number"),
        *("segment", "site_of_disease", "telangiectasia", "mailed", "unnamed", "zipper", "females"),
    ],
)
def test_a_field_of_another_meaning_keeps_its_place(tmp_path, name):
    dictionary = dictionary_of(tmp_path, f"{name},enrol,text,F,,,")

    assert why_not(dictionary.fields[name]) == ""


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("f,enrol,text,F,,,y", "is marked as an identifier in the dictionary"),
        ("f,enrol,text,F,,phone_australia,", "is validated as an identifier"),
        ("f,enrol,notes,F,,,", "holds free text"),
        ("f,enrol,file,F,,signature,", "holds files"),
        ("f,enrol,text,F,,number,NA", ""),
    ],
)
def test_the_mark_the_validation_and_the_type_decide_too(tmp_path, row, reason):
    assert why_not(dictionary_of(tmp_path, ROW, row).fields["f"]) == reason
