"""What a patient finds whose programme has not begun or has ended."""

import pytest
from django.urls import reverse

from patients import services
from programs import clock
from tests import make
from tests.html import parse, words_of

pytestmark = pytest.mark.django_db

OF_A_PROGRAMME = [
    *("first-minute", "guide-session", "log-session", "record-morning", "programme", "month", "programme-paper"),
    *("say-away", "log-activity", "start-questions", "give-measure"),
]
LEAD_OUT = ("tel:", "mailto:", "http", "#")


def not_yet():
    return make.patient()


def ended(maintenance="Twice a week."):
    of = make.assignment(days=5)
    services.end_assignment(of, by=of.patient.physio, now=clock.now(), maintenance=maintenance)
    return of.patient


WITHOUT = pytest.mark.parametrize("patient_of", [not_yet, ended])


@WITHOUT
def test_leads_from_each_page_of_a_programme_to_today(client, patient_of):
    client.force_login(patient_of().user)
    for name in OF_A_PROGRAMME:
        answer = client.get(reverse(name))
        assert (answer.status_code, answer["Location"]) == (302, reverse("today")), name


@WITHOUT
def test_comes_from_there_to_nothing_that_is_not_there(client, patient_of):
    client.force_login(patient_of().user)
    to_see, seen = [reverse("today")], set()
    while to_see:
        address = to_see.pop()
        seen.add(address)
        answer = client.get(address, follow=address == reverse("home"))
        assert answer.status_code == 200, address
        if "html" in answer["Content-Type"]:
            links = {a.get("href") for a in parse(answer)[0].iter("a")}
            to_see += {link for link in links if not link.startswith(LEAD_OUT)} - seen - {*to_see}
    assert {reverse("raise-flag"), reverse("messages")} <= seen


def test_leads_from_progress_to_today_where_none_ever_began_and_else_shows_what_was(client):
    client.force_login(not_yet().user)
    assert client.get(reverse("progress"))["Location"] == reverse("today")
    client.force_login(ended().user)
    assert "Before: " in words_of(client.get(reverse("progress")))


@pytest.mark.parametrize("maintenance", ["", "Twice a week."])
def test_reads_that_it_has_ended_and_not_that_one_will_begin(client, maintenance):
    client.force_login(ended(maintenance).user)
    words = words_of(client.get(reverse("log-session"), follow=True))
    assert "Your programme has ended." in words and "will start one" not in words
