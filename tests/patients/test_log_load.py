"""The weight of a set: asked where the exercise has a load, kept as it was said, and read by no rule."""

import csv
import io
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from patients import paper, services
from patients.domain.dose import dose_of
from patients.models import SetLog
from patients.selectors import load_up
from programs import clock
from programs.models import Prescription
from tests import make
from tests.html import form_to, parse, values_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def running():
    return loaded(make.assignment(days=9), load_rm=15)


def loaded(of, **load):
    """The exercise of the stage, with a load; a range of it where the constraint wants both."""
    Prescription.objects.filter(pk=make.main_prescription(of).pk).update(**load)
    return of


def post(client, of, **changes):
    client.force_login(of.patient.user)
    data = {"client_id": uuid.uuid4(), "prescription": make.main_prescription(of).pk, "mode": "plan", "pain_left": "2"}
    data |= {"variation": "heels-close", **changes}
    return client.post(reverse("log-session"), data)


def loads(of):
    return list(SetLog.objects.filter(session__assignment=of).order_by("pk").values_list("load_kg", flat=True))


def form_of(client, of, **query):
    client.force_login(of.patient.user)
    document = parse(client.get(reverse("log-session"), query))[0]
    return form_to(document, reverse("log-session")), values_in(document)


def values_in(document):
    """What the form says; of what is said twice, the first."""
    return {
        name: said[0] for name, said in values_of(form_to(document, reverse("log-session")), document).items() if said
    }


def test_keeps_one_weight_for_every_set(client, running):
    assert post(client, running, load="12,5").status_code == 302
    assert loads(running) == [Decimal("12.5")] * 10


def test_keeps_the_weight_of_a_set_that_had_its_own(client, running):
    sets = {"set-1-both": "10", "set-2-both": "8", "set-3-both": "8"}
    post(client, running, mode="sets", load="10", **{"load-2": "7.25"}, **sets)
    assert loads(running) == [Decimal(10), Decimal("7.25"), Decimal(10)]


def test_takes_what_waited_from_before_there_was_a_weight(client, running):
    assert post(client, running).status_code == 302
    assert loads(running) == [None] * 10


def test_asks_for_no_weight_where_there_is_none(client):
    _form, values = form_of(client, make.assignment(days=9))
    assert not [name for name in values if name.startswith("load")]


@pytest.mark.parametrize("typed", ["-1", "500.5", "1.234", "ten", "1e2", "²", "NaN", "9999"])
@pytest.mark.parametrize("name", ["load", "load-2"])
def test_says_what_is_wrong_with_a_weight_and_loses_nothing(client, running, typed, name):
    answer = post(client, running, mode="sets", note="Left felt odd.", **{"set-2-both": "8", name: typed})
    assert (answer.status_code, running.sessions.count()) == (422, 0)
    assert "please enter kilograms from 0 to 500, such as 12.5." in words_of(answer)
    values = values_in(parse(answer)[0])
    assert (values[name], values["set-2-both"], values["note"]) == (typed, "8", "Left felt odd.")


def test_says_that_a_session_came_before_with_another_weight(client, running):
    at = clock.now().astimezone(running.patient.zone)
    sent = {"client_id": uuid.uuid4(), "performed_at": f"{at:%Y-%m-%dT%H:%M}"}
    said = [post(client, running, load=load, **sent).url for load in ("10", "10.0", "12")]
    assert (len(set(said[:2])), loads(running)) == (1, [Decimal(10)] * 10)
    assert "says something else" in words_of(client.get(said[2], follow=True))


