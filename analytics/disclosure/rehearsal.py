"""The attacker let loose on a release before anybody else can try."""

from collections.abc import Collection, Sequence

from analytics.disclosure.attack import (
    Cell,
    Edition,
    Guess,
    Habits,
    NoWorldFits,
    attack,
    too_close,
)
from analytics.disclosure.rules import TOTAL, Rules
from analytics.disclosure.tables import TableRelease


def violations(
    release: TableRelease,
    rules: Rules,
    *,
    outcomes: Sequence[str] = (),
    previous: TableRelease | None = None,
) -> tuple[str, ...]:
    """Return what an attacker can work out of a release that nobody may know.

    Parameters
    ----------
    release : TableRelease
        The release that is to be published.
    rules : Rules
        Thresholds that it was protected by.
    outcomes : sequence of str
        Keys that tell what became of people.
    previous : TableRelease, optional
        The release before, which the attacker holds as well.

    Returns
    -------
    tuple of str
        One line per sensitive count that is told too closely. Empty: the release may go out.
        The lines hold no count.
    """
    releases = [release] if previous is None else [previous, release]
    habits = Habits(
        threshold=rules.k,
        base=rules.round_base,
        change=rules.release_min_change,
        group=rules.class_min_n,
        total=TOTAL,
        outcomes=frozenset(outcomes),
    )
    try:
        guesses = _guesses(releases, habits, rules, only_grows=_only_grows(releases))
    except NoWorldFits:
        try:  # people who moved between groups that no table tells apart
            guesses = _guesses(releases, habits, rules, only_grows=False)
        except NoWorldFits:
            return ("The attack came to no end: the released numbers contradict one another.",)
    found = too_close(guesses, rules.min_width, rules.k)
    return tuple(_line(guess, len(releases)) for guess in found)


def _guesses(
    releases: Sequence[TableRelease], habits: Habits, rules: Rules, *, only_grows: bool
) -> tuple[Guess, ...]:
    return attack(
        [_edition(published, habits.outcomes) for published in releases],
        habits,
        cells=[_sensitive(published, rules) for published in releases],
        only_grows=only_grows,
        enough=rules.min_width,
    )


def _edition(release: TableRelease, outcomes: Collection[str]) -> Edition:
    ledger = release.ledger
    return Edition(
        frames=[table.frame[[*table.keys, table.count]] for table in release.tables],
        is_complete=release.is_complete,
        is_prompt=release.is_prompt,
        # A withheld count keeps its release as well: shown at last, it may have grown since then.
        stale=[
            frozenset(where)
            for where, entry in ledger.entries.items()
            if entry.since != ledger.as_of
        ],
        maybe_nobody=[
            frozenset(where)
            for where, entry in ledger.entries.items()
            if entry.may_be_zero and not any(key in outcomes for key, _ in where)
        ],
    )


def _sensitive(release: TableRelease, rules: Rules) -> list[Cell]:
    """Return what nobody may know: by the truth as well as by the marks of the protector."""
    return [
        frozenset(where)
        for where, entry in release.ledger.entries.items()
        if entry.is_sensitive or 0 < entry.latest < rules.k
    ]


def _only_grows(releases: Sequence[TableRelease]) -> bool:
    """Return whether counts only rose, which an attacker would rightly suppose."""
    before, now = releases[0].ledger.entries, releases[-1].ledger.entries
    return all(now[where].latest >= entry.latest for where, entry in before.items())


def _line(guess: Guess, releases: int) -> str:
    levels = ", ".join(f"{key} {level}" for key, level in sorted(guess.cell, key=str))
    where = " of the release before" if guess.edition < releases - 1 else ""
    return f"The count of {levels or 'everybody'}{where} can be worked out too closely."
