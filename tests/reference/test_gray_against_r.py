"""Gray's test against R cmprsk 2.2-11 (cuminc), from people and from counts."""

import numpy as np
import pytest

from analytics.competing import gray_test
from analytics.event_table import tables_from_counts

CASES = [
    "mgus2_sex",
    "transplant_abo",
    "registry_treat",
    "registry_treat_strat_region",
    "registry_region",
    "ties_group",
    "ties_group_rho1",
]


def case_of(expected, name):
    return next(c for c in expected("competing_risks")["gray"] if c["case"] == name)


@pytest.fixture(params=["people", "counts"])
def tests_of(request, expected, coded_rows_of, counts_of):
    """Return a caller of Gray's test for every cause of a case, in R's order."""

    def call(case):
        rows, _ = coded_rows_of(case)
        options = {"strata": rows.get("strata")}
        given = (rows["time"], rows["code"], rows["group"])
        if request.param == "counts":
            tables, strata = [], []
            rows = rows.rename(columns={"code": "event"})
            for stratum, part in rows.groupby(rows.get("strata", np.zeros(len(rows)))):
                found = tables_from_counts(counts_of(part, ["group"]), "group")
                tables += found
                strata += [stratum] * len(found)
            given, options = (tables,), {"strata": strata}
        causes = [int(cause) for cause in case["cause_order"]]
        return [gray_test(*given, cause=k, rho=case["rho"], **options) for k in causes]

    return call


@pytest.mark.parametrize("name", CASES)
def test_statistic_and_p_of_every_cause_agree(name, tests_of, expected, close):
    case = case_of(expected, name)

    ours = tests_of(case)

    close([test.statistic for test in ours], case["stat"], 1e-9)
    close([test.p for test in ours], case["p"], 1e-9)
    assert [test.df for test in ours] == case["df"]
    assert [str(test.cause) for test in ours] == case["cause_order"]


@pytest.mark.parametrize("name", ["registry_treat", "registry_region"])
def test_c16_two_and_three_groups_with_two_causes_equal_cmprsk(
    name, expected, coded_rows_of, close
):
    case = case_of(expected, name)
    rows, _ = coded_rows_of(case)

    ours = [gray_test(rows["time"], rows["code"], rows["group"], cause=k) for k in (1, 2)]

    assert sorted(rows["code"].unique()) == [0, 1, 2]
    close([test.statistic for test in ours], case["stat"], 1e-6)
