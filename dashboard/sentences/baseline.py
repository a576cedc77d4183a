"""Table 1 in sentences."""

import math

from analytics.balance import LARGE_DIFFERENCE
from analytics.table_one import TableOne
from dashboard.tables.baseline import pair_text, smd_text
from dashboard.wording import Words, counted, whole


def baseline_headline(result: TableOne, _words: Words) -> str:
    """Say where the groups differ the most, and in how many rows they differ much."""
    if len(result.groups) == 1:
        return f"One group only, {result.groups[0]}: nothing to hold it against."
    worst = result.largest
    if worst is None:
        return "The groups cannot be compared: too few values are known."
    much = sum(row.smd > LARGE_DIFFERENCE for row in result.rows if row.pair is not None)
    how = "no value shared" if math.isinf(worst.smd) else f"SMD {smd_text(worst.smd)}"
    return (
        f"The groups differ the most in {worst.label} ({how}, "
        f"{pair_text(worst, result)}); {much} of {len(result.rows)} rows have an SMD above "
        f"{LARGE_DIFFERENCE}."
    )


def baseline_counted(result: TableOne, _words: Words) -> str:
    """Say what is counted, what the percentages are of, and how differences are measured."""
    n = counted(int(result.n[-1]), "diagnosis", "diagnoses")
    said = [
        f"{n} with an index procedure, as known before it.",
        "n (% of known values); median (quartiles) of known values.",
        "Unknown and not entered: n (% of those to whom the field applies).",
    ]
    if len(result.groups) == 2:  # noqa: PLR2004  # one pair
        said.append("SMD: standardised mean difference over known values.")
    elif len(result.groups) > 2:  # noqa: PLR2004  # several pairs
        said.append(
            "SMD: the largest standardised mean difference of any two groups, over known values."
        )
    return " ".join(said)


def baseline_seen(result: TableOne, words: Words) -> str:
    """Tell the sizes of the groups and where they differ the most."""
    sizes = "; ".join(
        f"{name}: {whole(n)}" for name, n in zip(result.groups, result.n, strict=False)
    )
    return f"{sizes}. {baseline_headline(result, words)}"


def baseline_note(result: TableOne, _words: Words) -> str:
    """Say who is in no group, and why there is no p-value."""
    said = []
    if result.n_other:
        said.append(
            f"{counted(result.n_other, 'diagnosis', 'diagnoses')} of other techniques count under "
            "“All” and in no group."
        )
    if result.n_twice:
        said.append(
            f"{counted(result.n_twice, 'diagnosis', 'diagnoses')} of patients who stand in two "
            "groups count under “All” and in no group."
        )
    said.append(
        "No p-values: nobody was assigned by lot, so chance is not what made the groups differ, "
        "and a p-value would tell their size more than their difference."
    )
    return " ".join(said)
