"""protect: one rule per type, and no default."""

import numpy as np
import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.competing import cumulative_incidence
from analytics.disclosure.arms import GroupedComparison
from analytics.disclosure.curves import GroupedCurve, GroupedIncidence
from analytics.disclosure.protect import protect
from analytics.disclosure.rules import Rules, Withheld, without_sites
from analytics.disclosure.shares import ReleasedProportion
from analytics.disclosure.tables import ProtectedTable
from analytics.errors import BadInput
from analytics.event_table import table_of_people
from analytics.group_survival import survival_by_group
from analytics.inputs import check_people
from analytics.proportions import difference, proportion
from analytics.survival import kaplan_meier

RULES = without_sites(Rules())
TIME = np.append(np.full(30, 60.0), np.full(70, 1500.0))
DIED = np.arange(100) < 30
TABLE = CountTable(pd.DataFrame({"arm": ["x", "y"], "n": [40, 60]}), ("arm",))
PEOPLE = table_of_people(check_people(TIME, DIED.astype(int)))
RESULTS = {
    ProtectedTable: TABLE,
    GroupedCurve: kaplan_meier(TIME, DIED),
    Withheld: kaplan_meier(TIME[:40], DIED[:40]),
    GroupedIncidence: cumulative_incidence(TIME, DIED.astype(int)),
    GroupedComparison: survival_by_group([PEOPLE], PEOPLE, landmarks=[0.0], ticks=[0.0]),
    ReleasedProportion: proportion(30, 100),
}
EACH = pytest.mark.parametrize("kind", RESULTS, ids=lambda kind: kind.__name__)


@EACH
def test_every_type_has_its_released_form(kind):
    assert type(protect(RESULTS[kind], RULES)) is kind


@EACH
def test_p5_a_released_form_is_released_as_it_is(kind):
    once = protect(RESULTS[kind], RULES)

    assert protect(once, RULES) is once


@EACH
def test_a_form_released_under_other_rules_is_refused(kind):
    stricter = without_sites(Rules(k=5))

    with pytest.raises(BadInput, match="is protected already"):
        protect(protect(RESULTS[kind], stricter), RULES)


@pytest.mark.parametrize(
    "result", [difference(20, 60, 30, 60), 7, None, {"n": 7}, pd.DataFrame({"n": [7]})], ids=type
)
def test_a_type_without_a_rule_is_not_published(result):
    with pytest.raises(TypeError, match="has no disclosure rule"):
        protect(result, RULES)


@pytest.mark.parametrize(
    "kind", [kind for kind in RESULTS if kind is not Withheld], ids=lambda kind: kind.__name__
)
def test_sites_that_are_not_known_are_not_taken_for_granted(kind):
    with pytest.raises(BadInput, match="not known which sites"):
        protect(RESULTS[kind], Rules())


def test_a_table_of_counts_brings_its_own_sites():
    with pytest.raises(BadInput, match="brings its own sites"):
        protect(TABLE, RULES, people=TABLE)
