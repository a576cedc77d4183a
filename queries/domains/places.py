"""Regions and countries of the registry."""

REGIONS = {"AM": "Americas", "EU": "Europe", "AP": "Asia-Pacific"}

# ISO 3166-1 alpha-3 -> name, region. Türkiye counts as Europe, as the European society does.
COUNTRIES: dict[str, tuple[str, str]] = {
    "USA": ("United States", "AM"),
    "CAN": ("Canada", "AM"),
    "MEX": ("Mexico", "AM"),
    "BRA": ("Brazil", "AM"),
    "ARG": ("Argentina", "AM"),
    "CHL": ("Chile", "AM"),
    "DEU": ("Germany", "EU"),
    "FRA": ("France", "EU"),
    "ITA": ("Italy", "EU"),
    "ESP": ("Spain", "EU"),
    "PRT": ("Portugal", "EU"),
    "GBR": ("United Kingdom", "EU"),
    "NLD": ("Netherlands", "EU"),
    "BEL": ("Belgium", "EU"),
    "AUT": ("Austria", "EU"),
    "CHE": ("Switzerland", "EU"),
    "DNK": ("Denmark", "EU"),
    "FIN": ("Finland", "EU"),
    "POL": ("Poland", "EU"),
    "TUR": ("Türkiye", "EU"),
    "CHN": ("China", "AP"),
    "JPN": ("Japan", "AP"),
    "KOR": ("South Korea", "AP"),
    "TWN": ("Taiwan", "AP"),
    "HKG": ("Hong Kong", "AP"),
    "SGP": ("Singapore", "AP"),
    "AUS": ("Australia", "AP"),
    "NZL": ("New Zealand", "AP"),
    "IND": ("India", "AP"),
    "THA": ("Thailand", "AP"),
    "VNM": ("Vietnam", "AP"),
}
