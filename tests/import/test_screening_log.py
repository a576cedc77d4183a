"""A screening log brought in through a mapping, beside the patients of its site."""

from datetime import date

import pytest

MAPPING = """
[source]
label = "Site with a log"
cutoff = 2024-12-31
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
[[table]]
name = "vital_status"
[table.fields]
patient_id = { column = "id" }
vital_status = { value = "ALIVE" }
[[table]]
name = "diagnosis"
[table.fields]
diagnosis_id = { column = "id" }
patient_id = { column = "id" }
domain_code = { value = "HCC" }
[[table]]
name = "screening"
[table.fields]
site_id = { value = "A" }
domain_code = { value = "HCC" }
month = { column = "month", date = "YYYY-MM-DD" }
screened = { column = "seen" }
eligible = { column = "fit" }
treated = { column = "done" }
"""


@pytest.fixture
def log(take, csv_file, mapping_file):
    """Take lines through the door: patient, month, seen, fit, done."""

    def through(*lines):
        path = csv_file(*lines, header="id,month,seen,fit,done")
        return take(path, mapping=mapping_file(mapping=MAPPING))

    return through


def counts(prepared):
    table = prepared.draft.table("screening")
    return list(table.tuples(("month", "screened", "eligible", "consented")))


def test_a_log_becomes_monthly_counts_and_a_step_without_a_column_is_absent(log):
    assert counts(log("P1,2024-01-01,12,7,3", "P2,2024-02-01,9,,2")) == [
        (date(2024, 1, 1), 12, 7, None),
        (date(2024, 2, 1), 9, None, None),
    ]


def test_of_two_counts_of_one_month_that_differ_none_is_chosen(log):
    prepared = log("P1,2024-01-01,12,7,3", "P2,2024-01-01,13,7,3", "P3,2024-02-01,9,5,2")

    assert counts(prepared) == [(date(2024, 2, 1), 9, 5, None)]


def test_a_count_below_zero_is_set_aside(log, quarantined):
    prepared = log("P1,2024-01-01,-1,7,3", "P2,2024-02-01,9,5,2")

    assert (2, "seen") in quarantined(prepared)
    assert counts(prepared) == [(date(2024, 2, 1), 9, 5, None)]
