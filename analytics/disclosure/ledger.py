"""What the registry remembers of a release of counts; none of it is published."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from analytics.disclosure.margins import Where
from analytics.disclosure.rules import Shown, Withheld


@dataclass(frozen=True)
class Published:
    """One number of a release, with the truth behind it."""

    shown: Shown
    since: str  # release that it was counted for
    people: int  # true count then
    latest: int  # true count at the latest release
    is_sensitive: bool  # at the latest release
    may_be_zero: bool = False  # withheld, and a reader cannot know that it counts somebody

    @property
    def is_hidden(self) -> bool:
        """Whether the number is withheld."""
        return isinstance(self.shown, Withheld)


@dataclass(frozen=True, eq=False)
class Ledger:
    """What the registry must remember of a release of tables; never published."""

    as_of: str
    tables: tuple[tuple[str, ...], ...]  # keys of every table
    entries: Mapping[Where, Published]
    is_complete: bool  # no level waited until enough people were in it

    def held_somebody(self, tables: Sequence[tuple[str, ...]]) -> set[Where]:
        """Return the inner cells that held, or in a reader's mind may have held, anybody."""
        inner = [set(keys) for keys in tables]
        return {
            where
            for where, entry in self.entries.items()
            if {key for key, _ in where} in inner and (entry.latest > 0 or entry.is_hidden)
        }

    def levels(self) -> set[tuple[str, Hashable]]:
        """Return every key and level that the release tells of."""
        return {part for where in self.entries for part in where}
