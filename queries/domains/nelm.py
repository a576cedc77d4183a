"""Neuroendocrine liver metastases."""

from queries.domains.baseline import (
    ALBUMIN,
    BASELINE_COMMON,
    BILIRUBIN,
    BILOBAR,
    LIVER_INVOLVED,
)
from queries.domains.common import UNKNOWN, codes, techniques
from queries.domains.endpoints import lesion_endpoints, liver_endpoints
from queries.domains.forms import yes_no
from queries.domains.model import Comparison, Domain, Field, Kind
from queries.domains.negative_controls import BMI, OTHER_DEATH

_TECHNIQUES = techniques(
    *("TAE", "CTACE", "DEBTACE", "TARE_GLASS", "TARE_RESIN", "TARE_HO"),
    *("MWA", "RFA", "CRYO", "IRE", "COMP_SURG", "COMP_SYST"),
)

NELM = Domain(
    code="NELM",
    name="Neuroendocrine liver metastases",
    definition="Metastases of a neuroendocrine tumour, treated in the liver.",
    response_criterion="RECIST11",
    local_control="Each lesion where there are few, else the liver, by RECIST 1.1; symptoms apart.",
    techniques=_TECHNIQUES,
    comparisons=(
        Comparison("Bland embolisation or conventional TACE", ("TAE",), ("CTACE",)),
        Comparison("Bland or bead embolisation", ("TAE",), ("DEBTACE",)),
        Comparison("Conventional or bead TACE", ("CTACE",), ("DEBTACE",)),
        Comparison(
            "Embolisation or radioembolisation",
            ("TAE", "CTACE", "DEBTACE"),
            ("TARE_GLASS", "TARE_RESIN", "TARE_HO"),
        ),
    ),
    endpoints=(*liver_endpoints(_TECHNIQUES), *lesion_endpoints(_TECHNIQUES)),
    negative_controls=(
        OTHER_DEATH,
        BMI,
    ),
    fields=(
        *BASELINE_COMMON,
        BILOBAR,
        LIVER_INVOLVED,
        ALBUMIN,
        BILIRUBIN,
        Field(
            "ki67_pct",
            "Ki-67",
            Kind.NUMBER,
            "%",
            bounds=(0, 100),
            core=True,
            adjust=True,
            definition="Proliferation index of the tumour.",
        ),
        Field(
            "net_grade",
            "Grade",
            codes=(
                *codes(G1="Grade 1", G2="Grade 2", G3="Grade 3", NEC="Neuroendocrine carcinoma"),
                UNKNOWN,
            ),
            core=True,
            adjust=True,
            definition="Grade of the World Health Organization; carcinoma needs the morphology.",
        ),
        Field(
            "net_primary",
            "Primary",
            codes=(
                *codes(
                    PANCREAS="Pancreas",
                    MIDGUT="Midgut",
                    HINDGUT="Hindgut",
                    FOREGUT_OTHER="Other foregut",
                ),
                UNKNOWN,
            ),
            core=True,
            adjust=True,
            definition="Site of the primary tumour.",
        ),
        yes_no(
            "functional_syndrome",
            "Functional syndrome",
            "Symptoms of hormone excess.",
            core=True,
            adjust=True,
        ),
        yes_no(
            "prior_prrt",
            "Prior PRRT",
            "Peptide-receptor radionuclide therapy before the index procedure.",
            core=True,
            adjust=True,
        ),
        yes_no(
            "prior_ssa",
            "Prior somatostatin analogue",
            "Somatostatin analogue before the index procedure.",
            adjust=True,
        ),
    ),
)
