"""Response and severe adverse events of a comparison as tables."""

import pandas as pd

from analytics.binary_outcomes import BinaryOutcome
from analytics.mean_contrasts import CRUDE, MeanContrast
from dashboard.comparison_values import EarlyOutcomes
from dashboard.sentences.proportions import cell_share
from dashboard.tables.cells import number
from dashboard.tables.comparison_result import limits_text, signed, with_reasons
from dashboard.wording import NOT_ESTIMABLE, Words, percent, whole

POPULATION_NAMES = {
    CRUDE: "Crude",
    "ATO": "Overlap (ATO)",
    "ATE": "All patients (ATE)",
    "ATT": "The treated (ATT)",
}


def counts_table(early: EarlyOutcomes, _words: Words) -> pd.DataFrame:
    """Write who had each outcome, and who is not known, by arm."""
    return pd.DataFrame(
        [_counts(early, one, side) for one in early.found for side in (0, 1)],
    )


def contrasts_table(early: EarlyOutcomes, _words: Words) -> pd.DataFrame:
    """Write one row per outcome and set of weights; the reason where there is no contrast."""
    rows = []
    for one in early.found:
        if one.refusal:
            rows.append(_refused(early, one))
        rows += [_contrast(early, one, contrast) for contrast in one.contrasts]
    return pd.DataFrame(rows)


def outcome_rows(early: EarlyOutcomes, _words: Words) -> pd.DataFrame:
    """Return every contrast as numbers; shares and differences as parts of 1."""
    rows = [_numbers(one, contrast) for one in early.found for contrast in one.contrasts]
    rows += [{"outcome": one.name, "refusal": one.refusal} for one in early.found if one.refusal]
    return with_reasons(pd.DataFrame(rows).fillna("not applicable"), early.reasons)


def count_rows(early: EarlyOutcomes, _words: Words) -> pd.DataFrame:
    """Return who had each outcome and who is not known, as numbers."""
    rows = []
    for one in early.found:
        for side, arm in enumerate(early.protocol.arms):
            row: dict[str, object] = {"outcome": one.name, "arm": arm, "n": one.n_given[side]}
            row["not_known"] = sum(n[side] for _, n in one.unknown)
            row |= {f"of them {why}": n[side] for why, n in one.unknown}
            if one.shares is not None:
                found = one.shares[side]
                row |= {"counted": found.n, "with_outcome": found.successes}
                row |= {"lower": found.lower, "upper": found.upper}
            rows.append(row)
    return with_reasons(pd.DataFrame(rows).fillna("not applicable"), early.reasons)


def unknown_words(one: BinaryOutcome, side: int) -> str:
    """Write how many of an arm are not known and why; "none" where all are."""
    reasons = [f"{whole(n[side])} {why}" for why, n in one.unknown if n[side]]
    return "; ".join(reasons) if reasons else "none"


def risk_words(contrast: MeanContrast, side: int) -> str:
    """Write the share of an arm in percent, and "none" where it is 0."""
    return percent(contrast.means[side]) if contrast.means[side] else "none"


def _counts(early: EarlyOutcomes, one: BinaryOutcome, side: int) -> dict[str, str]:
    return {
        "Outcome": one.name,
        "Arm": early.protocol.arms[side],
        "n": whole(one.n_given[side]),
        "Not known (n)": unknown_words(one, side),
        "Counted (n)": whole(one.shares[side].n) if one.shares else "none",
        "With it; crude % (exact 95 % CI)": cell_share(one.shares[side] if one.shares else None),
    }


def _contrast(early: EarlyOutcomes, one: BinaryOutcome, contrast: MeanContrast) -> dict[str, str]:
    reference, treated = early.protocol.arms
    frozen = " — as frozen" if contrast.population == early.protocol.estimand else ""
    return {
        "Outcome": one.name,
        "In whom": POPULATION_NAMES.get(contrast.population, contrast.population) + frozen,
        f"{reference} (%)": risk_words(contrast, 0),
        f"{treated} (%)": risk_words(contrast, 1),
        "Difference in points (95 % CI)": (
            f"{signed(100 * contrast.difference.estimate)} ({limits_text(contrast.difference)})"
        ),
        "Ratio (95 % CI)": ratio_words(contrast),
    }


def ratio_words(contrast: MeanContrast) -> str:
    """Write the ratio of two shares with its limits; words where there is none."""
    effect = contrast.ratio
    if effect.estimate != effect.estimate:  # nan
        return NOT_ESTIMABLE
    return f"{effect.estimate:.2f} ({limits_text(effect)})"


def _refused(early: EarlyOutcomes, one: BinaryOutcome) -> dict[str, str]:
    reference, treated = early.protocol.arms
    shares = [cell_share(one.shares[side] if one.shares else None) for side in (0, 1)]
    return {
        "Outcome": one.name,
        "In whom": "Crude",
        f"{reference} (%)": shares[0],
        f"{treated} (%)": shares[1],
        "Difference in points (95 % CI)": f"{NOT_ESTIMABLE.capitalize()}. {one.refusal}",
        "Ratio (95 % CI)": NOT_ESTIMABLE,
    }


def _numbers(one: BinaryOutcome, contrast: MeanContrast) -> dict[str, object]:
    row: dict[str, object] = {"outcome": one.name, "population": contrast.population}
    for side, arm in enumerate(("reference", "treated")):
        row |= {f"risk_{arm}": contrast.means[side], f"counts_like_{arm}": contrast.ess[side]}
    for name, effect in (("difference", contrast.difference), ("ratio", contrast.ratio)):
        row |= {
            name: number(effect.estimate, NOT_ESTIMABLE),
            f"{name}_lower": number(effect.lower, NOT_ESTIMABLE),
            f"{name}_upper": number(effect.upper, NOT_ESTIMABLE),
            f"{name}_standard_error": number(effect.se, NOT_ESTIMABLE),
        }
    return row
