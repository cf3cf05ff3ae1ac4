"""Whom a patient calls in each country: what is offered was read somewhere, and what was not is empty."""

import datetime as dt
from urllib.parse import urlsplit

import pytest

from patients.domain.countries import A_HOSPITAL, countries, hospital_of, read_on
from patients.models import Clinic

LINES = [(code, kind) for code in countries() for kind in ("emergency", "urgent", "crisis")]


def line(code, kind):
    return getattr(countries()[code], kind)


def test_knows_fifteen_countries_and_the_day_on_which_they_were_read():
    assert len(countries()) >= 15
    assert read_on() >= dt.date(2026, 11, 29)
    assert all(len(code) == 2 and code.isupper() for code in countries())


@pytest.mark.parametrize(("code", "kind"), LINES)
def test_names_who_answers_and_the_source_of_what_was_read_and_leaves_the_rest_empty(code, kind):
    said = line(code, kind)
    if said.verified:
        assert said.number and said.answers and said.publisher
        assert urlsplit(said.url).scheme in ("http", "https") and urlsplit(said.url).hostname
    else:
        assert not (said.number or said.answers or said.url)
        assert said.note


@pytest.mark.parametrize("code", countries())
def test_has_an_emergency_number_for_each(code):
    assert line(code, "emergency").number


@pytest.mark.parametrize("code", countries())
def test_fits_the_columns_of_a_clinic(code):
    for column, value in countries()[code].numbers.items():
        assert len(value) <= Clinic._meta.get_field(column).max_length


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        ("GB", ("999", "111", "116 123")),
        ("DE", ("112", "116117", "0800 1110111")),
        ("ES", ("112", "", "024")),
        ("AT", ("144", "1450", "142")),
        ("US", ("911", "", "988")),
        ("AU", ("000", "1800 022 222", "13 11 14")),
    ],
)
def test_offers(code, numbers):
    assert tuple(line(code, kind).number for kind in ("emergency", "urgent", "crisis")) == numbers


def test_says_the_hours_of_a_line_that_is_not_always_there():
    assert countries()["IT"].numbers["crisis_name"] == "Telefono Amico Italia (10:00 to 24:00)"


def test_calls_a_hospital_what_it_is_called_there():
    assert (hospital_of("GB"), hospital_of("US"), hospital_of("")) == ("A&E", "an emergency room", A_HOSPITAL)
