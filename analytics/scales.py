"""What a questionnaire's scale says: which way is better, and which change matters."""

from dataclasses import dataclass

from analytics.pro_change import Better


@dataclass(frozen=True)
class Scale:
    """One scale of an instrument; `important` is None where no published value is used."""

    code: str
    label: str
    lowest: float
    highest: float
    better: Better | None  # None: not known here
    important: float | None = None  # smallest change that matters to patients, in points
    source: str = ""  # where that value is published

    @property
    def unit(self) -> str:
        """What the points of the scale run over."""
        return f"points, {self.lowest:g} to {self.highest:g}"