@pytest.mark.parametrize(
    ("load", "last", "up"),
    [
        ({"load_rm": 15}, None, None),
        ({"load_rm": 15}, "12.5", "12.5"),
        ({"with_load": True}, "12.5", "12.5"),
        ({"load_kg": "10"}, None, "10"),
        ({"load_kg": "10"}, "12.5", "10"),  # never more than is prescribed
        ({"load_kg": "10"}, "8", "10"),
        ({"load_kg": "10", "load_kg_most": "15"}, "12.5", "12.5"),
        ({"load_kg": "10", "load_kg_most": "15"}, "20", "10"),
        ({}, "12.5", None),
    ],
)
def test_begins_with_what_was_lifted_last_or_with_what_is_prescribed(load, last, up):
    of = loaded(make.assignment(days=9), **load)
    if last:
        make.session(of, days_ago=1)
        SetLog.objects.filter(session__assignment=of).update(load_kg=last)
    assert load_up(of, dose_of(make.main_prescription(of))) == (up and Decimal(up))


def test_says_no_weight_of_another_maximum(running):
    """A stage with fewer repetitions takes more weight, and one with more of them less."""
    make.session(running, days_ago=1)
    SetLog.objects.filter(session__assignment=running).update(load_kg=20)
    same = Prescription.objects.get(stage__version=running.version, stage__position=2, role="maintenance")
    same.load_rm = 8
    assert same.exercise == make.main_prescription(running).exercise
    assert load_up(running, dose_of(same)) is None


def test_is_filled_in_with_what_was_lifted_last_and_steps_come_with_script(client, running):
    make.session(running, days_ago=1)
    SetLog.objects.filter(session__assignment=running).update(load_kg="12.50")
    form, values = form_of(client, running)
    assert values["load"] == "12.5"
    [load] = [part for part in form.iter("div") if "data-stepper" in part.attrib]
    assert [(one.get("type"), "hidden" in one.attrib) for one in load.iter("button")] == [("button", True)] * 2


def test_is_prescribed_by_a_physio_who_sets_it_for_one_patient(client):
    of = make.assignment(days=9)
    one, now = make.main_prescription(of), clock.now()
    services.change_dose(
        of, one, sets=None, target=None, load_kg=Decimal(5), reason="Ready.", by=of.patient.physio, now=now
    )
    _form, values = form_of(client, of)
    assert {"load": "5", "dose_load": "5"}.items() <= values.items()
    post(client, of, load="5", dose_load="5")
    assert loads(of) == [Decimal(5)] * 10
    for name in ("today", "programme"):
        assert f"{one.sets} × {one.target} s, 5 kg" in words_of(client.get(reverse(name))).replace(
            " s 5 kg", " s, 5 kg"
        )


def test_moves_no_gate(client, running):
    """The same sets, with a weight and without, are the same to the rules."""
    post(client, running, load="40")
    first, standing = running.sessions.get(), running.standing
    assert (first.completion, first.all_sets) == (1, True)
    bare = make.assignment(make.patient(name="Nora Next"), days=9)
    post(client, bare)
    assert (bare.sessions.get().completion, bare.standing.outcome) == (first.completion, standing.outcome)


def test_is_read_wherever_the_session_is(client, running):
    sets = {"set-1-both": "10", "set-2-both": "8"}
    post(client, running, mode="sets", load="10", **{"load-2": "7.5"}, **sets)
    assert "7.5–10 kg" in words_of(client.get(reverse("progress")))
    assert "7.5–10 kg" in str(
        [day.done for one in paper.history_paper(running, clock.now())[0]["stretches"] for day in one.days]
    )
    client.force_login(running.patient.physio)
    assert "7.5–10 kg" in words_of(client.get(reverse("patient-page", args=[running.patient.public_id])))
    answer = client.get(reverse("sets-csv", args=[running.patient.public_id]))
    rows = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert [row["Weight, kg"] for row in rows] == ["10", "7.5"]


def test_stands_in_the_form_that_puts_the_session_right(client, running):
    post(client, running, mode="sets", load="10", **{"load-2": "7.5", "set-1-both": "10", "set-2-both": "8"})
    _form, values = form_of(client, running, again=running.sessions.get().client_id)
    assert (values["load"], values["load-1"], values["load-2"]) == ("", "10", "7.5")
