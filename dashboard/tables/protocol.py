"""A protocol as tables: the trial that is emulated, and the list of all that are frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analytics.covariate_handling import MISSING
from analytics.weights import ESTIMANDS
from dashboard.components import filters_in_words
from dashboard.sentences.comparison import METHODS
from queries.domains.adjustment import REGION, YEAR, fields_by_name
from queries.domains.catalogue import DOMAINS, endpoint
from queries.protocol import Protocol
from queries.state.protocols import Frozen


def target_trial(protocol: Protocol) -> pd.DataFrame:
    """Write the seven rows of the trial that the comparison emulates."""
    domain = DOMAINS[protocol.cohort.domain]
    rule = endpoint(domain.code, protocol.endpoint)
    arms = [
        f"{name} ({', '.join(domain.technique_label(code) for code in codes)})"
        for name, codes in zip(protocol.arms, (protocol.reference, protocol.treated), strict=True)
    ]
    start = (
        f"Day {rule.landmark:.0f} after the index procedure, for those still followed"
        if rule.landmark
        else "Day of the index procedure; who consents later counts from the consent"
    )
    eligible = filters_in_words(replace(protocol.cohort, techniques=protocol.techniques), _DATED)
    rows = {
        "Eligibility": f"{eligible}; one of these techniques at the index procedure",
        "Strategies": f"{arms[1]} against {arms[0]}; later treatment as it happens",
        "Assignment": (
            f"Not random. Adjusted for {', '.join(covariate_labels(protocol))}; "
            f"{_said(METHODS, protocol.method)}"
            f"{', stabilised weights' if protocol.stabilised else ''}; missing values: "
            f"{_said(MISSING, protocol.missing)}; levels with fewer than {protocol.fewest} of an "
            "arm are joined"
        ),
        "Time zero": start,
        "Follow-up": (
            "To the event, the last contact or assessment, or the data cut-off; means up to "
            f"{protocol.horizon_months} months"
        ),
        "Outcome": rule.definition,
        "Contrast and estimand": (
            f"{_said(ESTIMANDS, protocol.estimand)}: difference of curves, restricted mean and "
            "marginal hazard ratio; limits clustered by site"
        ),
    }
    return pd.DataFrame(list(rows.items()), columns=["Part", "As emulated"])


_DATED = "index procedure"


def _said(texts: Mapping[Any, str], code: str) -> str:
    return texts[code]


def covariate_labels(protocol: Protocol) -> tuple[str, ...]:
    """Return what is adjusted for, as labels."""
    own = tuple(name for name in protocol.covariates if name not in (REGION, YEAR))
    labels = [field.label for field in fields_by_name(own)]
    labels += ["Region"] if REGION in protocol.covariates else []
    labels += ["Year of index procedure"] if YEAR in protocol.covariates else []
    return tuple(labels)


def frozen_table(frozen: Sequence[Frozen]) -> pd.DataFrame:
    """Write one row per frozen protocol, failed ones too."""
    return pd.DataFrame(
        [
            {
                "No.": str(one.protocol_id),
                "Protocol": f"{one.name}, version {one.version}",
                "Domain": one.domain,
                "Gate": "passed" if one.passed else f"failed: {one.failed_checks or 'not known'}",
                "Outcomes": _opened(one),
                "Frozen": f"{one.frozen_at:%d %b %Y %H:%M} UTC by {one.frozen_by}",
                "Snapshot": f"{one.snapshot_id}, code {one.code_version}",
                "Fingerprint": one.fingerprint[:12],
                "Saved result": "yes" if one.headline else "none",
            }
            for one in frozen
        ]
    )


def _opened(one: Frozen) -> str:
    if not one.is_open:
        return "locked"
    return "open" if one.passed else f"opened with reason: {'; '.join(one.reasons)}"
