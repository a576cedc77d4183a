"""The committee's pages on public tables: their answers against counts made from the files."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard import cache
from dashboard.answers.accrual import enrolment, enrolment_by_year
from dashboard.answers.answer import Ask
from dashboard.answers.completeness import completeness
from dashboard.answers.representation import representation
from dashboard.settings import settings
from queries.engine import reading
from queries.filters import Filters
from queries.importers.findings import Severity
from queries.scope import Reach, Role, Scope

TCGA = "tcga-cdr/TCGA-CDR-SupplementalTableS1.xlsx"
TYPES = [
    *("ACC", "BLCA", "BRCA", "CESC", "CHOL", "COAD", "DLBC", "ESCA", "GBM", "HNSC", "KICH"),
    *("KIRC", "KIRP", "LAML", "LGG", "LIHC", "LUAD", "LUSC", "MESO", "OV", "PAAD", "PCPG"),
    *("PRAD", "READ", "SARC", "SKCM", "STAD", "TGCT", "THCA", "THYM", "UCEC", "UCS", "UVM"),
]
# One domain stands in for all 33 tumour types, to count every tissue source site.
EVERY_TYPE = (
    ('["LIHC"]', str(TYPES).replace("'", '"')),
    ('{ LIHC = "HCC" }', "{ " + ", ".join(f'{name} = "HCC"' for name in TYPES) + " }"),
)
# All first visits of the longitudinal set, embolised or not.
EVERY_VISIT = (('rows = { column = "Embolization", among = ["1"] }\nfirst', "first"),)
SYSUCC_BY_YEAR = [4, 137, 134, 139, 141, 124, 139, 168, 193, 236, 322, 442, 181]  # 2007-2019


@pytest.fixture
def ask_of(monkeypatch):
    """Ask about a public set in its own registry: `ask_of(found, sites=("NA",))`."""

    def ask(found, **chosen) -> Ask:
        monkeypatch.setenv("IOCORE_HOME", str(Path(found.engine.url.database).parent))
        settings.cache_clear()
        cache.forget_all()
        scope = Scope(Role.COORDINATING, 1, Reach.ALL, site_reach=Reach.ALL)
        return Ask(scope, Filters("HCC", **chosen))

    yield ask
    settings.cache_clear()
    reading.cache_clear()


@pytest.fixture
def atlas(real_set):
    return real_set("tcga-cdr-lihc", TCGA, EVERY_TYPE)


@pytest.fixture
def barcodes(shared):
    """Rows of the atlas that are not redacted, with the site as the barcode has it."""
    frame = pd.read_excel(shared / "data" / TCGA, sheet_name="TCGA-CDR", keep_default_na=False)
    kept = frame[frame["Redaction"] != "Redacted"]
    return kept.assign(site=kept["bcr_patient_barcode"].str.split("-").str[1])


def test_every_site_of_the_atlas_is_counted_by_its_code(atlas, ask_of, barcodes):
    by_site = enrolment(ask_of(atlas), level="site").value

    counted = dict(zip(by_site.groups, by_site.counts.sum(axis=1) + by_site.undated, strict=True))
    assert len(by_site.groups) == 722
    assert counted == barcodes["site"].value_counts().to_dict()
    assert by_site.total == 11103  # 11,160 less 57 redacted


def test_the_site_whose_code_is_na_is_kept_and_can_be_chosen(atlas, ask_of):
    chosen = enrolment(ask_of(atlas, sites=("NA",)), level="site").value

    assert (chosen.groups, chosen.total) == (("NA",), 7)


@pytest.mark.parametrize("sites", [("02",), ("NA", "02", "DD"), ()], ids=["one", "three", "all"])
def test_sums_agree_after_any_filter(atlas, ask_of, barcodes, sites):
    ask = ask_of(atlas, sites=sites)
    expected = barcodes["site"].isin(sites).sum() if sites else len(barcodes)

    totals = {
        enrolment(ask, level="site").value.total,
        enrolment(ask, level="region").value.total,
        enrolment_by_year(ask).value.total,
        int(representation(ask).value.enrolled.sum()),
    }

    assert totals == {expected}


def test_years_of_the_atlas_are_those_of_the_file(atlas, ask_of, barcodes):
    found = enrolment_by_year(ask_of(atlas)).value

    years = pd.to_numeric(barcodes["initial_pathologic_dx_year"], errors="coerce")
    counted = dict(zip(found.years.tolist(), found.counts.tolist(), strict=True))
    assert {year: n for year, n in counted.items() if n} == years.value_counts().to_dict()
    assert found.unknown == years.isna().sum()


def test_enrolment_by_year_is_that_of_the_longitudinal_set(real_set, ask_of):
    name = "hcc-sysucc-longitudinal"
    found = enrolment_by_year(ask_of(real_set(name, name, EVERY_VISIT))).value

    assert found.years.tolist() == list(range(2007, 2020))
    assert found.counts.tolist() == SYSUCC_BY_YEAR
    assert (found.total, found.unknown) == (2360, 0)
    assert found.year_only.sum() == 2360  # the file knows no month


def test_a_filter_on_years_keeps_those_known_to_the_year(real_set, ask_of):
    name = "hcc-sysucc-longitudinal"
    ask = ask_of(real_set(name, name, EVERY_VISIT), first_year=2015, last_year=2018)

    assert enrolment(ask, level="site").value.total == 193 + 236 + 322 + 442


@pytest.fixture
def coimbra(real_set):
    return real_set("hcc-coimbra", "hcc-coimbra/hcc-data.txt")


def test_a_tenth_of_coimbra_is_missing_and_each_gap_is_counted(coimbra, ask_of, shared):
    file = pd.read_csv(shared / "data" / "hcc-coimbra" / "hcc-data.txt", dtype=str)
    gaps = (file == "?").rename(columns=lambda name: " ".join(name.split()))

    found = {field.column: field for field in completeness(ask_of(coimbra)).value.fields}

    assert round(100 * gaps.to_numpy().mean(), 1) == 10.0
    for field, column in (
        ("ecog", "Performance Status"),
        ("ascites", "Ascites degree"),
        ("encephalopathy", "Encefalopathy degree"),
        ("max_diameter_mm", "Major dimension of nodule (cm)"),
        ("inr", "International Normalised Ratio"),
    ):
        assert found[field].n - found[field].share.successes == gaps[column].sum(), field


def test_implausible_units_are_listed_and_count_as_gaps(coimbra, ask_of):
    found = {field.column: field for field in completeness(ask_of(coimbra)).value.fields}
    listed = [
        finding.column
        for finding in coimbra.report.findings
        if finding.severity is Severity.QUERY and "is outside" in finding.rule
    ]

    platelets = found["platelets_10e9_l"]
    # 3 are "?"; 116 stand in 1/uL under a heading that says G/L.
    assert platelets.n - platelets.share.successes == 3 + listed.count("Platelets (G/L)") == 119


def test_the_size_of_half_the_tumours_is_missing_in_tace_seg(real_set, ask_of):
    seg = real_set("hcc-tace-seg", "hcc-tace-seg/HCC-TACE-Seg_clinical_data-V2.xlsx")

    found = {field.column: field for field in completeness(ask_of(seg)).value.fields}

    size = found["max_diameter_mm"]
    assert (size.n, size.n - size.share.successes) == (105, 52)
