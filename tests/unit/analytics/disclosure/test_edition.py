"""All that is released of a domain: protected, attacked, and held against the one before."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.disclosure import edition as edition_module
from analytics.disclosure import tables as tables_module
from analytics.disclosure.edition import edition_of, places_shown
from analytics.disclosure.memory import memory_plain, remembered
from analytics.disclosure.payload import payload
from analytics.disclosure.restore import restored_domain
from analytics.disclosure.rules import Rules, Withheld

RULES = Rules()


def after(first):
    """What is kept of an edition, by way of the store."""
    stored = json.loads(json.dumps([payload(first.released), memory_plain(first.memory)]))
    return restored_domain(stored[0], RULES), remembered(stored[1], RULES)


def test_a_large_domain_is_shown_whole_and_passes_the_attack(cohort):
    made = edition_of(cohort(600).facts(), RULES, as_of="1")

    assert made.findings == ()
    assert made.hidden == 0
    assert made.released.tables[0].cell(region="EU", technique="MWA") == 100
    assert made.released.apart["baseline.ecog"].cell(value="Missing") == 150
    assert made.released.survival.shows == "groups"


def test_what_is_stored_comes_back_as_it_was(cohort):
    made = edition_of(cohort(200).facts(), RULES, as_of="1")
    released, memory = after(made)

    for old, new in zip(made.released.tables, released.tables, strict=True):
        pd.testing.assert_frame_equal(old.frame, new.frame)
    assert payload(released) == payload(made.released)
    assert memory_plain(memory) == memory_plain(made.memory)


def test_nothing_changes_for_a_few_more_people(cohort):
    first = edition_of(cohort(600).facts(), RULES, as_of="1")
    second = edition_of(cohort(606).facts(), RULES, as_of="2", previous=after(first))

    assert payload(second.released) == payload(first.released)
    assert second.findings == ()


def test_many_more_people_are_shown_anew_and_the_attack_holds_both(cohort):
    first = edition_of(cohort(600).facts(), RULES, as_of="1")
    second = edition_of(cohort(1200).facts(), RULES, as_of="2", previous=after(first))

    assert second.released.tables[0].cell() == 1200
    assert second.released.survival_as_of == "2"
    assert second.findings == ()


def test_a_table_apart_is_left_out_where_its_total_is_not_that_of_the_others(cohort):
    first = edition_of(cohort(600).facts(), RULES, as_of="1")
    released, memory = after(first)
    released, memory = (
        replace(part, apart={"baseline.ecog": part.apart["baseline.ecog"]})
        for part in (released, memory)
    )

    # Growth is counted anew, with 604 people beside a total that stays at 600.
    second = edition_of(cohort(604).facts(), RULES, as_of="2", previous=(released, memory))

    assert second.released.tables[0].cell() == 600
    assert "period" not in second.released.apart
    assert "baseline.ecog" in second.released.apart


def test_d13_a_group_from_one_site_is_withheld(cohort):
    people = cohort(600).people
    alone = people["technique"].eq("TAE") & people["site_id"].ne("A")
    made = edition_of(type(cohort(1))(people[~alone]).facts(), RULES, as_of="1")

    assert isinstance(made.released.tables[0].cell(technique="TAE"), Withheld)
    assert isinstance(made.released.survival.groups["TAE"], Withheld)


@pytest.mark.parametrize("leak", ["marks", "tables", "curves"])
def test_d16_a_protector_that_fails_is_found_by_the_attack(leak, cohort, monkeypatch):
    if leak == "marks":  # no count is taken for small
        monkeypatch.setattr(
            "analytics.disclosure.primary.is_small", lambda counts, _rules: counts < 0
        )
    elif leak == "tables":  # complements are forgotten
        monkeypatch.setattr(
            tables_module, "with_complements", lambda _margins, start, _rules: start.hidden
        )
    else:  # steps of single deaths are kept
        monkeypatch.setattr(
            "analytics.disclosure.curves._kept", lambda events, _step: np.arange(events.size)
        )
    people = cohort(600 if leak == "curves" else 120).people
    few = people["sex"].eq("Female") & people["region"].eq("AM") & (people.index % 5 > 0)
    made = edition_of(type(cohort(1))(people[~few]).facts(), RULES, as_of="1")

    assert made.findings
    assert not any(character.isdigit() for line in made.findings for character in line)


def test_nobody_followed_has_no_curve(cohort):
    facts = cohort(600).facts()
    without = edition_module.DomainFacts(
        facts.tables, facts.apart, None, None, {}, facts.sites, facts.countries
    )

    assert edition_of(without, RULES, as_of="1").released.survival is None


@pytest.mark.parametrize(("count", "shown"), [(0, RULES.token), (2, RULES.token), (3, 3), (40, 40)])
def test_places_are_exact_unless_very_few(count, shown):
    assert places_shown(count, RULES) == shown
