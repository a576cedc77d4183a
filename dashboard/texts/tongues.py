"""The public side's words in every language, from one catalogue for each."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "public"
_PERIOD = re.compile(r"(\d{4}) Q(\d)")

LANGUAGES = ("en", "es", "pt", "fr", "de", "ja", "zh", "ko")
OPENINGS = {  # pages whose words are all in the catalogue: keys of title and introduction
    "summary": ("page.title", "page.mission"),
    "advisory": ("advisory.title", "advisory.intro"),
}


@dataclass(frozen=True, eq=False)
class Tongue:
    """One language: its sentences by key, its words for codes, and how it writes numbers."""

    code: str  # as in BCP 47
    texts: Mapping[str, Mapping[str, str | list[str]]]  # section -> key -> text or lines

    @property
    def name(self) -> str:
        """The language in its own words."""
        return self.say("language.name")

    def say(self, key: str, **values: object) -> str:
        """Return the text of a key such as "page.title" with its placeholders filled.

        Raises
        ------
        KeyError
            If the catalogue has no such key, or a placeholder gets no value.
        """
        section, name = key.split(".", 1)
        return str(self.texts[section][name]).format(**values)

    def fault(self, said: str) -> str:
        """Return a sentence about what went wrong in this language; unknown ones stay English."""
        for key, english in tongue(LANGUAGES[0]).texts["faults"].items():
            found = re.fullmatch(_with_groups(str(english)), said)
            if found is not None:
                return self.say(f"faults.{key}", **found.groupdict())
        return said

    def lines(self, key: str) -> list[str]:
        """Return the paragraphs of a key of the reading section."""
        return list(self.texts["reading"][key])

    def word(self, code: str, section: str = "labels", otherwise: str = "") -> str:
        """Return the word for a code; one that is not listed keeps the release's own."""
        return str(self.texts[section].get(code, otherwise or code))

    def number(self, count: int) -> str:
        """Write a whole number, thousands apart."""
        return f"{count:,}".replace(",", self.say("write.thousands"))

    def day(self, day: date) -> str:
        """Write a date as people write it."""
        month = self.texts["write"]["months"][day.month - 1]
        return self.say("write.date", day=day.day, month=month, year=day.year)

    def period(self, period: str) -> str:
        """Write quarters such as "2020 Q2 to 2020 Q3", or a word that is none."""
        quarters = [
            self.say("write.quarter", year=year, quarter=quarter)
            for year, quarter in _PERIOD.findall(period)
        ]
        if not quarters:
            return self.word(period)
        if len(quarters) == 1:
            return quarters[0]
        return self.say("write.range", first=quarters[0], last=quarters[1])

    def listed(self, parts: list[str]) -> str:
        """Write several things after one another."""
        return self.say("write.between").join(parts)

    def joined(self, sentences: list[str]) -> str:
        """Write sentences after one another, as the language parts them."""
        return self.say("write.gap").join(sentence for sentence in sentences if sentence)


def _with_groups(english: str) -> str:
    """Return a pattern of a sentence, in which each placeholder is a group of its name."""
    return re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(english))


@cache
def tongue(code: str) -> Tongue:
    """Return a language by its code; English where there is none of that code."""
    known = code if code in LANGUAGES else LANGUAGES[0]
    return Tongue(known, tomllib.loads((_FOLDER / f"{known}.toml").read_text(encoding="utf-8")))
