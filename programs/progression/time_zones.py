"""The time zones that this machine knows, by their names in the IANA database."""

from functools import cache
from zoneinfo import available_timezones


@cache
def zone_names() -> frozenset[str]:
    """Every name, such as Europe/London. Read once: to look for them opens six hundred files."""
    return frozenset(available_timezones())
