"""Reference results of R, the data they were made from, and the same data as counts."""

import json

import numpy as np
import pandas as pd
import pytest

from analytics.cells import CountTable

SUBSETS = {
    None: lambda rows: rows.index >= 0,
    "etype == 1": lambda rows: rows["etype"] == 1,
    "etype == 2": lambda rows: rows["etype"] == 2,
    "ph.ecog not missing": lambda rows: rows["ph.ecog"].notna(),
}


@pytest.fixture(scope="session")
def expected(shared):
    """Return a reader of expected results, by the name of their file without ending."""

    def read(name):
        return json.loads((shared / "reference" / "expected" / f"{name}.json").read_text())

    return read


@pytest.fixture(scope="session")
def rows_of(shared, expected):
    """Return a reader of the rows behind a case, with columns time, event, entry, group, weights,
    strata, cluster as far as the case has them.

    `cens` is 1 - event; `w_ate` are the weights that the propensity reference lists.
    """

    def read(case):
        rows = pd.read_csv(shared / "reference" / "data" / case["data"])
        if case.get("weights") == "w_ate":
            rows["w_ate"] = expected("propensity")["registry"]["weights"]["ate"]
        if case["event"] == "cens":
            rows["cens"] = 1 - rows["os_event" if "os_event" in rows else "event"]
        rows = rows[SUBSETS[case["subset"]](rows)] if "subset" in case else rows
        named = {
            name: rows[case[name]].to_numpy()
            for name in ("time", "event", "entry", "group", "weights", "strata", "cluster")
            if case.get(name)
        }
        if "group" in named and named["group"].dtype.kind == "f":  # R prints 0 where 0.0 was read
            named["group"] = named["group"].astype(int)
        return pd.DataFrame(named)

    return read


@pytest.fixture(scope="session")
def coded_rows_of(shared, expected):
    """Return a reader of the rows behind a case of competing risks, and of its covariates.

    Columns time, code and, where the case names them, entry, weights, cluster, group, strata.
    """

    def read(case):
        rows = pd.read_csv(shared / "reference" / "data" / case["data"].split()[0])
        rows["w_ate"] = (
            expected("propensity")["registry"]["weights"]["ate"]
            if (case.get("weights") == "w_ate")
            else 1.0
        )
        if "mgus2" in case["data"] and "covariates" in case:
            rows["male"] = rows["sex"] == "M"
            rows = rows.dropna(subset=["age", "hgb", "mspike"])
        names = ("time", "entry", "weights", "cluster", "group", "strata")
        named = {name: rows[case[name]] for name in names if case.get(name)}
        follow_up = pd.DataFrame({"code": rows[case["cause"]], **named})
        return follow_up, rows[case.get("covariates", [])].astype(float)

    return read


@pytest.fixture(scope="session")
def counts_of():
    """Return a maker of counts by keys, day and code, as the registry's database gives them."""

    def count(rows, keys):
        amount = rows.get("weights", 1)
        leaving = rows.assign(day=rows["time"], code=rows["event"], n=amount)
        parts = [leaving]
        if "entry" in rows:
            late = rows["entry"] > 0
            parts.append(leaving[late].assign(day=rows["entry"][late], code=-1))
        by = [*keys, "day", "code"]
        frame = pd.concat(parts).groupby(by, as_index=False, observed=True)["n"].sum()
        return CountTable(frame, tuple(by))

    return count


@pytest.fixture(scope="session")
def close():
    """Return a comparison with a list of R, in which null stands for nan."""

    def compare(ours, theirs, relative):
        theirs = np.array(theirs, dtype=float)
        np.testing.assert_allclose(ours, theirs, rtol=relative, atol=1e-13)

    return compare
