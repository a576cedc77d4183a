"""Learning and drift in sentences."""

import math

from analytics.cusum import FALSE_ALARMS, RUNS
from analytics.learning import ENOUGH, ChosenCourse, Group, Learning, SiteCourse, Standard
from analytics.observed_expected import Tally
from dashboard.tables.cells import ratio_in_figures
from dashboard.wording import Words, counted, percent, whole

OUTCOME_NAMES = {
    "COMPLICATION": "Complication within 30 days",
    "LOCAL": "Local progression by 12 months",
}
_MEANS = {
    "COMPLICATION": "Complication: a related adverse event of CTCAE grade 3 or higher that began "
    "within 30 days of the index procedure, or death within 30 days",
    "LOCAL": "Local progression of a treated lesion by day 365; a lesion that a competing event "
    "ended before counts as without",
}
_UNITS = {"COMPLICATION": ("patient", "patients"), "LOCAL": ("lesion", "lesions")}
_LIMIT_SHARE = f"{100 * FALSE_ALARMS:g} %"


def ratio_words(total: Tally) -> str:
    """Write observed over expected with its limits."""
    written = [ratio_in_figures(value) for value in (total.ratio, total.lower, total.upper)]
    return f"{written[0]} ({written[1]} to {written[2]})"


def tally_words(total: Tally, outcome: str) -> str:
    """Write observed and expected counts with the cases that they are of."""
    units = counted(total.units, *_UNITS[outcome])
    if total.cases != total.units:
        units += f" of {counted(total.cases, 'patient')}"
    return f"{whole(total.observed)} observed, {total.expected:.1f} expected among {units}"


def too_few(total: Tally) -> str:
    """Say that cases are too few to be drawn."""
    return f"too few: {counted(total.cases, 'case')}, {ENOUGH} are asked"


def alarm_words(course: SiteCourse) -> str:
    """Say whether, and when, the charts crossed their limits."""
    if not course.is_told:
        return too_few(course.total)
    crossed = [
        f"the limit for {what} the odds is crossed first at case {whole(at)}"
        for what, at in (("twice", course.alarm_worse), ("half", course.alarm_better))
        if at is not None
    ]
    return "; ".join(crossed) if crossed else "both charts stay below their limits"


def course_headline(result: ChosenCourse, _words: Words) -> str:
    """Answer in words how a site stands."""
    course = result.course
    told = alarm_words(course)
    if not course.is_told:
        return f"{course.site}: {told}."
    return (
        f"{course.site}: {OUTCOME_NAMES[result.outcome].lower()}, "
        f"{tally_words(course.total, result.outcome)}; observed over expected "
        f"{ratio_words(course.total)} (95 % CI); {told}."
    )


def course_counted(result: ChosenCourse, _words: Words) -> str:
    """Say what is counted, and what it is held against."""
    course, standard = result.course, result.standard
    return (
        f"{_MEANS[result.outcome]}. {course.site}: {tally_words(course.total, result.outcome)}, "
        f"cases in the order of treatment. {standard_words(standard, result.outcome)}"
    )


def standard_words(standard: Standard, outcome: str) -> str:
    """Say what the expected figures rest on."""
    model = standard.model
    return (
        f"Expected: logistic model of {counted(standard.sites, 'site')} of the domain, whatever "
        f"the filters ({counted(model.n, *_UNITS[outcome])}, {counted(model.events, 'event')}, "
        f"area under the curve {model.concordance:.2f}); what is not known is a level of its own."
    )


def cusum_note(result: ChosenCourse, _words: Words) -> str:
    """Say what the limits are."""
    course = result.course
    return (
        f"Limits {course.limit_worse:.2f} (twice the odds) and {course.limit_better:.2f} (half "
        f"the odds): a run of {counted(course.total.cases, 'case')} drawn from all sites crosses "
        f"each in {_LIMIT_SHARE} of {whole(RUNS)} simulated runs. The charts are not reset. An "
        "alarm asks for a look at the cases; it is no verdict."
    )


def cusum_seen(result: ChosenCourse, _words: Words) -> str:
    """Read the charts aloud."""
    course = result.course
    if not course.is_told:
        return f"Risk-adjusted CUSUM of {course.site}: {too_few(course.total)}."
    return (
        f"Risk-adjusted CUSUM of {course.site} over {counted(course.total.cases, 'case')}: "
        f"{alarm_words(course)}. At the last case {course.worse[-1]:.2f} (twice the odds) and "
        f"{course.better[-1]:.2f} (half the odds)."
    )


def difference_seen(result: ChosenCourse, _words: Words) -> str:
    """Read observed minus expected aloud, beside the line of all sites."""
    course = result.course
    if not course.is_told:
        return f"Observed minus expected of {course.site}: {too_few(course.total)}."
    return (
        f"Observed minus expected of {course.site} after {counted(course.total.cases, 'case')}: "
        f"{course.difference[-1]:+.1f}, 95 % range if the model holds "
        f"{-course.band[-1]:+.1f} to {course.band[-1]:+.1f}. {_pooled_words(result.standard)}"
    )


def _pooled_words(standard: Standard) -> str:
    if not standard.pooled:
        return "The line of all sites is not drawn: fewer than 6 sites have 10 cases."
    cases, value = standard.pooled[-1]
    return f"Mean of all sites after {whole(cases)} cases: {value:+.1f}."


