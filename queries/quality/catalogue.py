"""Every quality check, and what each finds in the rows of a snapshot."""

import logging
from collections.abc import Iterator

from queries.importers.draft import Value
from queries.quality.conformance import CONFORMANCE
from queries.quality.frames import Frames
from queries.quality.model import Check
from queries.quality.plausibility import PLAUSIBILITY
from queries.quality.sequence import SEQUENCE
from queries.quality.timeliness import TIMELINESS

_log = logging.getLogger("iocore.quality")

CHECKS: dict[str, Check] = {
    check.code: check for check in (*CONFORMANCE, *SEQUENCE, *PLAUSIBILITY, *TIMELINESS)
}


def quality_rows(frames: Frames) -> Iterator[dict[str, Value]]:
    """Count, for every check, site and domain, the rows it applies to and those that fail.

    A check that breaks yields one row without a place and without counts: the others stand,
    and the page says that it could not be run.
    """
    for code, check in CHECKS.items():
        try:
            seen = check.rule(frames)
            counted = (
                seen.rows.assign(fails=seen.fails.astype(int))
                .groupby(["site_id", "domain_code"])["fails"]
                .agg(["size", "sum"])
            )
        except Exception:  # one broken rule must not take the import with it
            _log.exception("check %s could not be run", code)
            yield {
                "check_code": code,
                "site_id": "",
                "domain_code": "",
                "n": None,
                "n_failed": None,
            }
            continue
        for place in counted.reset_index().itertuples(index=False, name=None):
            site, domain, n, n_failed = place
            yield {
                "check_code": code,
                "site_id": site,
                "domain_code": domain,
                "n": int(n),
                "n_failed": int(n_failed),
            }
