"""An entry put right on its page, by the patient and at the desk with a reason that the patient reads."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from patients import services
from patients.domain.entries import IntakeEntry, MeasureEntry, ReasonEntry
from programs import clock
from tests import html, make

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
WHY = "Typed by mistake"


@pytest.fixture
def of():
    """A patient with one entry of each kind, all of them of yesterday or before."""
    of = make.assignment(days=9)
    now, today = clock.now(), of.patient.today(clock.now())
    phone = {"by": of.patient.user, "now": now}
    make.session(of, days_ago=1, pain=9)
    make.morning(of, days_ago=1, pain=9)
    make.activity(of, days_ago=1, minutes=200)
    services.note_day_reason(of, ReasonEntry(uuid.uuid4(), today - DAY, "ill"), **phone)
    services.answer_intake(of, IntakeEntry(uuid.uuid4(), age=16), **phone)
    services.give_measure(of, MeasureEntry(uuid.uuid4(), today - DAY, "pain_rest", 8), **phone)
    services.say_away(of, from_on=today + DAY, to_on=today + 20 * DAY, **phone)
    services.write_note(of, "Likes heat.", by=of.patient.physio, now=now)
    return of


# The kind, the rows of it, and what is typed instead.
RIGHT = {
    "morning": ("morning_checks", {"pain_left": "0"}),
    "activity": ("activities", {"minutes": "20"}),
    "reason": ("day_reasons", {"kind": "sleep"}),
    "intake": ("intakes", {"age": "61"}),
    "measure": ("measures", {"value": "1"}),
    "away": ("aways", {"to_on": (clock.now() + 3 * DAY).date().isoformat()}),
    "note": ("notes", {"text": "Likes ice."}),
}
THEIRS = [kind for kind in RIGHT if kind != "note"]


def row_of(of, kind):
    return getattr(of, RIGHT[kind][0]).valid().get()


def address(of, kind, desk, row=None):
    row = row or row_of(of, kind)
    if desk:
        return reverse("correct-entry", args=[of.patient.public_id, kind, row.pk])
    return reverse("put-right", args=[kind, row.pk])


def sent(client, of, kind, *, desk=False, **changes):
    """The page as it opens, sent with what should have been said; `follow`ed to the page after it."""
    client.force_login(of.patient.physio if desk else of.patient.user)
    url = address(of, kind, desk)
    document, _faults = html.parse(client.get(url))
    data = {**html.values_of(html.form_to(document, url), document), **RIGHT[kind][1], **changes}
    return client.post(url, data, follow=True)


def says(page, words):
    return words in html.words_of(page)


@pytest.mark.parametrize("kind", THEIRS)
def test_is_put_right_by_the_patient(client, of, kind):
    wrong = row_of(of, kind)
    assert says(sent(client, of, kind), "Put right. What you say now counts.")
    assert row_of(of, kind).pk != wrong.pk
    wrong.refresh_from_db()
    assert (wrong.voided_by, wrong.void_reason) == (of.patient.user, "")


@pytest.mark.parametrize("kind", RIGHT)
def test_is_put_right_at_the_desk_with_a_reason(client, of, kind):
    wrong = row_of(of, kind)
    page = sent(client, of, kind, desk=True, why="")
    assert (page.status_code, row_of(of, kind).pk) == (422, wrong.pk)
    assert says(page, "Please say why it was wrong.")
    assert says(sent(client, of, kind, desk=True, why=WHY), "Put right. Your reason stands beside it.")
    wrong.refresh_from_db()
    assert (wrong.voided_by, wrong.void_reason) == (of.patient.physio, WHY)
    assert row_of(of, kind).pk != wrong.pk


@pytest.mark.parametrize("desk", [False, True])
def test_stays_where_it_would_take_the_day_of_another(client, of, desk):
    wrong = row_of(of, "morning")
    other = make.morning(of, days_ago=(of.patient.today(clock.now()) - wrong.on).days + 1, pain=4)
    client.force_login(of.patient.physio if desk else of.patient.user)
    url = address(of, "morning", desk, wrong)
    document, _faults = html.parse(client.get(url))
    data = html.values_of(html.form_to(document, url), document)
    page = client.post(url, data | {"on": other.on.isoformat(), "why": WHY})
    assert (page.status_code, says(page, "Of that day there is another answer.")) == (422, True)
    assert set(of.morning_checks.valid().values_list("pk", flat=True)) == {wrong.pk, other.pk}


@pytest.mark.parametrize("desk", [False, True])
@pytest.mark.parametrize("kind", [*THEIRS, "session"])
def test_is_taken_out_and_says_so_when_it_is_tried_again(client, of, kind, desk):
    row = of.sessions.get() if kind == "session" else row_of(of, kind)
    client.force_login(of.patient.physio if desk else of.patient.user)
    url, data = address(of, kind, desk, row), {"out": "1", "why": WHY}
    assert says(client.post(url, data, follow=True), "Taken out.")
    again = client.post(url, data)
    assert says(again, "This entry has already been taken out.")
    assert says(again, "It does not count.")


def test_is_a_session_logged_again_with_what_was_right_of_it(client, of):
    session = of.sessions.get()
    client.force_login(of.patient.physio)
    answer = client.post(address(of, "session", True, session), {"out": "1", "why": WHY})
    assert answer.url == f"{reverse('log-in-clinic', args=[of.patient.public_id])}?again={session.client_id}"


def test_tells_the_patient_who_changed_what_and_why(client, of):
    on = row_of(of, "morning").on
    sent(client, of, "morning", desk=True, why=WHY)
    client.force_login(of.patient.user)
    page = client.get(reverse("progress"))
    assert says(page, f"Jonas Adeyemi changed your morning of {on:%a} {on.day} {on:%B} from 9 to 0. “{WHY}”")
    assert not row_of(of, "morning").late


def test_tells_the_clinic_what_a_patient_changed(client, of):
    sent(client, of, "morning")
    client.force_login(of.patient.physio)
    page = client.get(reverse("patient-page", args=[of.patient.public_id]))
    assert says(page, "from 9 to 0.")
    assert row_of(of, "morning").late


def test_tells_no_patient_of_a_note(client, of):
    sent(client, of, "note", desk=True, why=WHY)
    client.force_login(of.patient.user)
    assert not says(client.get(reverse("progress")), "note")


@pytest.mark.parametrize("kind", ["note", "measure"])
def test_lets_no_patient_touch_what_a_clinician_wrote(client, of, kind):
    if kind == "measure":
        of.measures.update(noted_by=of.patient.physio)
    client.force_login(of.patient.user)
    assert client.get(address(of, kind, False)).status_code == 404


def test_offers_it_beside_every_entry_of_both_pages(client, of):
    for desk, name, args in ((True, "patient-page", [of.patient.public_id]), (False, "progress", [])):
        client.force_login(of.patient.physio if desk else of.patient.user)
        page = client.get(reverse(name, args=args)).content.decode()
        for kind in RIGHT if desk else [one for one in THEIRS if one != "intake"]:
            if kind != "intake":  # they have a page of their own
                assert address(of, kind, desk) in page


def test_speaks_to_the_physio_of_the_patient(client, of):
    client.force_login(of.patient.physio)
    shown = client.get(address(of, "morning", True))
    assert says(shown, "the affected side") and says(shown, "A painkiller was taken")
    assert not says(shown, "your affected side") and not says(shown, "I took")


def test_keeps_what_was_typed_where_it_is_refused(client, of):
    page = sent(client, of, "activity", minutes="0", note="Along the canal")
    assert page.status_code == 422
    assert "Along the canal" in page.content.decode()
    assert row_of(of, "activity").minutes == 200
