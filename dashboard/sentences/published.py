"""Published figures in sentences: from where, and what can be known of the difference to us."""

import math

from analytics.group_incidence import IncidenceByGroup
from analytics.group_survival import SurvivalByGroup
from analytics.published import Benchmarks, PublishedFigure, Shown
from dashboard.wording import Words, counted, percent, whole


def source_words(figure: PublishedFigure) -> str:
    """Name a source as far as it is named in the list of published values."""
    named = figure.citation or figure.identifier
    year = str(figure.year) if figure.year else "year not listed"
    identifier = figure.identifier if figure.citation else ""
    return ", ".join(part for part in (f"{named} ({year})", identifier) if part)


def value_words(figure: PublishedFigure) -> str:
    """Write what a source printed, with its limits where it printed some."""
    if figure.shown is Shown.MEDIAN:
        limits = f" ({_limit(figure.lower)} to {_limit(figure.upper)})"
        printed = f"median {figure.months:g} months"
        return printed if math.isnan(figure.lower) else printed + limits
    month = f"at {figure.months:g} months"
    if figure.shown is Shown.INCIDENCE:
        return f"{percent(1 - figure.share)} % by {figure.months:g} months"
    return f"{percent(figure.share)} % free of it {month}"


def _limit(value: float) -> str:
    return "not reached" if math.isnan(value) else f"{value:g}"


def benchmarks_drawn(benchmarks: Benchmarks | None) -> str:
    """Say what the points are, and what can be known of how we differ."""
    if benchmarks is None:
        return ""
    if not benchmarks.figures:
        return "Published figures: none is listed for this endpoint after the techniques drawn."
    sources = len({figure.row for figure in benchmarks.figures})
    return (
        f"Diamonds: published figures of {counted(sources, 'source')}, bars where a 95 % interval "
        f"was printed; listed under “Published figures”. {population_words(benchmarks)}"
    )


def population_words(benchmarks: Benchmarks) -> str:
    """Say who is counted here, and that stage, size and liver function are not held equal."""
    ours = f"Ours: {whole(benchmarks.n)} at {counted(benchmarks.n_sites, 'site')}"
    if benchmarks.first_year is not None and benchmarks.last_year is not None:
        ours += f", index procedures {benchmarks.first_year} to {benchmarks.last_year}"
    return (
        f"{ours}, not chosen by stage, size or liver function unless the filters say so; a source "
        "stated for a stage, a size or a trial has another population."
    )


def difference_words(figure: PublishedFigure) -> str:
    """Say in which stated way a source's population is another than a registry's."""
    stated = figure.population.lower()
    if "trial" in stated:
        return "Selected for a randomised trial; ours is not."
    if "pooled" in stated:
        return "Pooled over publications; ours is one registry."
    if "single centre" in stated:
        return "One centre; ours has several where the filters keep them."
    chosen = ("bclc", "cm", "solitary", "stage", "hereditary", "biopsy", "after peptide")
    if any(word in stated for word in chosen):
        return "Chosen as stated; ours is not chosen so, and this page does not count it."
    return "Whether it differs from ours is not known from what is listed."


def benchmarks_counted(result: SurvivalByGroup | IncidenceByGroup, _words: Words) -> str:
    """Say how many figures of how many sources are listed, and whom they are held against."""
    benchmarks = result.benchmarks
    if benchmarks is None or not benchmarks.figures:
        return "No published figure is listed for this endpoint after the techniques drawn."
    sources = len({figure.row for figure in benchmarks.figures})
    figures = counted(len(benchmarks.figures), "published figure")
    return f"{figures} of {counted(sources, 'source')}, as printed. {population_words(benchmarks)}"


def benchmarks_seen(result: SurvivalByGroup | IncidenceByGroup, words: Words) -> str:
    """Read the published figures aloud."""
    figures = result.benchmarks.figures if result.benchmarks else ()
    said = [
        f"{' or '.join(words.label(code) for code in figure.techniques)}: {value_words(figure)}"
        for figure in figures
    ]
    return f"{'; '.join(said) or 'No figure is listed'}."


def benchmarks_note(_result: SurvivalByGroup | IncidenceByGroup, _words: Words) -> str:
    """Say what the figures are not."""
    return (
        "Published figures are of other people, treated and followed elsewhere, and often made "
        "by another method (times to progression usually censor the dead). They are points to "
        "look from, not targets."
    )
