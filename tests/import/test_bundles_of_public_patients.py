"""Bundles of hcc-tace-seg, one site without calendar: R finds their numbers, or says where not."""

import pytest

from dashboard import take_away
from dashboard.answers.answer import Ask
from dashboard.answers.regression import regression
from dashboard.answers.survival import survival_by_technique
from dashboard.components import words_of
from dashboard.sentences.manuscript import Told
from dashboard.settings import settings
from queries.engine import reading
from queries.filters import Filters
from queries.scope import Reach, Role, Scope
from tests.bundled import differing, looking, read, run, unpacked

SEG = ("hcc-tace-seg", "hcc-tace-seg/HCC-TACE-Seg_clinical_data-V2.xlsx")
OFFICE = Ask(
    Scope(Role.COORDINATING, 1, domain_reach=Reach.ALL, site_reach=Reach.ALL), Filters("HCC")
)
COVARIATES = ("technique_code", "sex", "age_at_enrolment")


@pytest.fixture
def at_seg(real_set, tmp_path, monkeypatch):
    engine = real_set(*SEG).engine
    monkeypatch.setenv("IOCORE_HOME", str(tmp_path))
    monkeypatch.setenv("IOCORE_DATABASE_URL", engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("IOCORE_STATE_DATABASE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    settings.cache_clear()
    yield
    settings.cache_clear()
    reading.cache_clear()


def told(answer):
    return Told(answer.provenance, "OS", words_of(answer.provenance, "OS"))


def of_survival():
    answer = survival_by_technique(OFFICE, "OS")
    return take_away._survival(OFFICE, told(answer), answer.value, looking())


def test_r_finds_the_published_median(at_seg, rscript, tmp_path):
    folder = unpacked(of_survival(), tmp_path / "bundle")
    expected = read(folder, "expected").set_index("quantity")["value"]

    # 105 patients, 93 deaths, median 108.2 weeks: R on the table as published.
    assert int(expected["All | n"]) == 105
    assert int(expected["All | events"]) == 93
    weeks = float(expected["All | median (months)"]) * 30.4375 / 7
    assert weeks == pytest.approx(108.2, abs=0.15)
    assert differing(run(rscript, folder / "analysis.R")) == []


def test_r_tells_a_changed_cell_and_ends_with_1(at_seg, rscript, tmp_path):
    folder = unpacked(of_survival(), tmp_path / "bundle")
    lines = (folder / "table.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[1].endswith(("0", "1"))
    turned = lines[1][:-1] + ("1" if lines[1].endswith("0") else "0")
    (folder / "table.csv").write_text("\n".join([lines[0], turned, *lines[2:]]) + "\n")
    done = run(rscript, folder / "analysis.R")

    assert "DIFFERS    All | events" in done.stdout
    assert done.returncode == 1


def test_r_finds_a_model_of_one_site(at_seg, rscript, tmp_path):
    answer = regression(
        OFFICE, "OS", COVARIATES, kind="cause-specific", missing="complete", sites="cluster"
    )
    bundle = take_away._regression(OFFICE, told(answer), answer.value, looking())
    folder = unpacked(bundle, tmp_path / "bundle")

    assert set(bundle.table["site"]) == {"S1"}
    assert differing(run(rscript, folder / "analysis.R")) == []
