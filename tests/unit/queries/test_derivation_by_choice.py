"""Variants of endpoints that a reader may choose, and exposure fixed at the index procedure."""

import pytest

from queries.importers.derive import follow_up_rows

REMOVED = {"events": ((200, "TRANSPLANT"),), "responses": ((91, "SD"), (250, "PD"))}


@pytest.mark.parametrize(
    ("code", "facts", "expected"),
    [
        ("OS", REMOVED | {"died": 300}, (300, 1)),
        ("OS_CENSOR_TX", REMOVED | {"died": 300}, (200, 0)),
        ("PFS", REMOVED, (250, 1)),
        ("PFS_CENSOR_TX", REMOVED, (200, 0)),
        ("LPFS_CENSOR_TX", REMOVED, (200, 0)),
        ("TTP", REMOVED, (200, 3)),
        ("TTP_CENSOR_TX", REMOVED, (200, 0)),
        ("TTP_IGNORE_TX", REMOVED, (250, 1)),
        ("TTUP", REMOVED, (200, 3)),
        ("TTUP_CENSOR_TX", REMOVED, (200, 0)),
    ],
)
def test_transplantation_is_ignored_censored_or_competes_as_chosen(
    ends, told, code, facts, expected
):
    other = told(responses=((91, "PD", "LOCAL"),))

    assert ends(code, {"one": told(**facts), "other": other})["one"] == expected


@pytest.mark.parametrize(
    ("who", "facts", "usual", "censored"),
    [
        ("two visits missed", {"responses": ((183, "SD"),), "died": 400}, (400, 1), (400, 1)),
        ("three visits missed", {"responses": ((91, "SD"),), "died": 400}, (400, 1), (91, 0)),
        ("never assessed", {"died": 400}, (400, 1), (0.5, 0)),
        ("died before the third visit", {"died": 120}, (120, 1), (120, 1)),
        ("progressed", {"responses": ((91, "PD"),), "died": 700}, (91, 1), (91, 1)),
    ],
)
def test_death_long_after_the_last_imaging_counts_unless_chosen_otherwise(
    ends, told, who, facts, usual, censored
):
    people = {"one": told(**facts), "other": told(responses=((91, "SD"),))}

    assert ends("PFS", people)["one"] == usual, who
    assert ends("PFS_CENSOR_GAP", people)["one"] == censored, who


UNTREATABLE = [
    ("entered", {"events": ((150, "UNTREATABLE_PROGRESSION"),)}, (150, 1), (150, 1)),
    (
        "entered, later than by rule",
        {"events": ((150, "UNTREATABLE_PROGRESSION"), (91, "PROGRESSION")), "unfit": (91,)},
        (150, 1),
        (150, 1),
    ),
    ("unfit at progression", {"responses": ((91, "PD"),), "unfit": (100,)}, (100, 1), (91, 0)),
    ("new spread", {"responses": ((91, "PD", "EXTRA_ORGAN"),)}, (91, 1), (91, 0)),
    (
        "spread from the start",
        {"responses": ((91, "PD", "EXTRA_ORGAN"),), "spread": "Y"},
        (91, 0),
        (91, 0),
    ),
    (
        "two sessions without response",
        {"responses": ((30, "SD"), (91, "PD")), "sessions": ((60, "CTACE"),)},
        (91, 1),
        (91, 0),
    ),
    (
        "systemic therapy after progression",
        {"responses": ((91, "PD"), (183, "PD")), "events": ((120, "SYSTEMIC_START"),)},
        (120, 1),
        (183, 0),
    ),
    ("died without", {"responses": ((91, "PD"),), "died": 200}, (200, 2), (200, 2)),
    ("treatable to the end", {"responses": ((91, "PD"), (183, "PR"))}, (183, 0), (183, 0)),
]


@pytest.mark.parametrize(("who", "facts", "by_rule", "entered"), UNTREATABLE)
def test_untreatable_progression_is_as_entered_else_by_rule(
    ends, told, who, facts, by_rule, entered
):
    other = told(events=((50, "UNTREATABLE_PROGRESSION"),), responses=((30, "SD"),))
    people = {"one": told(**facts), "other": other}

    assert ends("TTUP", people)["one"] == by_rule, who
    assert ends("TTUP_ENTERED", people)["one"] == entered, who


def test_untreatable_progression_needs_a_source_that_tells_of_it(ends, told):
    lesions = {"L": ((0,), ((30, "COMPLETE"),))}
    people = {"one": told(events=((50, "PROGRESSION"),)), "other": told(lesions=lesions)}

    assert ends("TTP", people) == {"one": (50, 1), "other": (30, 0)}
    assert set(ends("TTUP", people).values()) == {"NOT_SUPPLIED"}
    assert set(ends("TTUP_ENTERED", people).values()) == {"NOT_SUPPLIED"}


@pytest.fixture
def techniques(taken, told):
    """Say under which technique each patient counts, for one endpoint."""

    def under(endpoint, **people):
        prepared = taken({who: told(**facts) for who, facts in people.items()})
        return {
            row["diagnosis_id"]: row["technique_code"]
            for row in follow_up_rows(prepared.draft, prepared.index)
            if row["endpoint_code"] == endpoint
        }

    return under


COMBINATION = {
    "planned": {"planned": "TACE_ABL", "sessions": ((30, "MWA"),)},
    "planned_and_died_first": {"planned": "TACE_ABL", "died": 10},
    "by_hindsight": {"sessions": ((30, "MWA"),)},
    "much_later": {"sessions": ((90, "MWA"),)},
    "planned_alone": {"planned": "DEBTACE"},
}


def test_a_combination_is_what_was_planned_and_never_what_happened_later(techniques):
    assert techniques("OS", **COMBINATION) == {
        "planned": "TACE_ABL",
        "planned_and_died_first": "TACE_ABL",
        "by_hindsight": "CTACE",
        "much_later": "CTACE",
        "planned_alone": "CTACE",
    }


def test_a_landmark_may_group_by_what_was_done_until_then(techniques):
    assert techniques("OS_LANDMARK_60", **COMBINATION) == {
        "planned": "TACE_ABL",
        "planned_and_died_first": "CTACE",
        "by_hindsight": "TACE_ABL",
        "much_later": "CTACE",
        "planned_alone": "CTACE",
    }


def test_a_landmark_counts_from_its_day_and_drops_whoever_left_before(ends, told):
    people = {"died early": told(died=60), "died late": told(died=61), "alive": told(seen=400)}

    assert ends("OS_LANDMARK_60", people) == {
        "died early": "BEFORE_LANDMARK",
        "died late": (1, 1),
        "alive": (340, 0),
    }
