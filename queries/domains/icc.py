"""Intrahepatic cholangiocarcinoma."""

from dataclasses import replace

from queries.domains.baseline import (
    ALBUMIN,
    BASELINE_COMMON,
    BILIRUBIN,
    BILOBAR,
    CIRRHOSIS,
    LIVER_INVOLVED,
    PVI,
)
from queries.domains.common import techniques
from queries.domains.endpoints import lesion_endpoints, liver_endpoints
from queries.domains.model import Comparison, Domain, Field, Kind
from queries.domains.negative_controls import BMI, OTHER_DEATH

_TECHNIQUES = techniques(
    *("TARE_GLASS", "TARE_RESIN", "TARE_HO", "CTACE", "DEBTACE", "TAE", "HAI"),
    *("MWA", "RFA", "CRYO", "IRE", "COMP_SURG", "COMP_SYST"),
)
_TARE = ("TARE_GLASS", "TARE_RESIN", "TARE_HO")

ICC = Domain(
    code="ICC",
    name="Intrahepatic cholangiocarcinoma",
    definition="Cholangiocarcinoma of the intrahepatic bile ducts (ICD-10 C22.1), treated in the "
    "liver.",
    response_criterion="RECIST11",
    local_control="Each lesion, by RECIST 1.1.",
    techniques=_TECHNIQUES,
    comparisons=(
        Comparison("TACE or radioembolisation", ("CTACE", "DEBTACE"), _TARE),
        Comparison("Radioembolisation or arterial infusion", _TARE, ("HAI",)),
    ),
    endpoints=(*liver_endpoints(_TECHNIQUES), *lesion_endpoints(_TECHNIQUES)),
    covariates=("prior_resection", "prior_systemic_lines", "concurrent_systemic"),
    negative_controls=(
        OTHER_DEATH,
        BMI,
    ),
    fields=(
        *BASELINE_COMMON,
        replace(BILOBAR, adjust=True),
        LIVER_INVOLVED,
        ALBUMIN,
        BILIRUBIN,
        CIRRHOSIS,
        PVI,
        Field(
            "ca19_9_u_ml",
            "CA 19-9",
            Kind.NUMBER,
            "U/mL",
            bounds=(0.5, 1_000_000),
            core=True,
            adjust=True,
            definition="Serum carbohydrate antigen 19-9.",
        ),
    ),
)
