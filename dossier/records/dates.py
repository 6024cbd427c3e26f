"""Dates and moments as field types: checked when a record is made, kept as they were written."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from dossier.records import edtf

_MOMENT = re.compile(
    r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?Z"
)


def _edtf(text: str) -> str:
    edtf.parse_date(text)
    return text


def _moment(text: str) -> str:
    if not _MOMENT.fullmatch(text):
        raise ValueError(f"{text!r} is not a moment in UTC such as 2025-02-01T09:30:00Z (RFC 3339)")
    return text


EdtfText = Annotated[
    str, AfterValidator(_edtf), WithJsonSchema({"type": "string", "description": edtf.EXPECTED})
]
Moment = Annotated[
    str,
    AfterValidator(_moment),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": f"^{_MOMENT.pattern}$",
            "description": "a moment in UTC (RFC 3339), such as 2025-02-01T09:30:00Z",
        }
    ),
]


def now() -> str:
    """The current moment (RFC 3339, UTC) to the millisecond: notes of one second keep their order."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def is_ahead(moment: object) -> bool:
    """Whether a moment is more than a day in the future: no clock is that wrong by chance."""
    return isinstance(moment, str) and moment[:10] > _last_plausible_day(int(time.time()) // 3600)


@lru_cache(maxsize=1)
def _last_plausible_day(hour: int) -> str:
    """The day that ends at least a day after this hour since 1970."""
    return (datetime.fromtimestamp(hour * 3600, UTC) + timedelta(days=1)).date().isoformat()


def moment_key(moment: object) -> tuple[str, float]:
    """Sort key of moments, oldest first. What is no moment is older than any.

    Moments are not compared as strings: "T09:30:00Z" is older than "T09:30:00.5Z".
    """
    if not isinstance(moment, str) or not _MOMENT.fullmatch(moment):
        return "", 0.0
    fraction = moment[19:-1] or "0"
    return moment[:19], float(fraction)


def next_millisecond(moment: str) -> str:
    """The next whole millisecond after `moment`."""
    second, fraction = moment_key(moment)
    minute = datetime.fromisoformat(f"{second[:17]}00")  # second 60 is none to Python
    milliseconds = int(round(fraction * 1000, 6)) + 1
    try:
        later = minute + timedelta(seconds=int(second[17:]), milliseconds=milliseconds)
    except OverflowError:
        return moment
    return later.isoformat(timespec="milliseconds") + "Z"
