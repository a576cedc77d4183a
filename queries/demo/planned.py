"""Plans of the demo beyond its data cut-off: three sites that are to open, and all targets."""

from datetime import date
from statistics import mean

from queries.demo.network import CUTOFF
from queries.importers.draft import Draft, Value

# site, country, status, agreement, ethics approval, activation
_SITES: tuple[tuple[str, str, str, date | None, date | None, date], ...] = (
    ("S43", "POL", "CONTRACTED", date(2025, 3, 10), date(2025, 5, 20), date(2025, 9, 15)),
    ("S44", "THA", "CONTRACTED", date(2025, 5, 5), None, date(2025, 11, 3)),
    ("S45", "CHL", "PLANNED", None, None, date(2026, 3, 2)),
)
_LAST = 12 * 2026 + 11  # month up to which targets are set


def add_plans(draft: Draft) -> None:
    """Add the sites that are to open, and carry the targets of all sites on."""
    for site, country, status, agreement, ethics, activation in _SITES:
        _add_row(
            draft,
            "site",
            {
                "site_id": site,
                "site_name": f"Invented hospital {site}, {country}",
                "site_label": site,
                "country_code": country,
                "status": status,
                "agreement_signed_date": agreement,
                "ethics_approval_date": ethics,
                "activation_date": activation,
            },
        )
    targets = draft.table("accrual_target").tuples(("site_id", "domain_code", "target_n"))
    # Each site goes on with the target of its last month.
    going_on = {(str(site), str(domain)): float(target) for site, domain, target in targets}
    usual = {
        domain: round(mean(n for (_, other), n in going_on.items() if other == domain), 4)
        for domain in {domain for _, domain in going_on}
    }
    now = _month(CUTOFF)
    plans = [(site, domain, now + 1, target) for (site, domain), target in going_on.items()]
    plans += [
        (site, domain, _month(activation), target)
        for site, *_, activation in _SITES
        for domain, target in sorted(usual.items())
    ]
    for site, domain, first, target in plans:
        for month in range(first, _LAST + 1):
            on = date(month // 12, month % 12 + 1, 1)
            row = {"site_id": site, "domain_code": domain, "month": on, "target_n": target}
            _add_row(draft, "accrual_target", row)


def _month(day: date) -> int:
    return 12 * day.year + day.month - 1


def _add_row(draft: Draft, name: str, row: dict[str, Value]) -> None:
    table = draft.tables[name]
    for column, values in table.columns.items():
        values.append(row.get(column))
    table.rows.append(table.rows[-1] + 1)
