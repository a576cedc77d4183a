"""A design of several arms in sentences."""

from analytics.comparison_gate import LARGEST_DIFFERENCE
from analytics.multiarm_report import MultiReport
from dashboard.wording import Words, counted, whole

STANDS = (
    "Design first: no outcome is read until these arms are frozen and every pair passes, or a "
    "written reason opens them. Scores are logistic and everybody is weighted, whatever is chosen "
    "under “How” for two arms."
)


def several_said(report: MultiReport, _words: Words) -> str:
    """Say which pairs can be compared."""
    passing = [f"{pair.treated} against {pair.reference}" for pair in report.pairs if pair.passes]
    of = counted(len(report.pairs), "pair")
    if not passing:
        return f"None of {of} passes the limits of a design."
    verb = "passes" if len(passing) == 1 else "pass"
    return f"{whole(len(passing))} of {of} {verb} the limits of a design: {'; '.join(passing)}."


def several_counted(report: MultiReport, _words: Words) -> str:
    """Say who is counted and how scores were made."""
    people = ", ".join(
        f"{arm} n = {whole(int(n))}" for arm, n in zip(report.plan.arms, report.n, strict=True)
    )
    asked = report.title.split(": ", 1)[1]
    return f"{people}. Multinomial propensity score; {asked}; weighting. No outcome was read."


def several_seen(report: MultiReport, _words: Words) -> str:
    """Say how alike the arms are."""
    over = int((report.before > LARGEST_DIFFERENCE).sum())
    left = int((report.after > LARGEST_DIFFERENCE).sum())
    return (
        f"Before adjustment {over} of {len(report.covariates)} columns differ by more than "
        f"{LARGEST_DIFFERENCE} standard deviations between some two arms (largest "
        f"{float(report.before.max()):.2f}); after it {left or 'none'} "
        f"(largest {_small(float(report.after.max()))})."
    )


def several_absent(report: MultiReport, _words: Words) -> str:
    """Name the levels that an arm lacks; empty where every arm has all."""
    if not report.absences:
        return ""
    named = "; ".join(
        f"{absence.covariate} {absence.level}: {counted(absence.n, 'patient')}, none had "
        f"{absence.arm}"
        for absence in report.absences
    )
    return f"Levels that an arm lacks: {named}."


def _small(value: float) -> str:
    return "< 0.005" if value < 0.005 else f"{value:.2f}"  # noqa: PLR2004  # of two decimals
