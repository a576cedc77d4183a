"""The site letter on one sheet of paper."""

from typing import Any

from matplotlib.axes import Axes

from analytics.concerns import SiteLetter
from analytics.marks import Measure, Verdict
from analytics.site_record import Key, measures
from dashboard.answers.answer import Answer
from dashboard.letters.sheet import INK, MUTED, Sheet, Type
from dashboard.letters.words import REGISTRY, Action, LetterWords, letter_words
from dashboard.sentences.marks import NAMES, is_counted, share_with_limits
from dashboard.theme import LIGHT
from dashboard.wording import whole

_TITLE = Type(19, "bold")
_HEADING = Type(12.5, "bold", LIGHT.full)
_STRONG, _BODY = Type(10.5, "bold"), Type(9.5)
_SMALL = Type(8, colour=MUTED)
_ALARM = "#C8591B"
_STAMP = Type(9.5, "bold", _ALARM)
_SCALES = (1.1, 1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)  # of type, the largest that fits the page
_ROW, _INDENT = 11.0, 7.0  # millimetres


def letter_pdf(answer: Answer[SiteLetter], export_id: str = "") -> bytes:
    """Return the letter to a site on one page of A4, as vectors.

    Parameters
    ----------
    answer : Answer
        What the site is told, and where it comes from.
    export_id : str
        Under which the log knows the file; empty where it is not taken away.
    """
    words = letter_words(answer, export_id)
    return letter_sheet(answer, export_id).to_pdf(
        title=f"Site letter: {words.site}", subject=words.about, keywords=export_id
    )


def letter_sheet(answer: Answer[SiteLetter], export_id: str = "") -> Sheet:
    """Set the letter to a site in the largest type that fits one page."""
    words, held = letter_words(answer, export_id), measures(answer.value.record)
    for scale in _SCALES:
        sheet = _set(words, held, scale)
        if sheet.fits:
            break
    return sheet


def _set(words: LetterWords, held: tuple[Measure, ...], scale: float) -> Sheet:
    sheet = Sheet(scale)
    if words.stamp:
        sheet.stamp("SYNTHETIC DATA")
    sheet.write(REGISTRY, _SMALL)
    sheet.space(2)
    sheet.write(words.site, _TITLE)
    sheet.write(f"{words.about}; {words.source}", _BODY)
    if words.stamp:
        sheet.write(words.stamp, _STAMP)
    sheet.space(2)
    sheet.rule()
    sheet.write(words.standing, _BODY)
    sheet.space(4)
    sheet.write(words.heading, _HEADING)
    sheet.space(1.5)
    for place, action in enumerate(words.actions, start=1):
        _write_action(sheet, place, action)
    if words.further:
        sheet.write(words.further, _BODY)
    sheet.space(3)
    sheet.write("Where the site stands", _HEADING)
    _draw(sheet.axes((_ROW * len(held) + 4) * scale, left=72, right=72), held, scale)
    sheet.space(11)
    sheet.rule()
    sheet.write(words.method, _SMALL)
    return sheet


def _write_action(sheet: Sheet, place: int, action: Action) -> None:
    sheet.number(f"{place}.", _STRONG)
    sheet.write(action.heading, _STRONG, indent=_INDENT)
    sheet.write(action.why, _BODY, indent=_INDENT)
    sheet.write(f"What helps: {action.how}", _BODY, indent=_INDENT)
    sheet.space(2.5)


def _draw(axes: Axes, held: tuple[Measure, ...], scale: float) -> None:
    most = max([measure.upper for measure in held if is_counted(measure)], default=1.0)
    axes.set_xlim(0, max(1.08, 1.05 * most))
    axes.set_ylim(len(held) - 0.4, -0.6)
    axes.set_yticks([])
    axes.xaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
    axes.tick_params(labelsize=8 * scale, colors=MUTED)
    axes.set_xlabel("Reached, with 95 % limits; bar: mark", fontsize=8 * scale, color=MUTED)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(MUTED)
    for row, measure in enumerate(held):
        _draw_measure(axes, row, measure, scale)


def _draw_measure(axes: Axes, row: int, measure: Measure, scale: float) -> None:
    place = axes.get_yaxis_transform()  # across in shares of the axes, down in rows
    label: dict[str, Any] = {"va": "center", "color": INK, "fontsize": 9 * scale}
    axes.text(-0.04, row, NAMES[Key(measure.key)], transform=place, ha="right", **label)
    if not is_counted(measure):
        axes.text(1.04, row, measure.verdict.value, transform=place, **label)
        return
    is_far = measure.verdict is Verdict.FAR
    colour = _ALARM if is_far else LIGHT.accent
    is_sure = is_far or measure.verdict is Verdict.REACHED
    axes.plot([measure.mark] * 2, [row - 0.28, row + 0.28], color=MUTED, linewidth=2)
    axes.errorbar(
        measure.estimate,
        row,
        xerr=[[measure.estimate - measure.lower], [measure.upper - measure.estimate]],
        fmt="D" if is_far else "o",
        color=colour,
        ecolor=MUTED,
        capsize=2,
        markersize=6.5,
        markerfacecolor=colour if is_sure else "white",
        clip_on=False,
    )
    counted = f"{whole(measure.count)} of {whole(round(measure.of))}"
    said = f"{counted}\n{share_with_limits(measure)}"
    axes.text(1.04, row, said, transform=place, **(label | {"fontsize": 8 * scale}))
