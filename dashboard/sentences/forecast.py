"""Forecast of enrolment in sentences."""

from analytics.outlook import Outlook, PastForecasts
from dashboard.tables.forecast import chance, day_in_words, goal_month, is_passed
from dashboard.wording import Words, calendar_month, counted, whole


def forecast_headline(result: Outlook, _words: Words) -> str:
    """Answer both questions: how many by the day, and when the number."""
    at, goal = result.at, result.goal
    by = day_in_words(result.by)
    many = (
        f"{whole(int(at.median[0]))} enrolled diagnoses are foreseen by {by} (95 % prediction "
        f"interval {whole(int(at.lower[0]))} to {whole(int(at.upper[0]))})."
    )
    if is_passed(goal):
        return f"{many} {goal.words}"
    when = (
        f"{whole(goal.target)} are foreseen in {goal_month(result, goal.median)} "
        f"({goal_month(result, goal.earliest)} to {goal_month(result, goal.latest)}); "
        f"the chance of that by {by} is {chance(goal)} %."
    )
    return f"{many} {when} {goal.words}".strip()


def forecast_counted(result: Outlook, _words: Words) -> str:
    """Say what the forecast goes on, and how it is made."""
    at = result.at
    sites, openings = counted(at.n_sites, "site"), counted(at.n_planned, "planned opening")
    return (
        f"{whole(at.enrolled)} enrolled diagnoses, {sites} open so far, {openings}. Poisson-gamma "
        "model by site, mean and spread of rates integrated out; 95 % prediction intervals. Sites "
        "go on as they did and open as planned. The filter on years does not apply."
    )


def forecast_seen(result: Outlook, words: Words) -> str:
    """Read the figure aloud: the answer, and the last month that is drawn."""
    ahead = result.ahead
    return (
        f"{forecast_headline(result, words)} By the end of "
        f"{calendar_month(int(result.months[-1]))} {whole(int(ahead.median[-1]))} "
        f"({whole(int(ahead.lower[-1]))} to {whole(int(ahead.upper[-1]))})."
    )


def forecast_noted(result: Outlook, _words: Words) -> str:
    """Say what must be minded: few sites, sites at zero, what is left out, no plan."""
    said = [*result.at.notes, *result.record.notes]
    if not result.plan.size:
        said.append("No target was supplied.")
    drawn = int(result.seen[-1]) if result.seen.size else 0
    rest = int(result.record.counts.sum()) - drawn
    if rest > 0:
        said.append(
            f"{whole(rest)} diagnoses of the running month, or without a month, are in the "
            "forecast but not in the drawn record."
        )
    return " ".join(said)


def basis_seen(result: Outlook, _words: Words) -> str:
    """Read aloud what the forecast rests on."""
    still = int(result.record.enrolling.sum())
    return (
        f"{counted(result.at.n_sites, 'site')} open so far, {still} still enrolling, "
        f"{result.at.n_planned} to open."
    )


def past_counted(result: PastForecasts, _words: Words) -> str:
    """Say what was repeated, and what the test leaves out."""
    test = result.test
    forecasts = counted(test.observed.size, "forecast")
    return (
        f"{forecasts}, each of the {test.ahead} months after the last one it could see, by the "
        "same model (95 % prediction intervals). Sites open and close as they did, so errors of "
        "the opening plan are not tested; neighbouring forecasts share months. The filter on years "
        "does not apply."
    )


def past_seen(result: PastForecasts, _words: Words) -> str:
    """Say how many of the forecasts held, and how far the last one was off."""
    test = result.test
    return (
        f"{test.n_within} of {counted(test.observed.size, 'past forecast')} held what happened. "
        f"In the {test.ahead} months up to {calendar_month(int(result.until[-1]))} "
        f"{whole(int(test.observed[-1]))} were enrolled; {whole(int(test.median[-1]))} "
        f"({whole(int(test.lower[-1]))} to {whole(int(test.upper[-1]))}) were foreseen."
    )


def past_noted(result: PastForecasts, _words: Words) -> str:
    """Say where fewer forecasts could be repeated than asked."""
    return " ".join(result.test.notes)
