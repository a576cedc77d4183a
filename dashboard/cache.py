"""Results kept between reruns, under one key that says everything that can change them."""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")


def kept(key: str, work: Callable[[], T]) -> T:
    """Return the result kept under `key`, or do the work and keep it.

    Parameters
    ----------
    key : str
        SHA-256 of the question, code version, scope, snapshot, filters and arguments.
    work : callable
        Computes the result; an exception is not kept.
    """
    result: T = _kept(key, work)
    return result


@st.cache_data(max_entries=256, ttl="6h", show_spinner=False)
def _kept(key: str, _work: Callable[[], Any]) -> Any:  # noqa: ARG001  # the key is the entry
    return _work()


def forget_all() -> None:
    """Empty the cache; for tests, since a new snapshot has new keys."""
    _kept.clear()
