"""A backup that nobody has brought back for eight days is none, and somebody is told."""

import datetime as dt
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from patients import selectors
from patients.models import Restore
from patients.notices import rounds
from programs import clock
from tests import make
from tests.html import words_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NEVER = "No backup has ever been brought back on trial"


@pytest.fixture
def keeper(settings):
    """Whoever looks after an installation of production that is eight days old."""
    settings.PRODUCTION = True
    user = make.user("Bea Boss", staff=True, superuser=True)
    user.joined_at = clock.now() - 8 * DAY
    user.save()
    return user


def restored(days_ago):
    at = clock.now() - days_ago * DAY
    Restore.objects.create(at=at, made_at=at, size=9, seconds=9, tables=9, rows=9)


def front_page(user):
    client = Client()
    client.force_login(user)
    return words_of(client.get(reverse("admin:index")))


@pytest.mark.parametrize(("days_ago", "told"), [(None, True), (8, True), (7.9, False)])
def test_tells_whoever_looks_after_it(days_ago, told, keeper):
    """On the first page, and by one letter a week that says what to do."""
    make.administrator()
    if days_ago:
        restored(days_ago)
    for later in (0, 1, 6.9, 7):
        rounds.work(clock.now() + dt.timedelta(minutes=1) + later * DAY if told else clock.now())
    assert ("brought back on trial" in front_page(keeper)) is told
    letters = [one for one in mail.outbox if "backup" in one.subject]
    assert [one.to for one in letters] == [[keeper.email]] * (2 if told else 0)
    assert all("manage.py restore_drill" in one.body for one in letters)


def test_says_that_none_ever_was(keeper):
    assert NEVER in front_page(keeper)
    assert selectors.unrestored(clock.now()).since is None
    restored(9)
    assert NEVER not in front_page(keeper)
    assert selectors.unrestored(clock.now()).since == clock.now() - 9 * DAY


def test_gives_a_new_installation_time(keeper):
    assert selectors.unrestored(clock.now() - DAY / 24) is None


def test_asks_nothing_of_a_demonstration(keeper, settings):
    settings.PRODUCTION = False
    assert selectors.unrestored(clock.now()) is None


def test_tells_what_failed_to_whoever_looks_after_it(keeper):
    make.administrator()
    call_command("say_failed", "hhtclinic-backup.service", stdout=StringIO())
    rounds.post(clock.now())
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == ([keeper.email], "hhtclinic-backup.service failed")
