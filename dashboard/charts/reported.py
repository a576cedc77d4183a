"""Patient-reported outcomes drawn: change by visit, drop-out, forms, response of pain."""

import numpy as np
import plotly.graph_objects as go

from analytics.errors import TooFewEvents
from analytics.pain_response import PainResponse
from analytics.reported import GroupReported, ReportedByGroup
from analytics.scales import Scale
from dashboard.charts.dots import Dot, DotRow, dot_rows
from dashboard.charts.frame import FONT_SIZE, axis, blank, lay_out, legend_above
from dashboard.sentences.proportions import share_with_sign
from dashboard.sentences.reported import (
    STATE_NAMES,
    improved_at,
    largest,
    mean_at,
    row_at,
    visit_name,
)
from dashboard.theme import LIGHT, Look, faded, technique_stroke
from dashboard.wording import Words, percent, plot_text, whole

_HEIGHT, _APART = 400, 0.09
_SHADES = ("#C8591B", "#B98A2B", "#8A5BA6", "#1F78B4", "#0E8A6D", "#6B7780", "#C75F78")
_STATES = ("#0B5560", "#4FA9B4", "#B8C4CA", "#C8591B", "#E3B778", "#DDE3E6", "#8B959C")


def change_figure(
    result: ReportedByGroup, scale: Scale, words: Words, look: Look = LIGHT
) -> go.Figure:
    """Draw the mean change at every visit, technique by technique, and which change matters."""
    figure = blank(look, _HEIGHT)
    visits = result.visits[1:]
    drawn = largest(result)
    for place, group in enumerate(drawn):
        shift = _APART * (place - (len(drawn) - 1) / 2)
        _add_change(figure, group, visits, words, shift=shift)
    figure.add_hline(y=0, line={"color": look.muted, "width": 1})
    if scale.important is not None:
        _add_important(figure, scale, look)
    lay_out(
        figure,
        showlegend=True,
        legend=legend_above(look),
        xaxis=_visits(look, visits) | {"range": [-0.8, len(visits) - 0.5]},
        yaxis=axis(look, "Change since before (points)") | {"nticks": 7},
    )
    return figure


def _visits(look: Look, visits: tuple[str, ...]) -> dict[str, object]:
    return axis(look) | {
        "tickvals": np.arange(len(visits)),
        "ticktext": [visit_name(visit) for visit in visits],
        "range": [-0.5, len(visits) - 0.5],
        "showgrid": False,
    }


def _add_change(  # a line is a group, its place and its strength
    figure: go.Figure,
    group: GroupReported,
    visits: tuple[str, ...],
    words: Words,
    *,
    shift: float,
) -> None:
    stroke, label = technique_stroke(group.group), plot_text(words.label(group.group))
    found = [mean_at(group, visit) for visit in visits]
    mean, lower, upper, n = (np.array(column, dtype=float) for column in zip(*found, strict=True))
    limits = {
        "type": "data",
        "array": np.nan_to_num(upper - mean),
        "arrayminus": np.nan_to_num(mean - lower),
        "color": faded(stroke.colour, 0.6),
        "thickness": 1.5,
        "width": 0,
    }
    figure.add_scatter(
        x=np.arange(len(visits)) + shift,
        y=mean,
        name=label,
        mode="lines+markers",
        line={"color": stroke.colour, "dash": stroke.dash, "width": 2},
        marker={"size": 7, "color": stroke.colour},
        error_y=limits,
        customdata=np.column_stack([lower, upper, n]),
        hovertemplate=(
            f"<b>{label}</b><br>%{{y:+.1f}} points (%{{customdata[0]:+.1f}} to "
            "%{customdata[1]:+.1f}), %{customdata[2]:.0f} answers<extra></extra>"
        ),
    )


def _add_important(figure: go.Figure, scale: Scale, look: Look) -> None:
    size = scale.important or 0.0
    for value in (-size, size):
        is_better = (value > 0) == (scale.better == "higher")
        figure.add_hline(
            y=value,
            line={"color": look.muted, "width": 1, "dash": "dash"},
            annotation={
                "text": f"important: {'better' if is_better else 'worse'} by {size:g}",
                "font": {"color": look.muted, "size": FONT_SIZE - 2},
                "xanchor": "left",
                "yanchor": "bottom",
            },
            annotation_position="top left",
        )


