"""Tumour response, as pages ask for it."""

from dataclasses import dataclass

import pandas as pd

from analytics.best_change import ChangeByGroup, best_change
from analytics.group_survival import SurvivalByGroup, survival_by_group
from analytics.lesion_efficacy import EfficacyByGroup, lesion_efficacy
from analytics.reader_agreement import ReaderAgreement, reader_agreement
from analytics.response_by_group import ResponseByGroup, durations, response_by_group
from dashboard.answers.gate import answer
from dashboard.answers.survival import LANDMARKS, TICKS
from queries.domains.catalogue import DOMAINS
from queries.errors import EmptyCohort
from queries.measurements import UNSTATED
from queries.policies import View
from queries.reads import response as reads
from queries.reads.sizes import target_sums
from queries.registry import Registry


@dataclass(frozen=True)
class Readings:
    """Criteria and readers of a domain; the domain's own criterion first."""

    readers: tuple[tuple[str, tuple[str, ...]], ...]  # criterion, its readers


@answer(View.RESPONSE, methods="response")
def readings_of_domain(registry: Registry) -> Readings:
    """List the criteria that images were read by, and who read them."""
    counted = reads.readings(registry).frame
    if counted.empty:
        raise _none_read(registry)
    own = DOMAINS[registry.domain].response_criterion
    found = sorted(set(counted["criterion"]), key=lambda code: (code != own, code))
    readers = {code: set(counted["reader"][counted["criterion"] == code]) for code in found}
    return Readings(tuple((code, tuple(sorted(readers[code], key=_own_first))) for code in found))


@answer(View.RESPONSE, methods="response")
def response_by_technique(registry: Registry, criterion: str, reader: str) -> ResponseByGroup:
    """Estimate the best response by technique, of everybody treated."""
    treated = _treated(registry)
    readings = _of_reader(reads.assessed(registry, criterion), reader)
    return response_by_group(readings, treated, criterion=criterion, reader=reader)


@answer(View.RESPONSE, methods="response")
def duration_by_technique(registry: Registry, criterion: str, reader: str) -> SurvivalByGroup:
    """Estimate how long responses last, from the first response to progression or death."""
    found = durations(_of_reader(reads.assessed(registry, criterion), reader), _treated(registry))
    return survival_by_group(
        found.tables,
        found.overall,
        landmarks=LANDMARKS,
        ticks=TICKS,
        left_out=found.left_out,
    )


@answer(View.RESPONSE, methods="response")
def agreement_of_readers(
    registry: Registry, criterion: str, readers: tuple[str, ...]
) -> ReaderAgreement:
    """Compare every two readers of a criterion."""
    return reader_agreement(
        reads.assessed(registry, criterion),
        _treated(registry),
        criterion=criterion,
        readers=readers,
    )


@answer(View.RESPONSE, methods="response")
def change_in_size(registry: Registry, criterion: str, reader: str) -> ChangeByGroup:
    """Describe how far tumours shrank at best, as one reader measured them."""
    sums = target_sums(registry, criterion, reader)
    return best_change(in_order_of_techniques(sums, registry.domain))


@answer(View.RESPONSE, methods="response")
def lesions_by_technique(registry: Registry) -> EfficacyByGroup:
    """Estimate the share of lesions that were complete at their first control."""
    controls = in_order_of_techniques(reads.lesion_controls(registry), registry.domain)
    return lesion_efficacy(controls)


def in_order_of_techniques(frame: pd.DataFrame, domain: str) -> pd.DataFrame:
    """Return rows in the order of the domain's techniques, which become their groups."""
    listed = [technique.code for technique in DOMAINS[domain].techniques]
    found = frame["technique_code"].astype(str)
    order = [*listed, *sorted(set(found) - set(listed))]  # an unlisted code is shown, not dropped
    place = found.map({code: i for i, code in enumerate(order)})
    ordered = frame.assign(group=found, place=place).sort_values("place", kind="stable")
    return ordered.drop(columns=["place", "technique_code"]).reset_index(drop=True)


def _treated(registry: Registry) -> pd.DataFrame:
    treated = in_order_of_techniques(reads.treated(registry), registry.domain)
    if treated.empty:
        raise EmptyCohort(
            "No patient with an index procedure fits these filters.",
            "Widen the region, technique or period in the filters.",
        )
    return treated


def _own_first(reader: str) -> tuple[bool, str]:
    # As for the endpoints, the site's own reading comes before any other.
    return reader not in ("SITE", UNSTATED), reader


def _of_reader(readings: pd.DataFrame, reader: str) -> pd.DataFrame:
    return readings[readings["reader"] == reader]


def _none_read(registry: Registry) -> EmptyCohort:
    if registry.supplies("response_assessment"):
        return EmptyCohort(
            "No patient within these filters has an assessment of response.", "Widen the filters."
        )
    name = DOMAINS[registry.domain].name
    return EmptyCohort(
        f"Response is not supplied by this source for {name}.", "Choose another disease domain."
    )