def difference_note(result: ChosenCourse, _words: Words) -> str:
    """Say what the lines are."""
    if not result.standard.pooled:
        return _pooled_words(result.standard)
    return (
        "All sites: mean over sites by blocks of 10 cases, as far as 6 sites have them. The range "
        "holds at each case alone; the whole line leaves it more often than 1 in 20."
    )


def sites_counted(result: Learning, _words: Words) -> str:
    """Say who is counted, who is not, and what it is held against."""
    left = [
        f"{whole(n)} {_UNITS[result.outcome][1]} {why} are left out"
        for n, why in (
            (result.unknown, "whose outcome is not known or not yet due"),
            (result.unplaced, "without a month of treatment"),
        )
        if n
    ]
    more = f" {'; '.join(left)}." if left else ""
    standard = result.standard
    return f"{_MEANS[result.outcome]}.{more} {standard_words(standard, result.outcome)}"


def sites_seen(result: Learning, _words: Words) -> str:
    """Read observed over expected aloud, site by site."""
    parts = [
        f"{course.site} {ratio_words(course.total) if course.is_told else too_few(course.total)}"
        for course in result.courses
    ]
    return f"Observed over expected (95 % CI): {'; '.join(parts)}."


def sites_note(result: Learning, _words: Words) -> str:
    """Say how many alarms chance alone raises."""
    told = [course for course in result.courses if course.is_told]
    few = len(result.courses) - len(told)
    alarms = sum(course.alarm_worse is not None for course in told)
    by_chance = FALSE_ALARMS * len(told)
    said = f"{counted(few, 'site')} with under {ENOUGH} cases not drawn. " if few else ""
    if len(told) > 1:
        said += (
            f"{whole(alarms)} of {counted(len(told), 'site')} crossed the limit for twice the "
            f"odds; about {by_chance:.1f} would by chance alone. Sites stand by name, not by rank. "
        )
    return said + "Sites report unevenly: a low figure may be a quiet site."


def band_name(group: Group) -> str:
    """Return what a volume band is called."""
    return band_words(group.first, group.last)


def band_words(first: int, below: int | None) -> str:
    """Write a volume band, as "10 to 24 cases a year"."""
    if below is None:
        return f"{first} or more cases a year"
    if first == 0:
        return f"Under {below} cases a year"
    return f"{first} to {below - 1} cases a year"


def group_words(total: Tally, name: str, outcome: str) -> str:
    """Write a band, year or device with its figures, or that it has too few."""
    if total.cases < ENOUGH:
        return f"{name}: {too_few(total)}"
    return f"{name}: {ratio_words(total)}, {tally_words(total, outcome)}"


def volume_seen(result: Learning, _words: Words) -> str:
    """Read observed over expected aloud, band by band."""
    parts = [group_words(group.total, band_name(group), result.outcome) for group in result.bands]
    return f"Observed over expected by yearly volume of the site (95 % CI): {'; '.join(parts)}."


def volume_note(result: Learning, _words: Words) -> str:
    """Say what the intervals respect and what volume cannot say."""
    wider = math.sqrt(max(result.standard.between, result.standard.within))
    told = "Sites differ no more than chance lets them, so intervals are those of single cases."
    if wider > 1:
        told = (
            f"Intervals are {wider:.2f} times as wide as those of independent cases, as sites (or "
            "lesions of a patient) differ by more than chance."
        )
    return (
        f"{told} Volume is of this domain in this registry only, and goes with much else of a site."
    )


def drift_seen(result: Learning, _words: Words) -> str:
    """Read observed over expected aloud, year by year."""
    parts = [group_words(group.total, str(group.first), result.outcome) for group in result.years]
    return f"Observed over expected by year of the index procedure (95 % CI): {'; '.join(parts)}."


def drift_note(_result: Learning, _words: Words) -> str:
    """Say what a year stands for."""
    return (
        "A year stands for devices, technique and reporting of its time together; narrow the "
        "techniques in the filters to see one. The model holds no year."
    )


def model_counted(result: Standard, _words: Words) -> str:
    """Say whom the model was made of."""
    outside = result.unknown + result.unplaced
    return (
        f"Logistic model by maximum likelihood: {counted(result.model.events, 'event')} among "
        f"{whole(result.model.n)} (patients, or lesions), {counted(result.cases, 'patient')}, "
        f"{counted(result.sites, 'site')}; {whole(outside)} without known outcome or month left "
        f"out. Area under the curve {result.model.concordance:.2f} in these same data."
    )


def model_seen(result: Standard, _words: Words) -> str:
    """Read the odds ratios aloud."""
    parts = [f"{term.label} {math.exp(term.log_odds):.2f}" for term in result.model.terms]
    if not parts:
        return f"No covariate: everybody is expected {percent(_share(result))} %."
    return f"Odds ratios of the risk model: {'; '.join(parts)}."


def _share(result: Standard) -> float:
    return result.model.events / result.model.n


def model_note(result: Standard, _words: Words) -> str:
    """Say which covariates the events do not carry."""
    if not result.model.left_out:
        return ""
    left = ", ".join(result.model.left_out)
    return (
        f"Not in the model, for want of 10 events a term, or since nothing is left to say: {left}."
    )