def courses_figure(result: ReportedByGroup, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw mean scores of those who stopped early and late, one line for each last answer."""
    figure = blank(look, _HEIGHT - 40)
    counts = result.overall.answered.by_last_visit.set_index("last_visit")["patients"]
    ends = [visit for visit in result.visits[1:] if (result.courses["last_visit"] == visit).any()]
    for place, end in enumerate(ends):
        rows = result.courses[result.courses["last_visit"] == end]
        colour = _SHADES[place % len(_SHADES)]
        figure.add_scatter(
            x=[result.visits.index(visit) for visit in rows["visit"]],
            y=rows["mean"],
            name=f"Last answer {visit_name(end).lower()} (n = {whole(int(counts[end]))})",
            mode="lines+markers",
            line={"color": colour, "width": 2},
            marker={"size": 8, "color": colour},
            customdata=rows["n"],
            hovertemplate=(
                f"<b>Last answer {visit_name(end).lower()}</b><br>mean %{{y:.1f}}, "
                "%{customdata} answers<extra></extra>"
            ),
        )
    lay_out(
        figure,
        showlegend=True,
        legend=legend_above(look),
        xaxis=_visits(look, result.visits),
        yaxis=axis(look, "Mean score (points)") | {"nticks": 7},
    )
    return figure


def forms_figure(result: ReportedByGroup, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw forms received of those due, visit by visit."""
    frame = result.overall.answered.by_visit
    figure = blank(look, 300)
    names = [visit_name(visit) for visit in frame["visit"]]
    missing = frame["expected"] - frame["received"]
    for name, n, colour in (
        ("Received", frame["received"], look.accent),
        ("Missing", missing, faded("#C8591B", 0.55)),
    ):
        figure.add_bar(
            x=names,
            y=n,
            name=name,
            marker={"color": colour, "line": {"width": 0}},
            text=[
                f"{percent(share)} %" if name == "Received" and due else ""
                for share, due in zip(frame["share"], frame["expected"], strict=True)
            ],
            textposition="inside",
            insidetextanchor="end",
            textfont={"color": look.surface},
            hovertemplate=f"%{{x}}: %{{y:,}} {name.lower()}<extra></extra>",
        )
    lay_out(
        figure,
        barmode="stack",
        showlegend=True,
        legend=legend_above(look) | {"traceorder": "normal"},
        xaxis=axis(look) | {"showgrid": False},
        yaxis=axis(look, "Forms due (n)") | {"rangemode": "tozero", "nticks": 5},
    )
    return figure


def improved_figure(result: ReportedByGroup, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw who improved of those alive and due at the last visit, by technique."""
    rows, visit = [], result.visits[-1]
    for group in result.groups:
        row = {} if group.improved is None else row_at(group.improved.frame, visit)
        if group.improved is None or not row["due"]:
            continue
        label, colour = plot_text(words.label(group.group)), technique_stroke(group.group).colour
        said = improved_at(group.improved, visit)
        dot = Dot(
            row["share_due"],
            row["lower_due"],
            row["upper_due"],
            colour,
            f"<b>{label}</b><br>{said}",
        )
        rows.append(DotRow(f"<b>{label}</b> {said}", (dot,)))
    if not rows:
        raise TooFewEvents(
            f"Nobody with a baseline was due at {visit_name(visit).lower()}.", "Widen the filters."
        )
    return dot_rows(rows, look, title=f"Improved at {visit_name(visit).lower()} (%), 95 % CI")


def pain_figure(result: PainResponse, _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw what became of everybody with pain before treatment, visit by visit."""
    figure = blank(look, 130 + 62 * len(result.visits))
    for state, colour in zip(STATE_NAMES, _STATES, strict=True):
        n = [dict(at.counts)[state] for at in result.visits]
        figure.add_bar(
            y=np.arange(len(n)),
            x=n,
            name=STATE_NAMES[state],
            orientation="h",
            width=0.42,
            marker={"color": colour, "line": {"width": 0}},
            hovertemplate=f"{STATE_NAMES[state]}: %{{x:,}} patients<extra></extra>",
        )
    for row, at in enumerate(result.visits):
        figure.add_annotation(
            x=0,
            xref="paper",
            y=row - 0.38,
            text=f"<b>{visit_name(at.visit)}</b> response {share_with_sign(at.of_due)}",
            showarrow=False,
            xanchor="left",
            font={"color": look.ink, "size": FONT_SIZE - 1},
        )
    lay_out(
        figure,
        barmode="stack",
        showlegend=True,
        legend=legend_above(look) | {"traceorder": "normal"},
        xaxis=axis(look, "Patients with pain before treatment (n)") | {"nticks": 6},
        yaxis=axis(look)
        | {"showticklabels": False, "showgrid": False, "range": [len(result.visits) - 0.6, -0.65]},
        margin_l=12,
    )
    return figure
