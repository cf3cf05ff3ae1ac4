"""Whom a patient calls in each country, and what a hospital's door is called there: read from `countries.toml`."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("countries.toml")


@dataclass(frozen=True)
class Line:
    """A telephone number: who answers it, its hours where they are limited, and where it was read. Not `verified` means
    that no source could be read, and then the number is empty."""

    verified: bool
    number: str = ""
    answers: str = ""
    hours: str = ""
    publisher: str = ""
    url: str = ""
    note: str = ""

    @property
    def who(self) -> str:
        """Who answers, with the hours where they are limited."""
        return f"{self.answers} ({self.hours})" if self.hours else self.answers


@dataclass(frozen=True)
class Country:
    """`hospital` is where one goes in an emergency, with its article: "A&E", "an emergency room"."""

    code: str
    name: str
    hospital: str
    emergency: Line
    urgent: Line
    crisis: Line

    @property
    def numbers(self) -> dict[str, str]:
        """What is offered to a clinic, by the clinic's columns."""
        return {
            "emergency_phone": self.emergency.number,
            "out_of_hours_phone": self.urgent.number,
            "out_of_hours_name": self.urgent.who,
            "crisis_phone": self.crisis.number,
            "crisis_name": self.crisis.who,
        }


A_HOSPITAL = "an emergency department"  # where no country is known


def hospital_of(code: str) -> str:
    """Where one goes in an emergency in the country of that code."""
    country = countries().get(code)
    return country.hospital if country else A_HOSPITAL


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def read_on() -> dt.date:
    """The day on which the numbers were read at their sources."""
    day: dt.date = _file()["read_on"]
    return day


@cache
def countries() -> dict[str, Country]:
    """By ISO 3166 code, in the order of their names."""
    found = [_country(code, said) for code, said in _file().items() if isinstance(said, dict)]
    return {country.code: country for country in sorted(found, key=lambda country: country.name)}


def _country(code: str, said: dict[str, Any]) -> Country:
    lines = {kind: Line(**said[kind]) for kind in ("emergency", "urgent", "crisis")}
    return Country(code, said["name"], said["hospital"], **lines)
