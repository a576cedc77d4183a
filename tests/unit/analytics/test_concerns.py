"""What falls short at a site: whom to call, what to write, and when to say nothing."""

from dataclasses import replace
from datetime import date

import pytest

from analytics.changes import Changes, Since
from analytics.concerns import Kind, concerns, site_letter, sites_to_call
from analytics.delays import delays
from analytics.marks import Verdict
from analytics.quality import checked
from analytics.site_record import HeldCheck, Silence, SiteRecord, measures, slowest_form


def forms(soon, late):
    return (delays([5, 60], [soon, late], form="visit"),)


def check(code, n_failed, n=100, *, by_site=True, of_entry=False):
    return HeldCheck(checked(code, n, n_failed, 0.05), 0.05, by_site, of_entry)


def silent(months, expected, *, last=24200):
    return Silence(months, last, opened=24190, expected=expected, is_planned=True)


GOOD = SiteRecord(
    site_id="A",
    name="Site A",
    sites=1,
    sites_enrolling=1,
    enrolled=50,
    dated=50,
    treated=50,
    until=24305,
    planned=50.0,
    silence=silent(0, 0.0),
    fields_entered=95,
    fields=100,
    emptiest=None,
    forms=forms(45, 5),
    known=19,
    could_be_known=20,
    checks=(),
)


def record(name="Site A", **changed):
    return replace(GOOD, name=name, **changed)


def kinds(*found):
    return [concern.kind for concern in found]


def test_a_site_that_reaches_every_mark_is_not_called_and_has_nothing_to_do():
    assert concerns(record()) == ()
    assert sites_to_call([record()]).called == ()
    assert site_letter(record()).actions == ()
    assert {measure.verdict for measure in measures(record())} == {Verdict.REACHED}


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"forms": forms(10, 90)}, Kind.ENTRY),
        ({"fields_entered": 40}, Kind.COMPLETENESS),
        ({"known": 5}, Kind.FOLLOW_UP),
        ({"checks": (check("F01", 60),)}, Kind.CHECK),
        ({"silence": silent(6, 20.0)}, Kind.ENROLMENT),
    ],
)
def test_each_thing_that_misses_its_mark_beyond_chance_is_a_reason_to_call(changed, kind):
    (call,) = sites_to_call([record(**changed)]).called

    assert kinds(*call.concerns) == [kind]


@pytest.mark.parametrize(
    "changed",
    [
        {"forms": forms(7, 2)},  # nine forms
        {"forms": forms(78, 22)},  # 78 %: chance
        {"known": 17},  # 85 % of 20: chance
        {"fields_entered": 88},  # 88 % of 100: chance
        {"known": 0, "could_be_known": 9},
        {"checks": (check("F01", 7),)},  # 7 % where 5 % are allowed
        {"checks": (check("F01", 11),)},  # limits of 95 % exclude 5 %, those of 99.8 % hold it
        {"checks": (check("F01", 60, by_site=False),)},  # not the site's to mend
        {"checks": (check("T01", 60, of_entry=True),)},  # counted as entry
        {"silence": silent(5, 20.0)},  # under six months
        {"silence": silent(12, 3.0)},  # too few planned
        {"silence": None},  # not active
    ],
)
def test_chance_and_few_rows_are_no_reason_to_call(changed):
    assert sites_to_call([record(**changed)]).called == ()


@pytest.mark.parametrize("expected", [None, 0.0])
def test_a_silence_with_nothing_expected_is_no_concern(expected):
    # A site may well enrol in another disease domain.
    assert concerns(record(silence=silent(60, expected, last=None))) == ()


def test_three_are_called_by_shortfall_and_named_by_name_and_the_others_are_counted():
    bad = [record(f"Site {name}", forms=forms(n, 100 - n)) for name, n in _SHARES.items()]

    found = sites_to_call(bad)

    assert [call.record.name for call in found.called] == ["Site B", "Site C", "Site D"]
    assert (found.further, found.sites, found.judged) == (1, 4, 4)


_SHARES = {"D": 5, "C": 10, "B": 20, "A": 50}  # of a hundred forms within 30 days


def test_a_site_with_nothing_to_judge_is_looked_at_and_not_judged():
    empty = record(
        "Site Z",
        planned=None,
        fields_entered=0,
        fields=0,
        forms=(),
        known=0,
        could_be_known=0,
        silence=silent(1, 0.1),
    )

    found = sites_to_call([record(), empty])

    assert (found.sites, found.judged) == (2, 1)


def test_a_letter_takes_up_what_is_certain_first_and_then_one_of_each_kind():
    site = record(
        forms=forms(10, 90),
        known=17,
        checks=(check("F01", 60), check("F02", 30), check("F04", 7)),
        silence=silent(12, 20.0),
    )

    letter = site_letter(site)

    assert [(a.kind, a.measure.key) for a in letter.actions] == [
        (Kind.CHECK, "F01"),
        (Kind.ENTRY, "entered"),
        (Kind.ENROLMENT, "enrolment"),
    ]
    assert letter.further == 3  # F02, then follow-up and F04, which may be chance


def test_follow_up_comes_before_checks_where_both_are_certain():
    letter = site_letter(record(known=5, checks=(check("F01", 60),)))

    assert kinds(*letter.actions) == [Kind.FOLLOW_UP, Kind.CHECK]
    assert letter.actions[0].measure.to_mend == 13  # 18 of 20 are 90 %


def test_the_slowest_form_is_the_one_with_the_smallest_share_and_ten_entries():
    quick, slow = forms(90, 10)[0], forms(2, 8)[0]
    few = forms(0, 9)[0]

    assert slowest_form(record(forms=(quick, slow, few))) is slow
    assert slowest_form(record(forms=(few,))) is None


SINCE = Since(1, date(2025, 4, 1), date(2025, 3, 31))


def test_a_check_has_moved_where_it_gave_the_other_verdict_before():
    before = record(checks=(check("F01", 0), check("F02", 50), check("F03", 0, n=9)))
    now = record(checks=(check("F01", 50), check("F02", 0), check("F03", 50)))

    found = Changes(SINCE, before, now)

    assert found.newly_failing == ("F01",)
    assert found.passing_again == ("F02",)


def test_nothing_moves_between_a_snapshot_and_itself():
    same = record(checks=(check("F01", 0), check("F02", 50)))

    found = Changes(SINCE, same, same)

    assert (found.newly_failing, found.passing_again) == ((), ())
