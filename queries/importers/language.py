"""The language of a mapping: which files, which of their rows, and which value from where."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

DateForm = Literal[
    "", "YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "D/M/YYYY", "M/D/YYYY", "DD.MM.YYYY",
    "YYYY-MM", "YYYY", "ISO", "SAS",
]  # fmt: skip


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _as_list(given: object) -> object:
    return given if isinstance(given, list | tuple) else [given]


Names = Annotated[tuple[str, ...], BeforeValidator(_as_list)]  # one name, or a list of them


class Part(_Strict):
    """A piece of a text that is put together with a separator."""

    between: str = Field(min_length=1)  # the separator
    number: int = Field(ge=1)  # which piece, from 1


class Rule(_Strict):
    """Where one curated value comes from: the file, or one value for every row."""

    column: str = ""
    columns: tuple[str, ...] = ()  # several, joined with | ; nothing where one of them is empty
    value: str = ""  # the same for every row
    row: bool = False  # the number of the row in the file, as identifier
    part: Part | None = None  # only this piece of the text
    codes: dict[str, str] = Field(default_factory=dict)  # text in the file -> registry's code
    unit: str = ""  # unit of the numbers, or of the time since index procedure
    round: Literal["", "down"] = ""  # of a number with decimals, where whole ones are kept
    date: DateForm = ""
    precision: Literal["", "MONTH", "YEAR"] = ""  # what is known of the date, where it shows more
    elapsed: bool = False  # the number is time since the index procedure
    since: Names = ()  # the start that time is counted from: a column, and columns added to it
    prefix: str = ""  # put before the text, to make identifiers of several tables distinct
    missing: tuple[str, ...] = ()  # text that means "not entered" in this column
    unknown: tuple[str, ...] = ()  # text that means "asked, and not known"
    or_absent: bool = False  # a value that is refused becomes absent; its row is loaded

    def used(self) -> set[str]:
        """Return the columns of the file that the rule reads."""
        return {self.column, *self.columns, *self.since} - {""}


class Condition(_Strict):
    """Which rows of a file are meant, by the text in one column."""

    column: str
    among: tuple[str, ...] = ()  # any of these
    except_: tuple[str, ...] = Field(default=(), alias="except")  # none of these


Conditions = Annotated[tuple[Condition, ...], BeforeValidator(_as_list)]  # all of them hold


class First(_Strict):
    """The earliest of several rows."""

    by: str  # column that says which rows belong together
    order: str  # column that puts them in order
    date: DateForm = ""  # form of its dates; left out: it holds numbers


class Lookup(_Strict):
    """Columns of another file, called `file.column`, for the row that has the same key."""

    file: str  # name of a file that is listed earlier
    key: str  # column here
    match: str = ""  # column there; left out: it has the same name


class Options(_Strict):
    """How a file is read, and which of its rows are wanted."""

    sheet: str = ""  # of a workbook; resource type of a bundle
    encoding: str = ""
    delimiter: Literal[",", ";", "\t", "|"] = ","
    decimal: Literal[".", ","] = "."
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    skip_unnamed: bool = False  # columns without a name are left out
    rows: Conditions = ()
    first: First | None = None


class Source(Options):
    """What holds for the whole import, and for every file that says nothing else."""

    label: str
    cutoff: date | None = None  # data cut-off; left out: the source has no calendar


class File(Options):
    """One of several files, or one sheet of several."""

    name: str = Field(pattern=r"^\w[\w-]*$")
    path: str = ""  # its name in the folder; left out: the file that the command names
    lookup: tuple[Lookup, ...] = ()


class Block(_Strict):
    """One curated table and where its values come from."""

    name: str
    file: str = ""  # name of a file; left out: the only one
    when: Conditions = ()
    fields: dict[str, Rule]

    def used(self) -> set[str]:
        """Return the columns of the file that the table is made from."""
        own = {condition.column for condition in self.when}
        return own.union(*(rule.used() for rule in self.fields.values()))


class Mapping(_Strict):
    """A mapping file."""

    source: Source
    file: tuple[File, ...] = ()
    table: tuple[Block, ...] = Field(min_length=1)

    def columns(self) -> set[str]:
        """Return the columns of the file that are used."""
        used = {condition.column for condition in self.source.rows}
        if self.source.first is not None:
            used |= {self.source.first.by, self.source.first.order}
        for file in self.file:
            used |= {lookup.key for lookup in file.lookup}
        return used.union(*(block.used() for block in self.table))

    def of_file(self, file: File) -> "Mapping":
        """Return the part of the mapping that is about one file."""
        own = {
            name: getattr(file, name) for name in file.model_fields_set & {*Options.model_fields}
        }
        blocks = tuple(block for block in self.table if block.file == file.name)
        source = self.source.model_copy(update=own)
        return self.model_copy(update={"source": source, "file": (file,), "table": blocks})
