"""The first row of a file: what is wrong with it, in words for whoever made the file."""

import difflib
from collections.abc import Iterable

from queries.errors import ImportRefused

MAX_COLUMNS = 500
_DELIMITERS = {";": '";"', "\t": '"\\t"', "|": '"|"', ",": '","'}  # as a mapping writes them
_NAMES = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas"}
_LEAST_TITLED = 3  # columns: of two, one without a name is no title above a table


def check_header(label: str, header: list[str]) -> None:
    """Refuse a first row that does not name every column once.

    Raises
    ------
    ImportRefused
        If it does not.
    """
    twice = sorted({name for name in header if header.count(name) > 1} - {""})
    if not any(header):
        reason, remedy = f"{label} has no header.", "Its first row names the columns."
    elif "" in header:
        reason, remedy = _unnamed(label, header)
    elif twice:
        reason = f"{label} names {', '.join(twice)} more than once."
        remedy = "Rename one of them."
    elif len(header) > MAX_COLUMNS:
        reason, remedy = f"{label} has {len(header)} columns.", f"At most {MAX_COLUMNS} are read."
    else:
        return
    raise ImportRefused(reason, remedy)


def _unnamed(label: str, header: list[str]) -> tuple[str, str]:
    width, named = len(header), sum(map(bool, header))
    if named == 1 and width >= _LEAST_TITLED:
        return (
            f"Row 1 of {label} names 1 of its {width} columns, as a title above a table does.",
            "Delete the rows above the header, so that row 1 names every column.",
        )
    more = f", and {width - named - 1} more have none" if width - named > 1 else ""
    remedy = (
        "Keep one row of names, with a name over each column (merged cells name one only), or say "
        "skip_unnamed = true in the mapping to leave such columns out."
    )
    return f"Column {header.index('') + 1} of {label} has no name in row 1{more}.", remedy


def refuse_absent(label: str, absent: list[str], wanted: int, known: Iterable[str]) -> None:
    """Say which columns a file lacks, or that it is another file or has another delimiter.

    Parameters
    ----------
    label : str
        Of the file.
    absent : list of str
        Columns of the mapping that the file lacks; at least one.
    wanted : int
        How many the mapping names.
    known : iterable of str
        Columns of the file.

    Raises
    ------
    ImportRefused
        Always.
    """
    names = list(known)
    refuse_other_delimiter(label, names)
    if len(absent) == wanted and wanted > 1:
        raise ImportRefused(
            f"{label} has none of the {wanted} columns that the mapping names.",
            "Check that it is the right file, and that its first row names the columns."
            + _near(absent[0], names),
        )
    raise ImportRefused(
        f"{label} has no column {', '.join(f'“{name}”' for name in absent)}.",
        f"Correct the mapping, or export the column.{_near(absent[0], names)}",
    )


def refuse_other_delimiter(label: str, names: list[str]) -> None:
    """Refuse a file whose one column holds the delimiters of several.

    Raises
    ------
    ImportRefused
        If it does.
    """
    found = {sign: names[0].count(sign) for sign in _DELIMITERS} if len(names) == 1 else {}
    sign = max(found, key=found.__getitem__, default="")
    if sign and found[sign]:
        raise ImportRefused(
            f"{label} reads as one column: its fields are separated by {_NAMES[sign]}, which the "
            "mapping does not say.",
            f"Write delimiter = {_DELIMITERS[sign]} under [source] in the mapping.",
        )


def near(text: str, known: Iterable[str]) -> str:
    """Return what a text was probably meant to be, whatever its letters' case; empty: nothing."""
    by_letters = {_plain(name): name for name in known}
    if len(text) > _LONGEST_GUESSED:
        return ""
    found = difflib.get_close_matches(_plain(text), list(by_letters), n=1)
    return by_letters[found[0]] if found else ""


_LONGEST_GUESSED = 60  # characters; a longer text is no name and no code


def _near(name: str, known: Iterable[str]) -> str:
    found = near(name, known)
    return f" Did you mean “{found}”?" if found else ""


def _plain(text: str) -> str:
    return text.casefold().replace(" ", "_").replace("-", "_")
