"""What is told about an export as a whole: columns left unread, forms, events, status."""

from datetime import date

BASE = "R1,,,north,1,61,0,1,H77,35.5,2,,,,2024-06-01 10:30,0,2"
SECOND = "R2,,,north,2,70,1,0,H78,20,2,,,,2024-05-01 09:00,1,1"
SESSION = "R1,session,1,north,,,,,,,,10,2023-01-10,2,,,"


def test_what_is_not_read_is_listed_with_its_reason(bring, notes):
    header = {"hospital_no": "hospital_no,extra"}
    told = notes(bring(BASE.replace("H77", "H77,x"), header=header))

    assert "Never read: hospital_no. Each is marked as an identifier" in told
    assert "Never read: extra. Each is not in the dictionary." in told


def test_a_form_that_repeats_is_not_called_grey_where_it_cannot_be(bring, notes):
    told = notes(bring(BASE, SESSION, SESSION.replace("session,1", "session,2")))

    assert "Status of the form session: 2 complete." in told
    assert "Status of the form enrol: 1 complete." in told


def test_a_form_never_opened_is_called_grey(bring, notes):
    told = notes(bring(BASE, SECOND.replace("2024-05-01 09:00,1,1", ",,")))

    assert "Status of the form exit: 1 complete, 1 never opened (grey)." in told


def test_a_column_that_stands_in_other_rows_is_told(bring, notes):
    plan = {"[table.fields]\nprocedure_id": "[table.fields]\nlos_nights = " + _AGE}

    assert "age is filled, but in no row that makes a procedure." in notes(
        bring(BASE, SESSION, plan=plan)
    )


_AGE = '{ column = "age" }\nprocedure_id'


def test_an_event_that_no_row_has_is_told(bring, notes):
    plan = {'form = "exit"': 'form = "exit"\nevent = ["last_visti"]'}

    assert "The map asks for the event last_visti, which no row has." in notes(
        bring(BASE, plan=plan)
    )


def test_an_export_without_a_cut_off_is_told_so(bring, notes):
    plan = {"cutoff = 2024-12-31": ""}

    assert "No data cut-off" in notes(bring(BASE, plan=plan))
    assert "No data cut-off" not in notes(bring(BASE, plan=plan, cutoff=date(2024, 12, 31)))


def test_a_form_whose_status_was_not_exported_is_read_without_it(bring, fate, notes):
    prepared = bring(BASE.replace("35.5,2,", "35.5,"), header={"enrol_complete,": ""})

    assert fate(prepared) == (1, 1, 0, 0)
    assert "form enrol" not in notes(prepared)
