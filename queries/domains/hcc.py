"""Hepatocellular carcinoma."""

from dataclasses import replace

from queries.domains.baseline import (
    ALBUMIN,
    BASELINE_COMMON,
    BILIRUBIN,
    BILOBAR,
    CIRRHOSIS,
    CREATININE,
    PVI,
)
from queries.domains.common import UNKNOWN, codes, techniques
from queries.domains.endpoints import lesion_endpoints, liver_endpoints
from queries.domains.model import Comparison, Domain, Field, Kind
from queries.domains.negative_controls import BMI, KIDNEYS, OTHER_DEATH, PLATELETS

_TECHNIQUES = techniques(
    *("CTACE", "DEBTACE", "TARE_GLASS", "TARE_RESIN", "TAE", "MWA", "RFA", "TACE_ABL"),
    *("TARE_HO", "HAI", "CRYO", "IRE", "HIFU", "LASER", "PEI"),
)

HCC = Domain(
    code="HCC",
    name="Hepatocellular carcinoma",
    definition="Primary hepatocellular carcinoma (ICD-10 C22.0), treated in the liver.",
    response_criterion="MRECIST",
    local_control="Each lesion, by viable (arterially enhancing) tumour.",
    techniques=_TECHNIQUES,
    comparisons=(
        Comparison("Conventional or bead TACE", ("CTACE",), ("DEBTACE",)),
        Comparison(
            "TACE or radioembolisation",
            ("CTACE", "DEBTACE"),
            ("TARE_GLASS", "TARE_RESIN", "TARE_HO"),
        ),
        Comparison("Bland or bead embolisation", ("TAE",), ("DEBTACE",)),
        Comparison("Microwave or radiofrequency ablation", ("MWA",), ("RFA",)),
        Comparison("Ablation alone or TACE + ablation", ("MWA", "RFA"), ("TACE_ABL",)),
        Comparison("Glass or resin radioembolisation", ("TARE_GLASS",), ("TARE_RESIN",)),
    ),
    endpoints=(*liver_endpoints(_TECHNIQUES), *lesion_endpoints(_TECHNIQUES)),
    covariates=("prior_ablation", "prior_embo", "concurrent_systemic"),
    specific_causes=("CANCER", "TREATMENT", "LIVER_FAILURE"),
    negative_controls=(
        OTHER_DEATH,
        KIDNEYS,
        PLATELETS,
        BMI,
    ),
    fields=(
        *BASELINE_COMMON,
        replace(BILOBAR, adjust=True),
        ALBUMIN,
        BILIRUBIN,
        Field(
            "inr",
            "INR",
            Kind.NUMBER,
            "ratio",
            bounds=(0.5, 8),
            soft=(0.8, 3),
            core=True,
            definition="International normalised ratio.",
        ),
        Field(
            "platelets_10e9_l",
            "Platelets",
            Kind.NUMBER,
            "10^9/L",
            bounds=(5, 1500),
            soft=(30, 600),
            core=True,
            definition="Platelet count.",
        ),
        CREATININE,
        Field(
            "ascites",
            "Ascites",
            codes=codes(NONE="None", MILD="Mild", MOD_SEV="Moderate or severe"),
            core=True,
            adjust=True,
            definition="Ascites before the index procedure, by examination or imaging.",
        ),
        Field(
            "encephalopathy",
            "Encephalopathy",
            codes=codes(NONE="None", G1_2="Grade 1-2", G3_4="Grade 3-4"),
            core=True,
            definition="Hepatic encephalopathy before the index procedure.",
        ),
        CIRRHOSIS,
        Field(
            "child_pugh_site",
            "Child-Pugh class as entered",
            codes=codes(A="A", B="B", C="C"),
            adjust=True,
            applies_when=("cirrhosis", "Y"),
            definition="Class as the site entered it; the registry works it out anew beside it.",
        ),
        Field(
            "etiology",
            "Cause of liver disease",
            codes=(
                *codes(
                    HBV="Hepatitis B",
                    HCV="Hepatitis C",
                    HBV_HCV="Hepatitis B and C",
                    ALCOHOL="Alcohol",
                    MASLD="Metabolic (MASLD)",
                    OTHER="Other cause",
                    NONE="None",
                ),
                UNKNOWN,
            ),
            core=True,
            adjust=True,
            definition="Leading cause of the liver disease.",
        ),
        Field(
            "afp_ng_ml",
            "Alpha-fetoprotein",
            Kind.NUMBER,
            "ng/mL",
            bounds=(0.5, 2_000_000),
            core=True,
            adjust=True,
            definition="Serum alpha-fetoprotein.",
        ),
        PVI,
        Field(
            "bclc_site",
            "BCLC stage as entered",
            codes=codes(_0="0", A="A", B="B", C="C", D="D"),
            core=True,
            definition="Stage as the site entered it; the registry works it out anew beside it.",
        ),
    ),
)
