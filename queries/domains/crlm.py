"""Colorectal liver metastases."""

from queries.domains.baseline import (
    ALBUMIN,
    BASELINE_COMMON,
    BILIRUBIN,
    BILOBAR,
    CEA,
    LIVER_INVOLVED,
)
from queries.domains.common import UNKNOWN, codes, techniques
from queries.domains.endpoints import lesion_endpoints, liver_endpoints
from queries.domains.forms import yes_no
from queries.domains.model import Comparison, Domain, Field
from queries.domains.negative_controls import BMI, OTHER_DEATH

_TECHNIQUES = techniques(
    *("MWA", "RFA", "CRYO", "IRE", "LASER", "TARE_GLASS", "TARE_RESIN", "TARE_HO", "DEBIRI"),
    *("HAI", "CTACE", "COMP_SURG", "COMP_SBRT", "COMP_SYST"),
)
_TARE = ("TARE_GLASS", "TARE_RESIN", "TARE_HO")


def _mutation(name: str, gene: str) -> Field:
    return Field(
        name,
        f"{gene} status",
        codes=(*codes(WT="Wild type", MUT="Mutated"), UNKNOWN),
        core=True,
        adjust=True,
        definition=f"{gene} of the primary or of a metastasis.",
    )


CRLM = Domain(
    code="CRLM",
    name="Colorectal liver metastases",
    definition="Metastases of colorectal cancer (ICD-10 C18-C20), treated in the liver.",
    response_criterion="RECIST11",
    local_control="Each lesion, by RECIST 1.1.",
    techniques=_TECHNIQUES,
    comparisons=(
        Comparison("Microwave or radiofrequency ablation", ("MWA",), ("RFA",)),
        Comparison("Irinotecan beads or radioembolisation (salvage)", ("DEBIRI",), _TARE),
        Comparison("Surgery or ablation", ("COMP_SURG",), ("MWA", "RFA", "CRYO", "IRE", "LASER")),
        Comparison("Radioembolisation or arterial infusion", _TARE, ("HAI",)),
    ),
    endpoints=(*liver_endpoints(_TECHNIQUES), *lesion_endpoints(_TECHNIQUES)),
    covariates=("prior_systemic_lines", "prior_resection"),
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
        CEA,
        Field(
            "primary_side",
            "Side of the primary",
            codes=(*codes(RIGHT="Right colon", LEFT="Left colon", RECTUM="Rectum"), UNKNOWN),
            core=True,
            adjust=True,
            definition="Right of the splenic flexure, left of it, or rectum.",
        ),
        yes_no(
            "synchronous",
            "Synchronous metastases",
            "Found no later than 6 months after the primary.",
            core=True,
            adjust=True,
        ),
        yes_no(
            "primary_node_positive",
            "Primary node-positive",
            "Cancer in regional lymph nodes of the primary.",
            core=True,
            adjust=True,
        ),
        _mutation("ras_status", "RAS"),
        _mutation("braf_status", "BRAF"),
        Field(
            "msi_status",
            "Microsatellite status",
            codes=(*codes(MSS="Stable", MSI="Instable (MSI-H)"), UNKNOWN),
            core=True,
            adjust=True,
            definition="Microsatellite instability or mismatch-repair deficiency.",
        ),
    ),
)
