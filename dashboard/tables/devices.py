"""Devices on the learning page as tables."""

import pandas as pd

from analytics.device_learning import DeviceLearning
from dashboard.sentences.devices import device_name
from dashboard.tables.learning import tally_numbers, tally_written
from dashboard.wording import Words, whole


def devices_table(result: DeviceLearning, _words: Words) -> pd.DataFrame:
    """Write one row per device, or per device and volume band."""
    return pd.DataFrame(
        [
            {"Device": device_name(g), "Sites (n)": whole(g.sites), **tally_written(g.total)}
            for g in result.groups
        ]
    )


def devices_rows(result: DeviceLearning, _words: Words) -> pd.DataFrame:
    """Return one row per device, or per device and volume band, as numbers."""
    return pd.DataFrame(
        [
            {
                "device_generation": g.device or "not entered",
                "device": device_name(g),
                "sites": g.sites,
                **tally_numbers(g.total),
            }
            for g in result.groups
        ]
    )
