"""When planned comparisons can be answered, in sentences."""

from analytics.answerable import Answerable, AnswerableBy, Verdict
from analytics.detectable_effect import ALPHA, POWER
from dashboard.wording import Words, calendar_month, counted, whole

NOT_WITHIN = "not within ten years"
_LISTED = 2


def month_said(result: AnswerableBy, month: int | None) -> str:
    """Write a month after the data cut-off; words where it is not foreseen."""
    if month is None:
        return NOT_WITHIN
    if result.cutoff_month is None:
        return "not foreseen"
    return calendar_month(result.cutoff_month + month)


def reached_said(result: AnswerableBy, one: Answerable) -> str:
    """Write when a comparison reaches its target, with limits."""
    if one.verdict is Verdict.NOW:
        return "reached"
    if one.foreseen is None or result.cutoff_month is None:
        return "not foreseen"
    median, earliest, latest = one.reached
    if median is None and earliest is None:
        return NOT_WITHIN
    limits = f"{month_said(result, earliest)} to {month_said(result, latest)}"
    return f"{month_said(result, median)} ({limits})"


def answerable_headline(result: AnswerableBy, _words: Words) -> str:
    """Say what can be answered now, what comes next, and what not."""
    now = [one.name for one in result.comparisons if one.verdict is Verdict.NOW]
    said = [_now_said(now)]
    following = result.next
    if following is not None:
        said.append(
            f"Next: {following.name}, foreseen in {month_said(result, following.reached[0])} "
            f"for a hazard ratio of {following.target:g}."
        )
    elif not now:
        said.append("None is foreseen within ten years.")
    closed = result.count(*_CLOSED)
    if closed:
        said.append(f"{counted(closed, 'comparison')} cannot be answered as things stand.")
    return " ".join(said)


_CLOSED = (Verdict.FEW_PATIENTS, Verdict.FEW_EVENTS, Verdict.NO_OVERLAP, Verdict.NO_MODEL)


def _now_said(names: list[str]) -> str:
    if not names:
        return "No planned comparison can be answered yet."
    others = len(names) - _LISTED
    more = f" and {others} more" if others > 0 else ""
    return f"Answerable now: {'; '.join(names[:_LISTED])}{more}."


def answerable_counted(result: AnswerableBy, words: Words) -> str:
    """Say who is counted, what the target is, and what the limits hold."""
    target = result.comparisons[0].target
    n = {one.foreseen.pool for one in result.comparisons if one.foreseen is not None}
    pools = "; ".join(
        f"{', '.join(words.label(code) for code in pool.techniques)}: {whole(pool.events)} events "
        f"in {whole(pool.n)} patients"
        for pool in sorted(n, key=lambda pool: pool.techniques)
    )
    outcomes = f" Counted together, never by arm: {pools}." if pools else ""
    return (
        f"{words.outcome}, target hazard ratio {target:g}, two-sided alpha {ALPHA:g}, power "
        f"{100 * POWER:g} % (Schoenfeld 1983). Effective sample sizes are those of overlap weights."
        f"{outcomes} Limits of dates: 95 % limits of the event rate and of enrolment at once."
    )


def answerable_seen(result: AnswerableBy, words: Words) -> str:
    """Read the result aloud."""
    return answerable_headline(result, words)


def answerable_note(result: AnswerableBy, _words: Words) -> str:
    """Say what is shared out, and what the forecast says of itself."""
    shared = any(
        one.foreseen is not None and not one.foreseen.is_whole_pool for one in result.comparisons
    )
    said = (
        "Where arms belong to several comparisons, the events of all their techniques are counted "
        "as one sum and shared out by time since the index procedure (“about”): separate "
        "sums would tell the arms apart. "
        if shared
        else ""
    )
    return f"{said}{' '.join(result.notes)} The filters on technique and years do not apply."
