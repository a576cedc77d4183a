"""A bundle on its page: for those who may take rows, made and noted at the click."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from analytics.endpoints import Unit
from dashboard import components, passports
from dashboard.answers.row_gate import Looking
from dashboard.bundles.contents import Bundle
from dashboard.bundles.packing import Around, Export, packed
from dashboard.bundles.settings import settings_of
from dashboard.controls.bundle import say_who_takes
from dashboard.export import file_name, standing
from dashboard.exports import Parcel, download, may_hand_out
from dashboard.page import Page
from dashboard.sentences.manuscript import Told
from dashboard.visitor import now
from dashboard.wording import whole
from queries.policies import MAX_SHOWN_ROWS, MAX_TAKEN_ROWS, Level, View, level

_HEADING = "Reproducible bundle"
_SAID = (
    "One ZIP file: settings, the analysis table (one row per {unit}, without names, places and "
    "dates), the numbers of this page, and scripts in R and Python that make them anew. Each "
    "download is noted in the audit log."
)
_UNITS = {Unit.PATIENT: "diagnosis", Unit.LESION: "lesion"}
_WITHHELD = "Write what the rows are taken for; then the file is offered."


@dataclass(frozen=True)
class Offer:
    """What is offered, and why not, where it cannot be made."""

    name: str  # part of the file's name
    told: Told
    methods: str  # the paragraph
    n_rows: int
    refusal: tuple[str, str] = ("", "")  # reason and remedy; empty where it can be made


def offer_bundle(page: Page, offer: Offer, make: Callable[[Looking], Bundle]) -> None:
    """Show the offer to a role that may take rows; others see nothing of it.

    Parameters
    ----------
    page : Page
        The opened page.
    offer : Offer
        What is offered.
    make : callable
        Reads the rows and makes the bundle, given who takes it and what for.
    """
    role = page.ask.scope.role
    if level(role, View.BUNDLE) < Level.DEIDENTIFIED:
        return
    most = MAX_TAKEN_ROWS.get((role, View.BUNDLE), MAX_SHOWN_ROWS)
    refusal = offer.refusal
    if offer.n_rows > most:
        refusal = (
            (
                f"The table would hold {whole(offer.n_rows)} rows, and your role takes at most "
                f"{whole(most)}."
            ),
            "Narrow the filters.",
        )
    with st.expander(_HEADING, icon=":material/folder_zip:", key=f"bundle_{offer.name}"):
        if refusal[0]:
            components.notice(*refusal)
            return
        st.markdown(_SAID.format(unit=_UNITS[offer.told.rule.unit]))
        looking = say_who_takes(page)
        if looking is None:
            st.caption(_WITHHELD)
        elif may_hand_out():
            _button(offer, partial(make, looking))


def _button(offer: Offer, make: Callable[[], Bundle]) -> None:
    where_from = offer.told.provenance
    name = f"{offer.name}-bundle"
    download(
        "Bundle, ZIP",
        Parcel(name, "ZIP", where_from.snapshot_id, where_from.is_synthetic),
        partial(_zip, offer, make),
        file_name=file_name(name, where_from, "zip"),
        mime="application/zip",
        key=f"file_{name}",
        icon=":material/download:",
    )


def _zip(offer: Offer, make: Callable[[], Bundle], export_id: str) -> bytes:
    return packed(make(), _around(offer), Export(export_id, now().isoformat(timespec="seconds")))


def _around(offer: Offer) -> Around:
    told = offer.told
    where_from = told.provenance
    figure_id = passports.id_of(where_from.digest) if where_from.digest else ""
    return Around(
        title=f"{told.words.outcome}: {offer.name}",
        data=f"{where_from.source}, snapshot {where_from.snapshot_id}, "
        f"{components.cutoff_words(where_from.cutoff)}; "
        f"{components.filters_in_words(where_from.filters, 'index procedure')}",
        figure_id=figure_id,
        standing=standing(is_synthetic=where_from.is_synthetic),
        methods=offer.methods,
        settings=settings_of(where_from, told.rule, figure_id),
        unit=_UNITS[told.rule.unit],
    )
