"""Enrolled diagnoses counted by site, domain, sex and ten years of age."""

from collections.abc import Iterator

from queries.importers.draft import Value
from queries.quality.frames import Frames


def people_rows(frames: Frames) -> Iterator[dict[str, Value]]:
    """Count diagnoses by place, sex (UNK where absent) and decade of age (-1 where absent)."""
    rows = frames.diagnosis
    decade = (rows["age_at_enrolment"] // 10 * 10).fillna(-1).astype(int)
    counted = (
        rows.assign(sex=rows["sex"].fillna("UNK"), age_decade=decade)
        .groupby(["site_id", "domain_code", "sex", "age_decade"])
        .size()
        .reset_index(name="n")
    )
    for site, domain, sex, age, n in counted.itertuples(index=False, name=None):
        yield {
            "site_id": site,
            "domain_code": domain,
            "sex": sex,
            "age_decade": int(age),
            "n": int(n),
        }
