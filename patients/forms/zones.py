"""In which time zones a country lies, as the IANA database has it."""

import re
from functools import cache
from pathlib import Path

import tzdata

ZONES = Path(tzdata.__file__).parent / "zoneinfo" / "zone.tab"
MOST_OF_IT = re.compile(r"^most of |\(mainland\)")


@cache
def zones_of(code: str) -> dict[str, str]:
    """The time zones of a country, each with where in it that is; none for a country that is not known."""
    lines = ZONES.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {row[2]: "".join(row[3:]) for row in rows if row[0] == code}


def usual_zone(code: str) -> str:
    """The zone of a country that has one, islands and exclaves apart; "" where somebody has to choose."""
    zones = zones_of(code)
    most = [zone for zone, where in zones.items() if len(zones) == 1 or MOST_OF_IT.search(where)]
    return most[0] if most else ""
