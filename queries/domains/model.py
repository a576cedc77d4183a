"""The form in which a disease domain is written down."""

from dataclasses import dataclass
from enum import StrEnum

from analytics.endpoints import EndpointRule
from queries.domains.negative_controls import NegativeControl


class Kind(StrEnum):
    """What a curated value is."""

    KEY = "key"  # identifier inside the registry, meaningless outside
    CODE = "code"  # one entry of a code list
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"  # becomes three columns: date, precision, day since index procedure
    STAMP = "stamp"  # calendar day on which a form was first entered


@dataclass(frozen=True)
class Code:
    """One entry of a code list."""

    code: str  # stable, upper case
    label: str


@dataclass(frozen=True)
class Field:
    """One curated value of a table."""

    name: str  # column name; a date ends in `_date`
    label: str
    kind: Kind = Kind.CODE
    unit: str = ""
    codes: tuple[Code, ...] = ()
    bounds: tuple[float, float] | None = None  # outside: the row is quarantined
    soft: tuple[float, float] | None = None  # outside: the row is loaded with a query
    core: bool = False  # counted on completeness pages
    adjust: bool = False  # offered to the propensity model
    required: bool = False  # a row without it cannot be loaded
    top_code: int | None = None  # larger values are stored as this one
    applies_when: tuple[str, ...] | None = None  # field, then the codes that make it applicable
    domains: tuple[str, ...] = ()  # of a table shared by all: domains it applies to; empty: all
    families: tuple[str, ...] = ()  # of techniques whose procedures it applies to; empty: all
    definition: str = ""  # what is meant, in one sentence
    planned: bool = False  # a date that may lie after the data cut-off

    @property
    def stem(self) -> str:
        """Name without `_date`; the precision and day columns are named after it."""
        return self.name.removesuffix("_date")

    @property
    def condition(self) -> str:
        """When the field applies, as `field=CODE` or `field=CODE|CODE`; empty: always."""
        if self.applies_when is None:
            return ""
        return f"{self.applies_when[0]}={'|'.join(self.applies_when[1:])}"


@dataclass(frozen=True)
class Technique:
    """One way to treat, as coded at the index procedure."""

    code: str
    label: str
    family: str


@dataclass(frozen=True)
class Comparison:
    """Two arms whose comparison makes clinical sense; each arm is one or more techniques."""

    name: str
    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True)
class Domain:
    """A disease domain: everything that differs by disease, as data."""

    code: str
    name: str
    response_criterion: str  # whose progression counts where several are entered; empty: any
    techniques: tuple[Technique, ...]
    comparisons: tuple[Comparison, ...]
    endpoints: tuple[EndpointRule, ...]  # main ones and their variants, in the order of menus
    fields: tuple[Field, ...]  # columns of `baseline` that this domain uses
    definition: str  # who belongs to the domain, in one sentence
    local_control: str = ""  # what is judged for local control, and by what
    covariates: tuple[str, ...] = ()  # fields of `diagnosis` to adjust for, beside those of all
    specific_causes: tuple[str, ...] = ("CANCER", "TREATMENT")  # deaths of the disease
    negative_controls: tuple[NegativeControl, ...] = ()  # empty: nothing collected serves

    def technique_label(self, code: str) -> str:
        """Return the label of a technique; an unlisted code is its own label."""
        return {technique.code: technique.label for technique in self.techniques}.get(code, code)
