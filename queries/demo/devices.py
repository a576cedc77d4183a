"""The invented devices of sessions, drawn from a stream of their own."""

import numpy as np

from queries.demo.course import Course
from queries.domains.common import DEVICES
from queries.importers.draft import DraftTable, Value

_STREAM = 8_317  # tells this stream from others of the same registry
_ENTERED = 0.9
_NEWER_FROM, _NEWER_EVERYWHERE = 2020.0, 2025.0  # years in which newer devices spread


def add_devices(table: DraftTable, course: Course, seed: int) -> None:
    """Add the device of every session: newer ones spread over the years."""
    random = np.random.default_rng((_STREAM, seed, course.first))
    chances = random.random((len(table.rows), 2))
    devices: list[Value] = []
    for code, day, (chance, told) in zip(
        table.columns["technique_code"], table.columns["procedure_date"], chances, strict=True
    ):
        listed = DEVICES.get(str(code), ())
        year = np.datetime64(str(day), "D").astype(int) / 365.25 + 1970
        newer = np.clip((year - _NEWER_FROM) / (_NEWER_EVERYWHERE - _NEWER_FROM), 0.1, 0.9)
        # The last of a list is the newest; the others share what is left.
        place = len(listed) - 1
        if place > 0 and chance >= newer:
            place = int((chance - newer) / (1 - newer) * place)
        devices.append(listed[place].code if listed and told < _ENTERED else None)
    table.columns["device_generation"] = devices
