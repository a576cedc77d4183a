"""Endpoints of patients from the tables of a registry: named patients, one rule each."""

import pytest

WATCHED = {"responses": ((91, "SD"),)}  # somebody's assessment, so that progression is supplied


@pytest.fixture
def end(ends, told):
    """Say how one patient's endpoint ends, beside another who is only ever assessed."""

    def one(endpoint, cutoff=1000, **facts):
        people = {"one": told(**facts), "other": told(seen=100, **WATCHED)}
        return ends(endpoint, people, cutoff)["one"]

    return one


@pytest.mark.parametrize(
    ("who", "facts", "expected"),
    [
        ("died", {"died": 200}, (200, 1)),
        ("alive", {"seen": 390}, (390, 0)),
        ("lost", {"seen": 90, "status": "LOST"}, (90, 0)),
        ("seen last at a visit", {"seen": 90, "imaged": (120,)}, (120, 0)),
        ("seen last at a session", {"seen": None, "sessions": ((60, "CTACE"),)}, (60, 0)),
        ("died on the table", {"died": 0, "seen": None}, (0.5, 1)),
        ("transplanted, then died", {"died": 200, "events": ((90, "TRANSPLANT"),)}, (200, 1)),
        ("switched technique", {"sessions": ((60, "MWA"),), "seen": 300}, (300, 0)),
        ("died on an unknown day", {"status": "DEAD", "seen": 90}, "DEATH_UNDATED"),
        ("never treated", {"technique": None}, "NO_FOLLOW_UP"),
        ("consented late", {"consent": 40, "died": 200}, (200, 1, 40)),
        ("consented after death", {"consent": 210, "died": 200}, "ENTRY_AFTER_EXIT"),
    ],
)
def test_overall_survival_ends_with_death_or_last_contact(end, who, facts, expected):
    assert end("OS", **facts) == expected, who


def test_follow_up_ends_at_the_cut_off(end):
    assert end("OS", cutoff=300, seen=300) == (300, 0)
    assert end("OS", cutoff=300, seen=301) == (300, 0)
    assert end("OS", cutoff=300, seen=100, died=301) == (300, 0)


@pytest.mark.parametrize(
    ("cause", "domain", "code"),
    [
        ("CANCER", "HCC", 1),
        ("TREATMENT", "CRLM", 1),
        ("LIVER_FAILURE", "HCC", 1),
        ("LIVER_FAILURE", "CRLM", 2),
        ("OTHER", "HCC", 2),
        ("UNK", "HCC", 2),
        (None, "HCC", 2),
    ],
)
def test_death_from_the_disease_competes_with_other_death(ends, told, cause, domain, code):
    people = {
        "one": told(died=200, cause=cause, domain=domain),
        "other": told(died=100, domain=domain),
    }

    assert ends("CSS", people) == {"one": (200, code), "other": (100, 1)}


def test_without_any_cause_of_death_nobody_counts_for_death_from_the_disease(ends, told):
    assert ends("CSS", {"one": told(died=200, cause=None), "alive": told()}) == {
        "one": "NOT_SUPPLIED",
        "alive": "NOT_SUPPLIED",
    }


def test_where_nobody_died_no_cause_is_needed(ends, told):
    assert ends("CSS", {"one": told(seen=300)}) == {"one": (300, 0)}


PROGRESSION = [
    ("progressed", {"responses": ((91, "PD"),)}, (91, 1), (91, 1)),
    ("new lesion", {"responses": ((91, "SD", None, "Y"),)}, (91, 1), (91, 1)),
    ("reported", {"events": ((100, "PROGRESSION"),)}, (100, 1), (100, 1)),
    (
        "local progression of a lesion",
        {"lesions": {"L": ((0,), ((30, "COMPLETE"), (120, "LTP")))}},
        (120, 1),
        (120, 1),
    ),
    (
        "tumour after complete, called residual",
        {"lesions": {"L": ((0,), ((30, "COMPLETE"), (120, "RESIDUAL")))}},
        (120, 1),
        (120, 1),
    ),
    ("progressed, then died", {"responses": ((91, "PD"),), "died": 200}, (91, 1), (91, 1)),
    ("died without progression", {"responses": ((91, "SD"),), "died": 120}, (120, 1), (120, 2)),
    ("stable", {"responses": ((91, "SD"), (183, "SD"))}, (183, 0), (183, 0)),
    ("not evaluable at last", {"responses": ((91, "SD"), (183, "NE"))}, (91, 0), (91, 0)),
    ("lesion not judged", {"lesions": {"L": ((0,), ((30, "NOT_EVALUABLE"),))}}, (0.5, 0), (0.5, 0)),
    ("imaged, never read", {"imaged": (91,)}, (0.5, 0), (0.5, 0)),
    ("never assessed, alive", {}, (0.5, 0), (0.5, 0)),
    ("assessed before treatment only", {"responses": ((-10, "SD"),)}, (0.5, 0), (0.5, 0)),
    (
        "transplanted",
        {"responses": ((91, "SD"), (300, "SD")), "events": ((200, "TRANSPLANT"),)},
        (300, 0),
        (200, 3),
    ),
    (
        "resected before the index procedure",
        {"responses": ((91, "SD"),), "events": ((-300, "RESECTION"),)},
        (91, 0),
        (91, 0),
    ),
    ("progressed on an unknown day", {"events": ((None, "PROGRESSION"),)}, (0.5, 0), (0.5, 0)),
]  # fmt: skip


