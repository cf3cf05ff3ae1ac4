"""An entry that was wrong is taken out and logged again from a form that holds what it said."""

from dataclasses import replace

import pytest
from django.urls import reverse

from patients import services
from patients.domain.entries import SetEntry
from programs import clock
from tests import html, make

pytestmark = pytest.mark.django_db
TWO_SETS = (SetEntry(1, "left", 10), SetEntry(1, "right", 7))


@pytest.fixture
def running(client):
    made = make.assignment(days=3, stage=2)
    client.force_login(made.patient.user)
    return made


def logged(of, **changes):
    now = clock.now()
    entry = replace(make.entry(of, at=now, pain=3), **changes)
    return services.log_session(of, entry, by=of.patient.user, now=now)[0]


def takes_out(client, session):
    return client.post(reverse("void-session", args=[session.client_id]), follow=True)


def shown(response):
    document, _errors = html.parse(response)
    [form] = [form for form in html.forms_of(document) if form.get("id") == "log"]
    return html.values_of(form, document)


def test_shows_every_number_of_the_wrong_entry(client, running):
    said = {"effort": 6, "felt": ("cramp",), "note": "Left calf.", "painkiller": True, "stopped_for_pain": True}
    session = logged(running, sets=TWO_SETS, **said)
    page = takes_out(client, session)
    values = shown(page)
    assert "Put right what was wrong" in page.content.decode()
    assert (values["set-1-left"], values["set-1-right"], values["mode"]) == (["10"], ["7"], ["sets"])
    assert (values["pain_left"], values["note"], values["effort"]) == (["3"], ["Left calf."], ["6"])
    assert (values["felt"], "painkiller" in values, "stopped_for_pain" in values) == (["cramp"], True, True)
    assert values["client_id"] != [str(session.client_id)]


def test_stores_the_new_entry_beside_the_voided_one(client, running):
    session = logged(running, sets=TWO_SETS)
    values = shown(takes_out(client, session))
    response = client.post(reverse("log-session"), {**values, "pain_left": "1"})
    assert response.status_code == 302
    again = running.sessions.valid().get()
    assert (again.pain_left, again.sets.count(), again.local_date) == (1, 2, session.local_date)
    assert running.sessions.count() == 2


def test_says_as_prescribed_where_all_of_it_was_done(client, running):
    assert shown(takes_out(client, logged(running)))["mode"] == ["plan"]


@pytest.mark.parametrize("again", ["", "x", "0b5fd6c2-9d3c-4b0e-8f5a-7f5c0f0a1e11"])
def test_opens_todays_form_where_there_is_no_such_entry(client, running, again):
    values = shown(client.get(reverse("log-session"), {"again": again}))
    assert values["prescription"] == [str(make.main_prescription(running).pk)]


def test_shows_nobody_elses_entry(client, running):
    other = logged(make.assignment(days=3, stage=2), note="Not yours.")
    page = client.get(reverse("log-session"), {"again": other.client_id}).content.decode()
    assert "Not yours." not in page


def test_names_yesterday_for_a_forgotten_session(client, running):
    page = client.get(reverse("log-session"), {"day": "yesterday"})
    assert shown(page)["performed_at"][0].endswith("T18:00")


@pytest.mark.parametrize("day", ["today", "yesterday"])
def test_says_to_leave_the_time_empty_only_where_that_means_the_day_it_opens_on(client, running, day):
    page = client.get(reverse("log-session"), {"day": day}).content.decode()
    assert ("Leave it empty if it was just now." in page) == (day == "today")


@pytest.mark.parametrize("days", [0, 1])
def test_offers_yesterday_once_the_programme_has_one(client, days):
    """A day before it began is refused."""
    client.force_login(make.assignment(days=days).patient.user)
    assert ("Log yesterday" in client.get(reverse("today")).content.decode()) == bool(days)


def test_says_what_is_logged_already_when_the_second_half_follows(client, running):
    logged(running, sets=TWO_SETS)
    page = client.get(reverse("log-session"), {"mode": "sets"}).content.decode()
    assert "2 of 20 holds are logged for this day. Enter only what is new." in page


def test_says_how_many_sets_are_logged_where_the_plan_now_asks_for_fewer(client, running):
    logged(running)
    services.ease_dose(running, sessions=2, reason="Less for now.", by=running.patient.physio, now=clock.now())
    page = client.get(reverse("log-session")).content.decode()
    assert "holds are logged for this day already." in page
    assert "of 4 holds" not in page


@pytest.mark.parametrize("day", ["today", "yesterday"])
def test_says_of_any_day_that_its_whole_dose_is_logged_already(client, running, day):
    make.session(running, days_ago=int(day == "yesterday"))
    page = client.get(reverse("log-session"), {"day": day}).content.decode()
    assert "Save it only if you did it once more." in page


def test_asks_for_the_rest_alone_of_a_session_that_was_begun(client):
    mine = make.assignment(days=3)
    client.force_login(mine.patient.user)
    make.session(mine, now=clock.now(), sets=7)
    page = client.get(reverse("log-session"), {"mode": "sets"}).content.decode()
    assert "{n} of 3 holds" in page and page.count(" data-asked") == 3
    words = html.words_of(client.get(reverse("log-session")))
    assert "Tick all 3" in words and "All of it once more: 10 holds of 10 seconds." in words


def test_ticks_no_side_at_once_where_nobody_knows_which_lacks_how_many(client, running):
    logged(running, sets=TWO_SETS)
    page = client.get(reverse("log-session"), {"mode": "sets"}).content.decode()
    assert "{n} of 18 holds" in page and "data-all" not in page
