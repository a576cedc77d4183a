"""Reports written at the command line: `iocore report site`."""

import logging
from pathlib import Path

import click

from dashboard import auth
from dashboard.console import OUT
from dashboard.exports import Parcel, note_office_export
from queries.domains.catalogue import DOMAINS
from queries.errors import EmptyCohort, ImportRefused
from queries.filters import Filters


@click.group()
def report() -> None:
    """Write reports from the current snapshot, as the coordinating centre sees it."""


@report.command()
@click.argument("site_id")
@click.option(
    "--format",
    "form",
    default="md",
    show_default=True,
    type=click.Choice(["md", "pdf"]),
    help="Markdown, or one page of A4.",
)
@click.option("--output", required=True, type=click.Path(path_type=Path), help="File to write.")
@click.option(
    "--domain",
    default=next(iter(DOMAINS)),
    show_default=True,
    type=click.Choice(list(DOMAINS)),
    help="Disease domain.",
)
def site(site_id: str, form: str, output: Path, domain: str) -> None:
    """Write the letter to the site SITE_ID: the three actions that matter most."""
    known = dict(auth.site_choices())
    if site_id not in known:
        raise EmptyCohort(
            f"The current snapshot has no site {site_id}.", f"Its sites: {', '.join(known)}."
        )
    snapshot = auth.office().snapshot
    export_id = note_office_export(
        Parcel(
            f"site-letter-{site_id}",
            form.upper(),
            snapshot_id=0 if snapshot is None else snapshot.snapshot_id,
            is_synthetic=snapshot is not None and snapshot.is_synthetic,
        )
    )
    written = _letter(site_id, form, domain, export_id)
    try:
        output.write_bytes(written)
    except OSError as error:
        raise ImportRefused(
            f"{output} cannot be written ({error.strerror}).", "Choose another file."
        ) from error
    OUT.print(f"Letter to {site_id}: {output}")


def _letter(site_id: str, form: str, domain: str, export_id: str) -> bytes:
    # Outside a server the cache says that it is kept in memory, which is of no interest here.
    logging.getLogger("streamlit.runtime.caching.cache_data_api").setLevel(logging.ERROR)
    from dashboard.answers.answer import Ask  # heavy, and only here
    from dashboard.answers.site_letter import of_site, site_letter
    from dashboard.letters.markdown import letter_markdown
    from dashboard.letters.pdf import letter_pdf

    answer = site_letter(of_site(Ask(auth.office().scope, Filters(domain=domain)), site_id))
    if form == "pdf":
        return letter_pdf(answer, export_id)
    return letter_markdown(answer, export_id).encode()
