"""Devices on the learning page in sentences."""

from analytics.device_learning import NOT_ENTERED, DeviceGroup, DeviceLearning
from dashboard.sentences.learning import band_words, group_words, standard_words
from dashboard.wording import Words, counted, whole
from queries.domains.common import DEVICE_GENERATION

_DEVICES = {code.code: code.label for code in DEVICE_GENERATION} | {
    NOT_ENTERED: "No device entered"
}


def device_name(group: DeviceGroup) -> str:
    """Return what a device is called, with its volume band where cases are told apart by it."""
    name = _DEVICES.get(group.device, group.device)
    return name if group.first is None else f"{name}, {band_words(group.first, group.last).lower()}"


def devices_counted(result: DeviceLearning, _words: Words) -> str:
    """Say who is counted, and what it is held against."""
    return (
        f"{counted(result.cases, 'patient')} with a known outcome and month, "
        f"{whole(result.not_entered)} without a device (not entered, or none listed for the "
        "technique); the device of the index procedure. "
        f"{standard_words(result.standard, result.outcome)}"
    )


def devices_seen(result: DeviceLearning, _words: Words) -> str:
    """Read observed over expected aloud, device by device."""
    parts = [
        group_words(group.total, device_name(group), result.outcome) for group in result.groups
    ]
    return f"Observed over expected by device (95 % CI): {'; '.join(parts)}."


def devices_note(_result: DeviceLearning, _words: Words) -> str:
    """Say what a device goes together with."""
    return (
        "A device goes with its years, its sites and the tumours it is chosen for; the model "
        "knows the family of the technique, not the device. Intervals are as wide as sites differ. "
        "Yearly volume is that of a site over all devices."
    )
