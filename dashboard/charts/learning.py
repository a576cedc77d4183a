"""Learning and drift drawn: charts of a site by case, and ratios of sites, bands and years."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from analytics.device_learning import DeviceGroup, DeviceLearning
from analytics.errors import TooFewEvents
from analytics.learning import ENOUGH, ChosenCourse, Group, Learning, SiteCourse
from analytics.observed_expected import Tally
from dashboard.charts.frame import FONT_SIZE, axis, blank, lay_out, legend_above
from dashboard.sentences.devices import device_name
from dashboard.sentences.learning import band_name, ratio_words, tally_words
from dashboard.theme import LIGHT, Look, faded
from dashboard.wording import Words, plot_text, whole

_HEIGHT, _ROW, _AROUND = 360, 42, 84  # pixels
_WORSE, _BETTER = "#BF4A50", "#0E8A6D"
_WIDEST = 4.0  # ratio at which a row is cut; its words tell the rest


def cusum_figure(result: ChosenCourse, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw both charts of a site: twice the odds upwards, half the odds downwards."""
    course = _told(result.course)
    cases = _from_start(np.arange(1, len(course.worse) + 1))
    figure = blank(look, _HEIGHT)
    for path, limit, sign, colour, name in (
        (course.worse, course.limit_worse, 1, _WORSE, "twice the odds"),
        (course.better, course.limit_better, -1, _BETTER, "half the odds"),
    ):
        figure.add_scatter(
            x=cases,
            y=sign * _from_start(path),
            mode="lines",
            line={"color": colour, "width": 2, "shape": "hv"},
            name=name.capitalize(),
            customdata=_from_start(path),
            hovertemplate=f"<b>{name}</b><br>case %{{x}}: %{{customdata:.2f}}<extra></extra>",
        )
        figure.add_hline(sign * limit, line={"color": colour, "width": 1.5, "dash": "dash"})
        figure.add_annotation(
            x=0,
            xref="paper",
            y=sign * limit,
            text=f"limit {limit:.2f}",
            showarrow=False,
            xanchor="left",
            yanchor="bottom" if sign > 0 else "top",
            font={"color": look.muted, "size": FONT_SIZE - 2},
        )
    lay_out(
        figure,
        showlegend=True,
        legend=legend_above(look),
        xaxis=_case_axis(look),
        yaxis=axis(look, "CUSUM (log-likelihood ratio)") | {"zeroline": True, "nticks": 7},
    )
    return figure


