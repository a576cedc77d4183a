"""The file of a cohort: read again as it was written; anybody else's text is one sentence."""

import json

import pytest

from queries.cohort_file import (
    MAX_BYTES,
    DefinitionRefused,
    clean_name,
    definition_json,
    read_definition,
)
from queries.criteria import Criterion
from queries.filters import Filters

CHOSEN = Filters(
    "HCC",
    regions=("EU",),
    techniques=("CTACE", "MWA"),
    first_year=2020,
    criteria=(
        Criterion("bclc", codes=("A", "B"), keeps_missing=True),
        Criterion("max_diameter_mm", high=30),
    ),
)


def test_a_definition_is_read_as_it_was_written():
    found = read_definition(definition_json("Early, small", CHOSEN))

    assert (found.name, found.filters, found.dropped) == ("Early, small", CHOSEN, ())


def test_a_definition_holds_no_patient_and_no_count():
    assert set(json.loads(definition_json("x", CHOSEN))) == {
        *("io_core_cohort", "name", "domain", "regions", "countries", "sites"),
        *("techniques", "first_year", "last_year", "conditions"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "not json",
        '{"domain": "HCC"',
        '{"domain": "HCC", "conditions": "all"}',
        '{"domain": "HCC", "scope": "ALL"}',
        '{"domain": "HCC", "io_core_cohort": 2}',
        '{"domain": "NOWHERE"}',
        '{"domain": ["HCC"]}',
        '{"domain": "HCC", "conditions": [{"field": "albi", "at_least": NaN}]}',
        '{"domain": "HCC", "first_year": 1e99}',
        '{"domain": "HCC", "name": "' + "x" * 100 + '"}',
        "[" * 5000,
        '{"domain": "HCC", "sites": ["' + "x" * MAX_BYTES + '"]}',
        '{"domain": "\\ud800"}',
        "\ud800",
    ],
    ids=range(17),
)
def test_a_hostile_text_is_refused_in_one_sentence(text):
    with pytest.raises(DefinitionRefused) as refused:
        read_definition(text)

    assert refused.value.reason.count(".") == 1
    assert refused.value.remedy


def test_what_the_registry_no_longer_knows_is_dropped_and_named():
    known = json.loads(definition_json("Old", CHOSEN))
    known["conditions"] += [{"field": "gone"}, {"field": "sex", "any_of": ["Z"]}]
    known["techniques"].append("MAGIC")

    found = read_definition(json.dumps(known))

    assert found.filters == CHOSEN
    assert [said.split(":")[0] for said in found.dropped] == [
        "a field that this disease domain does not describe",
        "Sex",
        "a technique that the registry does not know",
    ]


def test_a_name_is_one_printable_line():
    assert clean_name("  two\nlines\u202e\x00 here ") == "two lines here"
    assert clean_name("\n\t") == ""
    assert len(clean_name("x" * 500)) == 80
