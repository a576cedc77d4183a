"""The catalogue is whole: fields, codes, bounds, covariates, endpoints and their document."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from analytics.endpoints import Unit, columns_needed
from queries.domains.catalogue import DOMAINS, PLACE, TABLE_KEYS, TABLES, endpoint, fields_of
from queries.domains.common import CRITERION, TECHNIQUES
from queries.domains.dictionary import EVERY, dictionary_rows
from queries.domains.dictionary_text import dictionary_text
from queries.domains.model import Kind
from queries.domains.schedule import SCHEDULE
from queries.importers.derive import dated_facts
from queries.importers.draft import Draft

ROOT = Path(__file__).resolve().parents[2]
FIELDS = [(table, field) for table, fields in TABLES.items() for field in fields]
RULES = [(code, rule) for code, domain in DOMAINS.items() for rule in domain.endpoints]


def test_the_domains_are_those_of_the_registry_and_lung_is_two():
    assert list(DOMAINS) == [
        *("HCC", "CRLM", "ICC", "NELM", "RCC", "LUNG_P", "LUNG_M", "BONE", "OTHER")
    ]


@pytest.mark.parametrize("table", TABLES)
def test_every_field_says_what_it_is(table):
    for field in TABLES[table]:
        assert field.label
        assert field.definition.endswith("."), field.name
        assert bool(field.codes) == (field.kind is Kind.CODE), field.name
        assert field.name.endswith("_date") or field.kind is not Kind.DATE
        assert not (field.kind is Kind.DATE and field.required)


@pytest.mark.parametrize("table", TABLES)
def test_every_number_has_a_unit_and_bounds_that_hold_its_soft_ones(table):
    for field in TABLES[table]:
        if field.kind is Kind.NUMBER:
            assert field.unit, field.name
            assert field.bounds, field.name
        if field.bounds:
            low, high = field.soft or field.bounds
            assert field.bounds[0] <= low < high <= field.bounds[1], field.name


@pytest.mark.parametrize("table", TABLES)
def test_codes_are_stable_distinct_and_labelled(table):
    for field in TABLES[table]:
        codes = [code.code for code in field.codes]
        assert len(codes) == len(set(codes)), field.name
        assert all(re.fullmatch(r"[A-Z0-9_<>+-]+", code) for code in codes), field.name
        assert all(code.label for code in field.codes), field.name


@pytest.mark.parametrize("table", TABLES)
def test_what_a_field_depends_on_exists(table):
    for code in DOMAINS:
        for use in fields_of(table, code):
            assert set(use.domains) <= set(DOMAINS)
            assert set(use.families) <= {technique.family for technique in TECHNIQUES}
            if use.applies_when:
                name, *wanted = use.applies_when
                above = {f.name: f for f in (*TABLES["diagnosis"], *fields_of(table, code))}
                known = {c.code for c in above[name].codes}
                assert set(wanted) <= known or above[name].kind is Kind.KEY


@pytest.mark.parametrize("domain", DOMAINS.values(), ids=list(DOMAINS))
def test_a_field_that_domains_share_means_the_same_in_each(domain):
    column = {field.name: field for field in TABLES["baseline"]}
    for field in domain.fields:
        same = ("label", "kind", "unit", "codes", "bounds", "soft", "definition")
        assert [getattr(field, a) for a in same] == [getattr(column[field.name], a) for a in same]


@pytest.mark.parametrize("domain", DOMAINS.values(), ids=list(DOMAINS))
def test_a_domain_compares_techniques_that_it_has(domain):
    own = {technique.code for technique in domain.techniques} - {"UNK"}

    assert domain.definition.endswith(".")
    assert domain.local_control.endswith(".")
    assert domain.response_criterion in {"", *(code.code for code in CRITERION)}
    for comparison in domain.comparisons:
        assert comparison.first
        assert comparison.second
        assert not set(comparison.first) & set(comparison.second)
        assert {*comparison.first, *comparison.second} <= own


@pytest.mark.parametrize("domain", DOMAINS.values(), ids=list(DOMAINS))
def test_covariates_are_fields_of_the_diagnosis(domain):
    names = {field.name for field in TABLES["diagnosis"]}

    assert set(domain.covariates) <= names
    adjusted = {field.name for field in fields_of("diagnosis", domain.code) if field.adjust}
    assert adjusted == {"intent", "treatment_naive", *domain.covariates}


# What the propensity model must hold beside what is common to all, from the registry's protocol;
# derived scores (ALBI, Milan, Fong, time of year) come from these fields and are not listed.
COVARIATES = {
    "HCC": "albumin_g_l bilirubin_umol_l child_pugh_site ascites afp_ng_ml pvi bilobar etiology "
    "cirrhosis prior_ablation prior_embo concurrent_systemic intent",
    "CRLM": "synchronous primary_side primary_node_positive ras_status braf_status msi_status "
    "cea_ng_ml prior_systemic_lines prior_resection liver_involvement_pct albumin_g_l "
    "bilirubin_umol_l",
    "ICC": "ca19_9_u_ml bilobar liver_involvement_pct prior_resection prior_systemic_lines "
    "concurrent_systemic albumin_g_l bilirubin_umol_l cirrhosis pvi",
    "NELM": "net_grade ki67_pct net_primary functional_syndrome liver_involvement_pct prior_prrt "
    "prior_ssa albumin_g_l bilirubin_umol_l",
    "RCC": "clinical_t renal_score solitary_kidney egfr charlson rcc_histology "
    "histology_confirmed hereditary_syndrome",
    "LUNG_P": "clinical_t lung_histology fev1_pct dlco_pct charlson lung_location prior_resection",
    "LUNG_M": "primary_site disease_free_interval_mo cea_ng_ml prior_resection",
    "BONE": "opioid_ome_mg bone_site bone_type prior_radiotherapy primary_site "
    "visceral_metastases pathological_fracture sins_score",
}
COMMON = "age_at_enrolment sex ecog treatment_naive n_tumours max_diameter_mm extrahepatic_disease"


@pytest.mark.parametrize("code", COVARIATES)
def test_a_domain_adjusts_for_what_its_protocol_asks(code):
    offered = {
        field.name
        for table in ("patient", "diagnosis", "baseline")
        for field in fields_of(table, code)
        if field.adjust
    }

    assert offered == {*COMMON.split(), *COVARIATES[code].split(), "intent"}


@pytest.mark.parametrize(
    ("code", "rule"), RULES, ids=[f"{code}.{rule.code}" for code, rule in RULES]
)
def test_an_endpoint_is_defined_printed_and_stands_by_itself(code, rule):
    own = {other.code for other in DOMAINS[code].endpoints}

    assert rule.definition.endswith(".")
    assert rule.policy.endswith(".")
    assert rule.variant_of in own - {rule.code} | {""}
    assert endpoint(code, rule.code) is rule
    assert len(rule.code) <= 16


def test_no_two_endpoints_of_a_domain_read_alike():
    for domain in DOMAINS.values():
        said = [(rule.name, rule.definition, rule.policy) for rule in domain.endpoints]
        assert len(said) == len(set(said)) == len({rule.code for rule in domain.endpoints})


def test_local_progression_is_followed_in_ablations_and_planned_combinations_only():
    offered = {code for domain in DOMAINS.values() for code in _lesion_techniques(domain)}
    families = {t.family for t in TECHNIQUES if t.code in offered}

    assert families == {"ABLATION", "COMBI", "MSK"}
    assert "CEMENTO" not in offered
    assert endpoint("HCC", "LTP").unit is Unit.LESION


def _lesion_techniques(domain):
    return {t for rule in domain.endpoints if rule.unit is Unit.LESION for t in rule.techniques}


def test_every_day_that_an_endpoint_names_is_derived():
    facts, lesions = dated_facts(Draft(), {})
    columns = {Unit.PATIENT: set(facts.columns), Unit.LESION: set(lesions.columns)}

    for code, rule in RULES:
        assert columns_needed(rule) <= columns[rule.unit], (code, rule.code)
        assert rule.group in columns[rule.unit]


def test_the_windows_of_the_schedule_do_not_overlap():
    for visit, following in pairwise(SCHEDULE):
        assert visit.opens <= visit.due <= visit.closes < following.opens


def test_every_table_has_its_key_and_knows_where_it_belongs():
    assert set(TABLE_KEYS) == set(TABLES)
    assert set(PLACE) == set(TABLES) - {"site", "accrual_target", "screening"}


def test_the_dictionary_holds_every_field_and_the_file_is_current():
    rows = dictionary_rows()

    assert {(row.table, row.field) for row in rows} == {(t, f.name) for t, f in FIELDS}
    text = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert text == dictionary_text(), "renew it with: python docs/data_dictionary.py"


def test_the_dictionary_tells_uses_apart():
    uses = {row.domains: row for row in dictionary_rows() if row.field == "cea_ng_ml"}

    assert uses["CRLM",].applies_when == ""
    assert uses["LUNG_M",].applies_when == "primary_site=C18|C19|C20"
    (agent,) = [row for row in dictionary_rows() if row.field == "agent"]
    assert (agent.domains, agent.applies_when) == ((EVERY,), "technique of EMBO, RADIO")
    (dose,) = [row for row in dictionary_rows() if row.field == "activity_gbq"]
    assert (dose.bounds, dose.unit, dose.core) == ("0.05 to 20", "GBq", True)
