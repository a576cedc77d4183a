"""Tumours of other organs, shown as one bucket until they have a lead."""

from queries.domains.baseline import BASELINE_COMMON
from queries.domains.common import techniques
from queries.domains.endpoints import OVERALL, PROGRESSION_FREE, TO_PROGRESSION
from queries.domains.model import Domain

OTHER = Domain(
    code="OTHER",
    name="Other tumours",
    definition="Tumours of thyroid, breast, prostate, adrenal gland or soft tissue.",
    response_criterion="RECIST11",
    local_control="Each lesion, by RECIST 1.1.",
    techniques=techniques(
        *("MWA", "RFA", "CRYO", "IRE", "HIFU", "LASER", "PEI", "TAE", "CTACE", "DEBTACE"),
    ),
    comparisons=(),
    endpoints=(OVERALL, PROGRESSION_FREE, TO_PROGRESSION),
    covariates=("primary_site",),
    fields=BASELINE_COMMON,
)
