"""Safety drawn: terms by technique, grades on three scales, early deaths."""

import plotly.graph_objects as go

from analytics.errors import TooFewEvents
from analytics.proportions import Proportion
from analytics.safety import SafetyByGroup, WorstGrade, share_of
from analytics.safety_board import Board
from dashboard.charts.dots import Dot, DotRow, dot_rows
from dashboard.charts.frame import FONT_SIZE, axis, blank, lay_out, write_all
from dashboard.sentences.proportions import counted_share, share_with_sign
from dashboard.sentences.safety import SCALE_NAMES, event_name, grade_name
from dashboard.theme import LIGHT, Look, faded, technique_stroke
from dashboard.wording import NOT_SUPPLIED, Words, percent, plot_text, whole

MOST_TERMS = 8  # drawn; the table holds all
_DOT, _TERM, _AROUND = 16, 30, 90  # pixels: each technique, each term, the rest
_ROOM = 1.6  # times the widest interval: names stand to the right of it
_SCALE = 74


def terms_figure(result: SafetyByGroup, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw the commonest terms, under each the techniques that had it, with limits."""
    overall = result.overall.incidence
    if len(overall.frame) < 2:  # noqa: PLR2004  # the first row is that of all terms
        raise TooFewEvents(
            f"No such event: {counted_share(share_of(overall, 0))} (patients).",
            "Choose another severity, or widen the filters.",
        )
    places = range(1, min(len(overall.frame), MOST_TERMS + 1))
    shown = [
        (place, [g for g in result.groups if g.incidence.frame["patients"].iloc[place] > 0])
        for place in places
    ]
    height = sum(_TERM + _DOT * len(groups) for _, groups in shown)
    figure = blank(look, _AROUND + height)
    y, most = 0.0, 0.0
    texts: list[dict[str, object]] = []
    traces: list[dict[str, object]] = []
    for place, groups in shown:
        said = f"<b>{plot_text(event_name(str(overall.frame['term'].iloc[place])))}</b>"
        said += f" {share_with_sign(share_of(overall, place))} of all"
        texts.append(_heading(y + 0.6 * _TERM, said, look))
        y += _TERM
        for group in groups:
            share = share_of(group.incidence, place)
            if share is not None:
                label = plot_text(words.label(group.group))
                traces += _drawn(y + _DOT / 2, share, label=label, code=group.group)
                texts.append(_name(y + _DOT / 2, share, label, look))
                most = max(most, share.upper)
            y += _DOT
    figure.add_traces(traces)
    write_all(figure, texts)
    lay_out(
        figure,
        xaxis=axis(look, "Patients with it (%), exact 95 % CI")
        | {"tickformat": ".0%", "range": [0, _ROOM * most], "nticks": 6},
        yaxis=axis(look) | {"showticklabels": False, "showgrid": False, "range": [y, 0]},
        margin_l=12,
    )
    return figure


def _drawn(y: float, share: Proportion, *, label: str, code: str) -> list[dict[str, object]]:
    colour = technique_stroke(code).colour
    return [
        {
            "type": "scatter",
            "x": [share.lower, share.upper],
            "y": [y, y],
            "mode": "lines",
            "line": {"color": faded(colour, 0.7), "width": 2},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "x": [share.estimate],
            "y": [y],
            "mode": "markers",
            "marker": {"color": colour, "size": 8},
            "hovertemplate": f"<b>{label}</b><br>{counted_share(share)}<extra></extra>",
        },
    ]


def _name(y: float, share: Proportion, label: str, look: Look) -> dict[str, object]:
    # A name at the end of its row needs no legend to be found in.
    return {
        "x": share.upper,
        "y": y,
        "text": f"{label} {percent(share.estimate)} %",
        "showarrow": False,
        "xanchor": "left",
        "xshift": 4,
        "font": {"color": look.muted, "size": FONT_SIZE - 3},
    }


def _heading(y: float, text: str, look: Look) -> dict[str, object]:
    return {
        "x": 0,
        "xref": "paper",
        "y": y,
        "text": text,
        "showarrow": False,
        "xanchor": "left",
        "font": {"color": look.ink, "size": FONT_SIZE - 1},
    }


def grades_figure(result: tuple[WorstGrade, ...], _words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw one bar a scale: patients by worst grade, from mild to severe."""
    figure = blank(look, _AROUND + _SCALE * len(result))
    for row, scale in enumerate(result):
        said = f"<b>{SCALE_NAMES[scale.scale]}</b>"
        if not scale.grades:
            said += f" {NOT_SUPPLIED if scale.ungraded else 'no event'}"
        write_all(figure, [_heading(row - 0.42, said, look)])
        for place, (grade, share) in enumerate(zip(scale.grades, scale.patients, strict=True)):
            strength = 0.25 + 0.75 * place / max(len(scale.grades) - 1, 1)
            figure.add_bar(
                x=[share.estimate],
                y=[row],
                orientation="h",
                width=0.44,
                marker={"color": faded("#C8591B", strength), "line": {"width": 0}},
                text=f"{_grade(grade)}: {whole(share.successes)}",
                textposition="inside",
                insidetextanchor="start",
                constraintext="inside",
                textfont={"color": look.ink},
                hovertemplate=(
                    f"<b>{SCALE_NAMES[scale.scale]}, {grade_name(grade)}</b><br>"
                    f"{counted_share(share)}<extra></extra>"
                ),
            )
    lay_out(
        figure,
        barmode="stack",
        xaxis=axis(look, "Patients by worst grade (% of treated)")
        | {"tickformat": ".0%", "rangemode": "tozero", "nticks": 6},
        yaxis=axis(look)
        | {"showticklabels": False, "showgrid": False, "range": [len(result) - 0.5, -0.75]},
        margin_l=12,
    )
    return figure


def _grade(code: str) -> str:
    return f"Grade {code}" if code[:1].isdigit() else grade_name(code)


def deaths_figure(result: Board, words: Words, look: Look = LIGHT) -> go.Figure:
    """Draw deaths by 30 and by 90 days, technique by technique."""
    rows = []
    for code in dict.fromkeys(found.group for found in result.deaths_by_group):
        found = [one for one in result.deaths_by_group if one.group == code]
        label, colour = plot_text(words.label(code)), technique_stroke(code).colour
        known = [(one, one.share) for one in found if one.share is not None]
        said = ", ".join(f"{one.days} d: {_in_short(share)}" for one, share in known)
        rows.append(
            DotRow(
                f"<b>{label}</b> {said}",
                tuple(
                    Dot(
                        share.estimate,
                        share.lower,
                        share.upper,
                        colour,
                        f"<b>{label}, {one.days} days</b><br>{counted_share(share)}",
                        symbol,
                    )
                    for (one, share), symbol in zip(known, _HORIZON_SYMBOLS, strict=False)
                ),
            )
        )
    names = tuple(
        (symbol, f"{one.days} days")
        for one, symbol in zip(result.deaths, _HORIZON_SYMBOLS, strict=False)
    )
    return dot_rows(rows, look, title="Dead by then (%), exact 95 % CI", names=names)


def _in_short(share: Proportion) -> str:
    return f"{percent(share.estimate)} %" if share.successes else f"none in {whole(share.n)}"


_HORIZON_SYMBOLS = ("circle", "diamond-open")