@pytest.mark.parametrize(("who", "facts", "free", "time"), PROGRESSION)
def test_progression_is_the_first_sign_of_it_by_whatever_form(end, who, facts, free, time):
    assert end("PFS", **facts) == free, who
    assert end("TTP", **facts) == time, who


def test_an_undated_progression_leaves_out_where_the_source_dates_others(ends, told):
    people = {
        "dated": told(events=((100, "PROGRESSION"),)),
        "undated": told(events=((None, "PROGRESSION"),)),
        "both": told(events=((None, "NEW_LESION"), (100, "PROGRESSION"))),
        "stable": told(**WATCHED),
    }

    assert ends("PFS", people) == {
        "dated": (100, 1),
        "undated": "PROGRESSION_UNDATED",
        "both": (100, 1),
        "stable": (91, 0),
    }
    assert ends("OS", people)["undated"] == (400, 0)


@pytest.mark.parametrize("code", ["PFS", "TTP", "LPFS", "IN_ORGAN", "EXTRA_ORGAN", "TTUP"])
def test_a_source_without_any_assessment_supplies_no_progression(ends, told, code):
    people = {
        "one": told(),
        "dead": told(died=200),
        "reported": told(events=((50, "PROGRESSION", "LOCAL"), (60, "SYSTEMIC_START"))),
    }

    assert set(ends(code, people).values()) == {"NOT_SUPPLIED"}
    assert ends("OS", people)["dead"] == (200, 1)


@pytest.mark.parametrize("code", ["OS", "CSS"])
def test_a_source_that_never_sees_the_living_again_supplies_no_survival(ends, told, code):
    people = {"alive": told(seen=None), "dead": told(seen=None, died=200)}

    assert set(ends(code, people).values()) == {"NOT_SUPPLIED"}
    assert ends("OS", {"dead": people["dead"]}) == {"dead": (200, 1)}


def test_a_source_that_dates_imaging_only_is_assessed_by_it(ends, told):
    people = {"imaged": told(imaged=(91, 183)), "progressed": told(events=((50, "PROGRESSION"),))}

    assert ends("PFS", people) == {"imaged": (183, 0), "progressed": (50, 1)}


@pytest.mark.parametrize(
    ("who", "responses", "expected"),
    [
        ("both criteria", ((91, "SD"), (91, "PD", None, None, "RECIST11")), (91, 0)),
        ("the other criterion only", ((91, "PD", None, None, "RECIST11"),), (91, 1)),
        (
            "site and central reader",
            (
                (91, "SD", None, None, "MRECIST", "SITE"),
                (91, "PD", None, None, "MRECIST", "CENTRAL"),
            ),
            (91, 0),
        ),
        ("central reader only", ((91, "PD", None, None, "MRECIST", "CENTRAL"),), (91, 1)),
    ],
)  # fmt: skip
def test_the_domains_criterion_and_the_sites_reading_count_first(end, who, responses, expected):
    assert end("PFS", responses=responses) == expected, who


IN_LIVER = ((91, "PD", "INTRA_ORGAN_DISTANT"),)
OUTSIDE = ((91, "PD", "EXTRA_ORGAN"),)
UNSTATED = ((91, "PD"),)


@pytest.mark.parametrize(
    ("who", "facts", "free", "inside", "outside"),
    [
        ("in the liver", {"responses": IN_LIVER}, (91, 1), (91, 1), (91, 0)),
        ("at the lesion", {"responses": ((91, "PD", "LOCAL"),)}, (91, 1), (91, 1), (91, 0)),
        ("outside", {"responses": OUTSIDE}, (91, 0), (91, 0), (91, 1)),
        (
            "outside, then inside",
            {"responses": (*OUTSIDE, (183, "PD", "LOCAL"))},
            (183, 1),
            (183, 1),
            (91, 1),
        ),
        ("outside, then died", {"responses": OUTSIDE, "died": 200}, (200, 1), (200, 2), (91, 1)),
        ("unstated", {"responses": UNSTATED}, (91, 1), (91, 1), (91, 0)),
        (
            "unstated, then stated outside",
            {"responses": (*UNSTATED, (183, "PD", "EXTRA_ORGAN"))},
            (183, 0),
            (183, 0),
            (183, 1),
        ),
        (
            "stated in the report",
            {"events": ((100, "NEW_LESION", "EXTRA_ORGAN"),)},
            (100, 0),
            (100, 0),
            (100, 1),
        ),
        (
            "transplanted",
            {"responses": ((300, "SD"),), "events": ((200, "TRANSPLANT"),)},
            (300, 0),
            (200, 3),
            (300, 0),
        ),
    ],
)
def test_progression_is_told_apart_by_where_it_is(ends, told, who, facts, free, inside, outside):
    people = {"one": told(**facts), "other": told(responses=IN_LIVER)}

    found = [ends(code, people)["one"] for code in ("LPFS", "IN_ORGAN", "EXTRA_ORGAN")]

    assert found == [free, inside, outside], who


@pytest.mark.parametrize("code", ["LPFS", "IN_ORGAN", "EXTRA_ORGAN"])
def test_where_no_site_is_ever_stated_nothing_is_said_about_it(ends, told, code):
    people = {"one": told(responses=UNSTATED), "other": told(responses=((91, "SD"),))}

    assert set(ends(code, people).values()) == {"NOT_SUPPLIED"}


def test_where_nobody_progressed_there_is_no_site_to_state(ends, told):
    assert ends("EXTRA_ORGAN", {"one": told(responses=((91, "SD"),))}) == {"one": (91, 0)}
