"""ISO 8601 durations of fixed length: text to time and back.

Months and years have no fixed length, so a duration of experience cannot be given in them.
"""

from datetime import timedelta

import isodate

from process_models.errors import InvalidElement


def duration_from(text: str) -> timedelta:
    """The length of time an ISO 8601 duration names.

    Raises:
        InvalidElement: it is no duration, or one in months or years.

    >>> duration_from("PT1H30M")
    datetime.timedelta(seconds=5400)
    """
    try:
        # The library takes "P" and "PT" for no time at all; the standard wants a figure.
        parsed = isodate.parse_duration(text if any(map(str.isdigit, text)) else "")
    except (isodate.ISO8601Error, TypeError, ValueError) as error:
        raise InvalidElement(f"'{text}' is no duration; write ISO 8601, e.g. PT15M, PT4H or P3D") from error
    if not isinstance(parsed, timedelta):
        raise InvalidElement(f"'{text}' has months or years, whose length varies; write days, e.g. P30D")
    return parsed


def duration_text(length: timedelta) -> str:
    """The shortest ISO 8601 text of a length of time.

    >>> duration_text(timedelta(days=3, hours=1)), duration_text(timedelta(minutes=5)), duration_text(timedelta())
    ('P3DT1H', 'PT5M', 'PT0S')
    """
    days, rest = divmod(length, timedelta(days=1))
    hours, rest = divmod(rest, timedelta(hours=1))
    minutes, rest = divmod(rest, timedelta(minutes=1))
    seconds = f"{rest.total_seconds():.6f}".rstrip("0").rstrip(".")
    time = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n not in (0, "0"))
    date = f"{days}D" if days else ""
    return f"P{date}T{time}" if time else f"P{date}" if date else "PT0S"
