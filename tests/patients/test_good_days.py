"""The count of good days, and what ended their row, wherever the patient reads it."""

import pytest
from django.urls import reverse

from tests import make
from tests.html import words_of

pytestmark = pytest.mark.django_db
ENDED = "The pain of 5 in the exercise yesterday ended the row."


@pytest.fixture
def of(client):
    """Four good days, then a pain of 5."""
    made = make.assignment(days=9)
    for days_ago in (6, 5, 4, 3):
        make.session(made, days_ago=days_ago)
        make.morning(made, days_ago=days_ago - 1)
    make.session(made, days_ago=1, pain=5)
    client.force_login(made.patient.user)
    return made


@pytest.mark.parametrize("name", ["today", "progress"])
def test_never_falls_to_zero_without_its_reason_beside_it(client, of, name):
    page = words_of(client.get(reverse(name)))
    assert "0 of 5 good days" in page
    assert ENDED in page


def test_does_not_deny_the_calm_days_before_it(client, of):
    page = words_of(client.get(reverse("progress")))
    assert "no good day since" in page and "no good day yet" not in page


def test_stands_on_the_page_of_the_entry_that_ended_it(client, of):
    saved = of.sessions.first()
    page = words_of(client.get(reverse("session-saved", args=[saved.client_id])))
    assert "0 of 5 good days so far. " + ENDED in page


def test_says_nothing_where_no_bad_day_is_among_those_that_are_looked_at(client):
    made = make.assignment(days=9)
    make.good_days(made, 3)
    client.force_login(made.patient.user)
    page = words_of(client.get(reverse("progress")))
    assert "3 of 5 good days" in page and "ended the row" not in page
