import datetime as dt

import pytest
from django.urls import reverse

from patients import services
from patients.models import TriageMark
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def silent():
    running = make.assignment(days=20)
    make.session(running, days_ago=12)
    make.morning(running, days_ago=11)
    return running


def mark(client, of, by=None, query="", **data):
    client.force_login(by or of.patient.physio)
    url = reverse("mark-triage", args=[of.patient.public_id]) + query
    return client.post(url, {"about": "silent", "mark": "done", **data}, follow=True)


def groups(answer):
    return {group.slug: [row.patient.name for row in group.rows] for group in answer.context["page"].groups}


def test_records_who_and_when(client, silent):
    answer = mark(client, silent, note="Rang, will start again.")
    made = TriageMark.objects.get()
    assert (made.about, made.by, made.note, made.until) == (
        "silent",
        silent.patient.physio,
        "Rang, will start again.",
        None,
    )
    assert groups(answer)["chase"] == []
    assert "Done by Jonas, today: “Rang, will start again.”" in answer.content.decode()


def test_says_the_same_to_a_colleague(client, silent):
    mark(client, silent)
    client.force_login(make.physio(of=silent.patient.clinic, name="Mina Second"))
    assert "Done by Jonas, today" in client.get(reverse("caseload") + "?whose=clinic").content.decode()


def test_comes_back_on_its_day(client, silent):
    tomorrow = silent.patient.today(clock.now()) + dt.timedelta(days=1)
    answer = mark(client, silent, mark="remind", until=tomorrow.isoformat())
    assert "Back tomorrow, said Jonas today" in answer.content.decode()
    silent.standing.refresh_from_db()
    today = silent.patient.today(clock.now())
    answer = mark(client, silent, mark="remind", until=today.isoformat())
    assert groups(answer)["chase"] == [silent.patient.name]


@pytest.mark.parametrize("until", ["", "soon", "2001-01-01", "9999-12-31"])
def test_refuses_a_day_that_is_none(client, silent, until):
    answer = mark(client, silent, mark="remind", until=until)
    assert TriageMark.objects.count() == 0
    assert "Please" in answer.content.decode()


def test_refuses_to_silence_a_flag(client, silent):
    now = clock.now()
    services.raise_flags(silent.patient, ["calf"], client_id=make.uuid.uuid4(), by=silent.patient.user, now=now)
    answer = mark(client, silent, about="flag:calf")
    assert "A flag is not set aside." in answer.content.decode()
    assert groups(answer)["call"] == [silent.patient.name]
    assert TriageMark.objects.count() == 0


def test_silences_no_flag_even_when_a_mark_says_so(silent):
    """Whatever wrote it: the list looks at the flag and not at the mark."""
    now = clock.now()
    services.raise_flags(silent.patient, ["calf"], client_id=make.uuid.uuid4(), by=silent.patient.user, now=now)
    silent.standing.refresh_from_db()
    silent.standing.marks = {
        "flag:calf": {
            "since": silent.standing.flag_at.isoformat(),
            "until": None,
            "at": now.isoformat(),
            "by": "x",
            "note": "",
        }
    }
    from patients.domain.triage import Group, place_of

    assert place_of(silent.standing, silent.patient, now).group == Group.CALL


def test_refuses_a_reason_that_no_longer_stands(client, silent):
    make.session(silent)
    answer = mark(client, silent)
    assert "This has changed meanwhile." in answer.content.decode()
    assert TriageMark.objects.count() == 0


def test_changes_nothing_when_sent_twice(client, silent):
    mark(client, silent)
    mark(client, silent)
    assert TriageMark.objects.count() == 1


def test_keeps_two_marks_of_two_reasons(client, silent):
    mark(client, silent)
    then = clock.now() - dt.timedelta(days=6)
    services.send_message(silent.patient, "Hello", client_id=make.uuid.uuid4(), by=silent.patient.user, now=then)
    answer = mark(client, silent, about="message")
    assert groups(answer)["chase"] == []
    silent.standing.refresh_from_db()
    assert set(silent.standing.marks) == {"silent", "message"}


def test_returns_to_the_list_as_it_was_asked_for(client, silent):
    answer = mark(client, silent, query="?whose=clinic&group=chase&next=https://example.com/")
    assert answer.redirect_chain[0][0] == reverse("caseload") + "?whose=clinic&group=chase"


def test_is_refused_to_a_physio_of_another_clinic(client, silent):
    assert mark(client, silent, by=make.physio()).status_code == 404
    assert TriageMark.objects.count() == 0
