"""Response of a public table through the whole door: import, registry, analysis.

HCC-TACE-Seg (The Cancer Imaging Archive, doi:10.7937/TCIA.5FNA-0924). Shares and kappas are those
counted from its table by hand and by statsmodels.
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from analytics.reader_agreement import reader_agreement
from analytics.response_by_group import response_by_group
from dashboard.answers.response import in_order_of_techniques
from queries.engine import writing
from queries.filters import Filters
from queries.importers.table import import_table
from queries.initialise import initialise
from queries.policies import View
from queries.reads import response
from queries.registry import Registry
from queries.scope import Reach, Role, Scope
from queries.snapshots import snapshot_facts

MAPPING = Path(__file__).parent / "mappings" / "hcc-tace-seg.toml"
READERS = ("R1", "R2", "R3")


@pytest.fixture(scope="module")
def registry(shared, tmp_path_factory):
    file = shared / "data" / "hcc-tace-seg" / "HCC-TACE-Seg_clinical_data-V2.xlsx"
    engine = writing(f"sqlite:///{tmp_path_factory.mktemp('seg') / 'registry.sqlite'}")
    initialise(engine)
    import_table(engine, file, MAPPING, dry_run=False, now=datetime(2026, 1, 1, tzinfo=UTC))
    scope = Scope(Role.STEERING, 1, domain_reach=Reach.ALL, site_reach=Reach.ALL)
    with engine.connect() as connection:
        yield Registry(
            connection,
            scope,
            view=View.RESPONSE,
            filters=Filters(domain="HCC"),
            facts=snapshot_facts(engine, 1),
        )
    engine.dispose()


@pytest.fixture(scope="module")
def treated(registry):
    return in_order_of_techniques(response.treated(registry), "HCC")


@pytest.mark.parametrize(
    ("criterion", "shares"),
    [("MRECIST", [0.635, 0.698, 0.621]), ("RECIST11", [0.094, 0.104, 0.116])],
)
def test_response_by_reader_is_that_of_the_table(registry, treated, criterion, shares):
    readings = response.assessed(registry, criterion)

    for reader, share in zip(READERS, shares, strict=True):
        own = readings[readings["reader"] == reader]
        found = response_by_group(own, treated, criterion=criterion, reader=reader)
        rates = found.overall.rates
        assert rates.objective_evaluable.estimate == pytest.approx(share, abs=5e-4)
        assert rates.objective.n == 105
        assert found.undated == rates.objective_evaluable.n


def test_readers_agree_as_the_table_says(registry, treated):
    readings = response.assessed(registry, "MRECIST")
    everybody = readings.groupby("patient")["reader"].transform("nunique") == len(READERS)

    found = reader_agreement(readings[everybody], treated, criterion="MRECIST", readers=READERS)

    assert {pair.n for pair in found.pairs} == {93}
    estimates = [pair.kappa.estimate for pair in found.pairs]
    assert estimates == pytest.approx([0.546, 0.647, 0.612], abs=5e-4)


def test_a_source_without_adverse_events_is_not_one_without_harm(registry):
    assert registry.supplies("response_assessment")
    assert not registry.supplies("adverse_event")
    assert not registry.supplies("pro_score")
