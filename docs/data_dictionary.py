"""The command that renews `docs/data-dictionary.md` from the catalogue."""

from pathlib import Path

from queries.domains.dictionary_text import dictionary_text

TARGET = Path(__file__).with_name("data-dictionary.md")

if __name__ == "__main__":
    TARGET.write_text(dictionary_text(), encoding="utf-8")
