"""Table 1 written out for readers, and as numbers for files."""

import math

import pandas as pd

from analytics.table_one import Described, TableOne
from dashboard.tables.cells import number
from dashboard.wording import NOT_ESTIMABLE, Words, percent, whole

_YES_NO = ("Yes", "No")
_INDENT = "\N{EM SPACE}"
_TENS, _HUNDREDS = 10, 100


def table_one_table(result: TableOne, _words: Words) -> pd.DataFrame:
    """Write a row per number, and per level of a code, then those without a known value."""
    columns = [*result.groups, "All"]
    heads = [
        f"{_number(place, result)}{name} (n = {whole(n)})"
        for place, (name, n) in enumerate(zip(columns, result.n, strict=True))
    ]
    lines = [line for row in result.rows for line in _lines(row, result)]
    names = ["", *heads, *_smd_heads(result)]
    return pd.DataFrame(lines or [["No row is chosen.", *[""] * (len(names) - 1)]], columns=names)


def table_one_rows(result: TableOne, _words: Words) -> pd.DataFrame:
    """Return a row per covariate, level and group, with counts, shares and quartiles."""
    return pd.DataFrame(
        [
            record
            for row in result.rows
            for place, group in enumerate((*result.groups, "All"))
            for record in _records(row, place, group, result)
        ]
    )


def smd_text(smd: float) -> str:
    """Write a standardised mean difference; what is not 0 is never written so."""
    if math.isnan(smd):
        return NOT_ESTIMABLE
    if math.isinf(smd):
        return "no value shared"
    return "< 0.01" if 0 < smd < 0.005 else f"{smd:.2f}"  # noqa: PLR2004  # half a hundredth


def pair_text(row: Described, result: TableOne) -> str:
    """Name the two groups that an SMD is of."""
    if row.pair is None:
        return NOT_ESTIMABLE
    return f"{result.groups[row.pair[0]]} and {result.groups[row.pair[1]]}"


def figures(value: float) -> str:
    """Write a measured value with about three digits, whole ones without decimals."""
    if value == int(value) or abs(value) >= _HUNDREDS:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= _TENS else f"{value:.2f}"


def _number(place: int, result: TableOne) -> str:
    # With several pairs a column tells the pair by numbers: names would take half the width.
    is_told = len(result.groups) > 2 and place < len(result.groups)  # noqa: PLR2004
    return f"({place + 1}) " if is_told else ""


def _pair_in_numbers(row: Described) -> str:
    return "—" if row.pair is None else " and ".join(str(place + 1) for place in row.pair)


def _smd_heads(result: TableOne) -> list[str]:
    if len(result.groups) == 1:
        return []
    return ["SMD"] if len(result.groups) == 2 else ["Largest SMD", "of groups"]  # noqa: PLR2004


def _lines(row: Described, result: TableOne) -> list[list[str]]:
    heads = _smd_heads(result)
    smd = [smd_text(row.smd), _pair_in_numbers(row)][: len(heads)]
    nothing = [""] * len(heads)
    if not row.levels:
        unit = f" ({row.unit})" if row.unit and "(" not in row.label else ""
        lines = [[f"{row.label}{unit}, median (IQR)", *_medians(row), *smd]]
    elif row.levels[:2] == _YES_NO:
        lines = [[f"{row.label}: yes, n (%)", *_shares(row, 0), *smd]]
    else:
        blank = [""] * len(result.n)
        lines = [[f"{row.label}, n (%)", *blank, *smd]]
        lines += [
            [f"{_INDENT}{level}", *_shares(row, place), *nothing]
            for place, level in enumerate(row.levels)
            if row.counts[place, -1]
        ]
    return lines + [[*line, *nothing] for line in _absent(row, result)]


def _absent(row: Described, result: TableOne) -> list[list[str]]:
    applies = result.n - row.absent.not_applicable
    lines = []
    for name, counts in (("Unknown", row.absent.unknown), ("Not entered", row.absent.not_entered)):
        if counts[-1]:
            cells = [_share(int(n), int(of)) for n, of in zip(counts, applies, strict=True)]
            lines.append([f"{_INDENT}{name}, n (%)", *cells])
    if row.absent.not_applicable[-1]:
        cells = [whole(n) for n in row.absent.not_applicable]
        lines.append([f"{_INDENT}Does not apply, n", *cells])
    return lines


def _shares(row: Described, level: int) -> list[str]:
    return [_share(int(n), int(of)) for n, of in zip(row.counts[level], row.known, strict=True)]


def _share(n: int, of: int) -> str:
    return f"{whole(n)} ({percent(n / of)})" if of else "none known"


def _medians(row: Described) -> list[str]:
    return [
        "none known"
        if math.isnan(median)
        else f"{figures(median)} ({figures(q1)} to {figures(q3)})"
        for q1, median, q3 in row.quartiles.T.tolist()
    ]


def _records(
    row: Described, place: int, group: str, result: TableOne
) -> list[dict[str, str | float]]:
    n = int(result.n[place])
    about: dict[str, str | float] = {"covariate": row.name, "label": row.label, "group": group}
    counted = {
        "n_group": n,
        "known": int(row.known[place]),
        "unknown": int(row.absent.unknown[place]),
        "not_entered": int(row.absent.not_entered[place]),
        "not_applicable": int(row.absent.not_applicable[place]),
    }
    smd: dict[str, str | float] = {
        "smd_largest_pair": "infinite" if math.isinf(row.smd) else number(row.smd, NOT_ESTIMABLE),
        "smd_pair": pair_text(row, result),
    }
    if not row.levels:
        measured = {
            name: number(float(value), "none known")
            for name, value in zip(("q1", "median", "q3"), row.quartiles[:, place], strict=True)
        }
        return [about | {"level": "", "n": "", "share_of_known": ""} | measured | counted | smd]
    empty = {"q1": "", "median": "", "q3": ""}
    known = int(row.known[place])
    return [
        about
        | {
            "level": level,
            "n": int(count),
            "share_of_known": int(count) / known if known else "none known",
        }
        | empty
        | counted
        | smd
        for level, count in zip(row.levels, row.counts[:, place], strict=True)
    ]