def difference_figure(result: ChosenCourse, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw observed minus expected of a site, its range, and the mean of all sites."""
    course = _told(result.course)
    cases, band = np.arange(1, len(course.difference) + 1), course.band
    figure = blank(look, _HEIGHT)
    figure.add_scatter(
        x=np.concatenate([cases, cases[::-1]]),
        y=np.concatenate([band, -band[::-1]]),
        fill="toself",
        fillcolor=faded(look.accent, 0.14),
        line={"width": 0},
        name="95 % range if the model holds",
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=_from_start(cases),
        y=_from_start(course.difference),
        mode="lines",
        line={"color": look.accent, "width": 2.5, "shape": "hv"},
        name=plot_text(course.site),
        hovertemplate="case %{x}: %{y:+.1f}<extra></extra>",
    )
    if result.standard.pooled:
        figure.add_scatter(
            x=[case for case, _ in result.standard.pooled],
            y=[value for _, value in result.standard.pooled],
            mode="lines",
            line={"color": look.ink, "width": 1.5, "dash": "dash"},
            name="All sites, mean",
            hovertemplate="all sites, case %{x}: %{y:+.1f}<extra></extra>",
        )
    lay_out(
        figure,
        showlegend=True,
        legend=legend_above(look),
        xaxis=_case_axis(look) | {"range": [0, 1.02 * len(cases)]},
        yaxis=axis(look, "Observed minus expected events") | {"zeroline": True, "nticks": 7},
    )
    return figure


def sites_figure(result: Learning, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw observed over expected of every site, by name."""
    rows = [(course.site, course.total) for course in result.courses]
    return _ratios(rows, result.outcome, look)


def volume_figure(result: Learning, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw observed over expected by yearly volume of the site."""
    if not result.bands:
        raise TooFewEvents(
            "Volume is compared between sites, and one site is in your view.",
            "The table of sites tells how many cases it has.",
        )
    rows = [(band_name(group), group) for group in result.bands]
    return _ratios(
        [(_with_sites(name, group), group.total) for name, group in rows], result.outcome, look
    )


def drift_figure(result: Learning, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw observed over expected by year of the index procedure."""
    return _ratios(
        [(str(group.first), group.total) for group in result.years], result.outcome, look
    )


def devices_figure(result: DeviceLearning, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw observed over expected by device, or by device and yearly volume."""
    rows = [(_with_sites(device_name(group), group), group.total) for group in result.groups]
    return _ratios(rows, result.outcome, look)


def _with_sites(name: str, group: Group | DeviceGroup) -> str:
    return f"{name} ({group.sites} {'site' if group.sites == 1 else 'sites'})"


def _ratios(rows: Sequence[tuple[str, Tally]], outcome: str, look: Look) -> go.Figure:
    told = [(plot_text(name), total) for name, total in rows if total.cases >= ENOUGH]
    if not told:
        raise TooFewEvents(
            f"Fewer than {ENOUGH} cases with a known outcome in each: too few for a ratio.",
            "The tables hold the counts; widen the filters for more.",
        )
    figure = blank(look, _AROUND + _ROW * len(told))
    most = min(max(total.upper for _, total in told), _WIDEST)
    for place, (name, total) in enumerate(told):
        _write(figure, place, f"<b>{name}</b> {ratio_words(total)}", look)
        _add(
            figure, place, total, said=f"<b>{name}</b><br>{tally_words(total, outcome)}", look=look
        )
    figure.add_vline(1, line={"color": look.muted, "width": 1.5, "dash": "dash"})
    lay_out(
        figure,
        xaxis=axis(look, "Observed over expected, 95 % CI")
        | {"range": [0, 1.05 * max(most, 2.0)], "nticks": 6},
        yaxis=axis(look)
        | {"showticklabels": False, "range": [len(told) - 0.5, -0.75], "showgrid": False},
        margin_l=12,
    )
    return figure


def _add(figure: go.Figure, place: int, total: Tally, *, said: str, look: Look) -> None:
    figure.add_scatter(
        x=[total.lower, total.upper],
        y=[place, place],
        mode="lines",
        line={"color": look.accent, "width": 2},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[total.ratio],
        y=[place],
        mode="markers",
        marker={"size": 9, "color": look.accent},
        hovertemplate=f"{said}<extra></extra>",
    )


def _write(figure: go.Figure, place: int, text: str, look: Look) -> None:
    figure.add_annotation(
        x=0,
        xref="paper",
        y=place - 0.42,
        text=text,
        showarrow=False,
        bgcolor=look.surface,  # clear of the line at 1
        borderpad=1,
        xanchor="left",
        font={"color": look.ink, "size": FONT_SIZE - 1},
    )


def _told(course: SiteCourse) -> SiteCourse:
    if not course.is_told:
        raise TooFewEvents(
            f"{course.site} has {whole(course.total.cases)} cases whose outcome is known, too few "
            "for a chart.",
            f"At least {ENOUGH} are asked; choose another site, or widen the filters.",
        )
    return course


def _case_axis(look: Look) -> dict[str, object]:
    return axis(look, "Cases in the order of treatment") | {"nticks": 8, "tickformat": ",d"}


def _from_start(values: np.typing.NDArray[np.generic]) -> np.typing.NDArray[np.generic]:
    return np.concatenate([[0], values])
