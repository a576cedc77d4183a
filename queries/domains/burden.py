"""New cases and deaths by cancer and region, and countries by income: what accrual is held to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Burden:
    """New cases and deaths of one cancer in one year; `OUT` lies outside the three regions."""

    cancer: str
    year: int
    new_cases: dict[str, int]  # region code -> cases
    deaths: dict[str, int]  # empty: not tabulated here
    source: str


_LIVER = Burden(
    cancer="liver cancer",
    year=2020,
    new_cases={"AP": 661_407, "EU": 87_630, "AM": 86_094, "OUT": 70_542},
    deaths={"AP": 612_114, "EU": 78_415, "AM": 72_706, "OUT": 66_944},
    source="GLOBOCAN 2020, both sexes; Asia-Pacific is Asia and Oceania, outside is Africa",
)
_LUNG = Burden(
    cancer="lung cancer",
    year=2020,
    new_cases={"AP": 1_332_111, "EU": 477_534, "AM": 351_138, "OUT": 45_988},
    deaths={},
    source=_LIVER.source,
)
_COLORECTUM = Burden(
    cancer="colorectal cancer",
    year=2020,
    new_cases={"AP": 1_030_054, "EU": 519_820, "AM": 315_518, "OUT": 66_198},
    deaths={},
    source=_LIVER.source,
)
# Kidney, neuroendocrine and bone: no table yet, so accrual shares stand alone.
BURDEN: dict[str, Burden] = {
    "HCC": _LIVER,
    "ICC": _LIVER,
    "CRLM": _COLORECTUM,
    "LUNG_P": _LUNG,
}

# World Bank income groups, fiscal year 2025.
INCOME_GROUPS = {"H": "High income", "UM": "Upper-middle income", "LM": "Lower-middle income"}
INCOME: dict[str, str] = {
    **dict.fromkeys(
        (
            *("USA", "CAN", "CHL", "DEU", "FRA", "ITA", "ESP", "PRT", "GBR", "NLD", "BEL", "AUT"),
            *("CHE", "DNK", "FIN", "POL", "JPN", "KOR", "TWN", "HKG", "SGP", "AUS", "NZL"),
        ),
        "H",
    ),
    **dict.fromkeys(("MEX", "BRA", "ARG", "TUR", "CHN", "THA"), "UM"),
    **dict.fromkeys(("IND", "VNM"), "LM"),
}
