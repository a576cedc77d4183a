"""Where a report answers the items of the target-trial framework, of STROBE and of RECORD-PE."""

import pandas as pd

from queries.protocol import Protocol

_ITEMS = (
    ("Target trial", "Eligibility", "Protocol, row 1"),
    ("Target trial", "Treatment strategies", "Protocol, row 2"),
    ("Target trial", "Assignment and confounders", "Protocol, row 3; Design, covariates"),
    ("Target trial", "Time zero aligned with eligibility and assignment", "Protocol, row 4"),
    ("Target trial", "Follow-up", "Protocol, row 5"),
    ("Target trial", "Outcome", "Protocol, row 6"),
    ("Target trial", "Causal contrast", "Protocol, row 7"),
    ("Target trial", "Analysis", "Methods"),
    ("STROBE", "4-5 Design, setting, dates", "Heading; filters and data cut-off"),
    ("STROBE", "6 Participants", "Design, patients left after each step"),
    ("STROBE", "7-8 Variables, how measured", "Protocol; data dictionary of the registry"),
    ("STROBE", "9 Bias", "Answer, what it does not show; Methods, limits"),
    ("STROBE", "10 Study size", "Gate, smallest hazard ratio that could be found"),
    ("STROBE", "12 Methods, missing data, sensitivity", "Methods; Design; Robustness"),
    ("STROBE", "13-14 Participants described", "Design, balance table"),
    ("STROBE", "15-16 Outcome, estimates crude and adjusted", "Results"),
    ("STROBE", "17 Other analyses", "Robustness, all specifications listed"),
    ("STROBE", "19-21 Limits, interpretation", "Answer"),
    ("STROBE", "22 Funding", "To be stated by the authors"),
    ("RECORD-PE", "1.1-1.3 Kind of data, place, period, linkage", "Heading"),
    ("RECORD-PE", "4.a-b Design and its features, time by time", "Protocol, rows 2 to 5"),
    ("RECORD-PE", "6.1 How patients are selected, by codes", "Protocol, rows 1 and 2"),
    ("RECORD-PE", "6.2 Validation of the codes", "To be stated by the authors; page Quality"),
    ("RECORD-PE", "6.3, 12.3 Linkage of sources", "To be stated by the authors"),
    ("RECORD-PE", "7.1 Exposure, outcome, confounders by codes", "Protocol; data dictionary"),
    ("RECORD-PE", "8.a Setting in which care was given", "Design, balance within each region"),
    ("RECORD-PE", "9.1 What is known of bias in the data", "Gate; page Completeness"),
    ("RECORD-PE", "12.1.a Whether the assumptions hold", "Gate; Design; Robustness"),
    ("RECORD-PE", "12.1.b Several designs, and why", "Robustness, all specifications listed"),
    ("RECORD-PE", "12.2 Data cleaning", "Methods of the page Quality"),
    ("RECORD-PE", "13.1 Selection, step by step", "Design, patients left after each step"),
    ("RECORD-PE", "19.1 Data not collected for this question", "Answer, what it does not show"),
    ("RECORD-PE", "22.1 Protocol, data and code within reach", "Heading, fingerprint"),
)


def checklist(protocol: Protocol) -> pd.DataFrame:
    """Return the items and where each is answered.

    References
    ----------
    Hernan & Robins (2016), doi:10.1093/aje/kwv254. von Elm et al. (2007),
    doi:10.1371/journal.pmed.0040296. Langan et al. (2018), doi:10.1136/bmj.k3532.
    """
    frame = pd.DataFrame(_ITEMS, columns=["Source", "Item", "Where"])
    frame.loc[frame["Item"] == "Outcome", "Where"] += f" ({protocol.endpoint})"
    return frame
