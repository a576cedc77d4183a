"""Accrual targets with their place: those of sites, and those that a whole region has."""

import sqlalchemy as sa


def placed_targets(target: sa.Table, sites: sa.Subquery) -> sa.Subquery:
    """Return targets with site, country and region.

    Parameters
    ----------
    target : Table
        Targets of sites, and of regions, which name no site.
    sites : Subquery
        Sites in reach, with country and region.

    Notes
    -----
    A region's target has no site and no country, so no list of sites and no filter of country
    or site lets it pass. It counts in months in which no site of the region has a target for
    the domain: else the same diagnoses would be expected twice.
    """
    columns = (
        *(target.c.snapshot_id, target.c.domain_code, target.c.site_id),
        *(target.c.month, target.c.target_n),
    )
    of_sites = sa.select(*columns, sites.c.country_code, sites.c.region_code).join_from(
        target, sites, target.c.site_id == sites.c.site_id
    )
    other, place = target.alias("target_of_site"), sites.alias("place_of_target")
    is_split = sa.exists().where(
        other.c.site_id == place.c.site_id,
        place.c.region_code == target.c.region_code,
        other.c.snapshot_id == target.c.snapshot_id,
        other.c.domain_code == target.c.domain_code,
        other.c.month == target.c.month,
    )
    of_regions = sa.select(
        *columns, sa.cast(None, sa.Text).label("country_code"), target.c.region_code
    ).where(target.c.site_id.is_(None), target.c.region_code.is_not(None), ~is_split)
    return sa.union_all(of_sites, of_regions).subquery("placed_target")
