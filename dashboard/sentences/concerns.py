"""What falls short at a site, in sentences: why it is said, and what the site can do."""

from analytics.concerns import CHECK_CONFIDENCE, SILENT_MONTHS, Concern, Kind, SitesToCall
from analytics.site_record import SiteRecord, slowest_form
from dashboard.sentences.marks import is_counted, mark_words, share_with_limits
from dashboard.wording import Words, calendar_month, confidence_interval, percent, whole
from queries.quality.catalogue import CHECKS

NO_CALL = "At no site does anything miss its mark by more than chance."
MAY_BE_CHANCE = "The limits hold the mark: this may be chance."


def concern_said(concern: Concern, record: SiteRecord) -> str:
    """Say in one sentence what falls short, with its numbers."""
    measure = concern.measure
    if concern.kind is Kind.ENROLMENT:
        return _silence_said(concern, record)
    counted = f"{whole(measure.count)} of {whole(measure.of)}"
    held = f"({share_with_limits(measure)}; mark {mark_words(measure.mark)})"
    if concern.kind is Kind.FOLLOW_UP:
        return f"{counted} diagnoses are known at one year {held}."
    if concern.kind is Kind.COMPLETENESS:
        return f"{counted} core fields that apply are entered {held}."
    if concern.kind is Kind.ENTRY:
        return f"{counted} forms were entered within 30 days {held}."
    check = CHECKS[measure.key]
    failed = f"{whole(measure.of - measure.count)} of {whole(measure.of)} {check.unit} fail"
    interval = confidence_interval(measure.confidence)
    limits = f"{percent(1 - measure.upper)} to {percent(1 - measure.lower)}"
    return (
        f"Check {check.code}, “{check.name.rstrip('.')}”: {failed} "
        f"({percent(1 - measure.estimate)} %, {interval} {limits}; "
        f"allowed {mark_words(1 - measure.mark)})."
    )


def _silence_said(concern: Concern, record: SiteRecord) -> str:
    silence = record.silence
    if silence is None:
        raise ValueError("a site that is not silent has no such concern")
    since = f"since {calendar_month(silence.last)}" if silence.last else "since it opened"
    if silence.last is None and silence.opened is not None:
        since += f" in {calendar_month(silence.opened)}"
    said = f"No diagnosis enrolled {since}, {silence.months} whole months"
    if silence.expected is None:
        return f"{said}."
    basis = "planned" if silence.is_planned else "expected at its own earlier pace"
    limits = f"; {share_with_limits(concern.measure)}" if is_counted(concern.measure) else ""
    return f"{said} ({silence.expected:.1f} {basis}{limits})."


def action_heading(concern: Concern) -> str:
    """Name an action in a few words."""
    if concern.kind is Kind.ENROLMENT:
        return "Tell us whether the site still enrols"
    if concern.kind is Kind.ENTRY:
        return "Enter forms within 30 days"
    if concern.kind is Kind.COMPLETENESS:
        return "Fill in core fields"
    measure = concern.measure
    missing = whole(measure.of - measure.count)
    if concern.kind is Kind.FOLLOW_UP:
        return f"Find out about diagnoses not known at one year ({missing})"
    return f"Look at doubtful {CHECKS[measure.key].unit} ({missing})"


def action_said(concern: Concern, record: SiteRecord) -> str:
    """Say what the site can do, and how much of it reaches the mark."""
    measure = concern.measure
    if concern.kind is Kind.FOLLOW_UP:
        return (
            f"With {whole(measure.to_mend)} more known the mark is reached: enter death or last "
            "contact of those not seen since; where a patient is followed elsewhere, ask there."
        )
    if concern.kind is Kind.CHECK:
        check = CHECKS[measure.key]
        return (
            f"{check.remedy} With {whole(measure.to_mend)} fewer the check passes. "
            f"Why it matters: {check.reason}"
        )
    if concern.kind is Kind.COMPLETENESS:
        mended = f"With {whole(measure.to_mend)} more entered the mark is reached."
        return f"{emptiest_said(record)} {mended}"
    if concern.kind is Kind.ENTRY:
        return f"{_slowest_said(record)} Enter forms at the visit, or plan a weekly hour for them."
    return (
        "Tell the registry office what keeps patients from being enrolled, or that the site is "
        "on hold; a site on hold is not asked again."
    )


def _slowest_said(record: SiteRecord) -> str:
    slowest = slowest_form(record)
    if slowest is None:
        return "No form has ten entries yet, so none is named."
    soon = slowest.soon
    return (
        f"Slowest is the {slowest.form} form: {whole(soon.successes)} of {whole(slowest.n)} "
        f"within {slowest.soon_days} days ({percent(soon.estimate)} %, 95 % CI "
        f"{percent(soon.lower)} to {percent(soon.upper)}), median {slowest.median:.0f} days."
    )


def emptiest_said(record: SiteRecord) -> str:
    """Name the core field that is entered the least, of those with ten rows or more."""
    emptiest = record.emptiest
    if emptiest is None:
        return "No core field has ten rows yet, so none is named."
    share, place = emptiest.share, emptiest.table.replace("_", " ")
    limits = f"95 % CI {percent(share.lower)} to {percent(share.upper)}"
    return (
        f"Least complete is “{emptiest.label}” ({place}): {whole(share.successes)} of "
        f"{whole(emptiest.n)} entered ({percent(share.estimate)} %, {limits})."
    )


def chance_said(concern: Concern) -> str:
    """Say that what falls short may be chance; nothing where it is more."""
    return "" if concern.short > 0 else MAY_BE_CHANCE


def calls_counted(result: SitesToCall, _words: Words) -> str:
    """Say how many sites were looked at."""
    few = result.sites - result.judged
    too_few = f", {few} with too few to judge" if few else ""
    return f"{result.sites} sites looked at{too_few}. Named in alphabetical order, not ranked."


def calls_seen(result: SitesToCall, _words: Words) -> str:
    """Name the sites to call and the first reason of each."""
    if not result.called:
        return NO_CALL
    said = [
        f"{call.record.name}: {concern_said(call.concerns[0], call.record)}"
        for call in result.called
    ]
    return " ".join([*said, further_said(result)]).strip()


def calls_begun(result: SitesToCall) -> str:
    """Say how the sites stand in the list that follows, and how many are not in it."""
    return f"in alphabetical order. {further_said(result)}".strip()


def further_said(result: SitesToCall) -> str:
    """Say at how many sites that are not named something falls short."""
    if not result.further:
        return ""
    places = "1 more site" if result.further == 1 else f"{result.further} more sites"
    return f"At {places} a mark is missed by more than chance, but by less."


def calls_rule(_result: SitesToCall, _words: Words) -> str:
    """Print the rule."""
    return (
        "Rule: a site is named where the mark lies beyond the limits of what it reached: 90 % of "
        "core fields entered, 80 % of forms within 30 days, 90 % known at one year (95 % Wilson "
        "limits, 10 counted or more), "
        f"no enrolment for {SILENT_MONTHS} whole months though active (exact Poisson limits "
        f"below what was planned), a check on rows failing ({100 * CHECK_CONFIDENCE:g} % limits, "
        "since some fifty are looked at). Up to three sites, by the distance between mark and "
        "nearer limit."
    )
