"""A programme for one patient or for several, in the admin."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from patients.models import Assignment, ClinicProgram, Directive
from programs import clock
from programs.editor import publishing
from tests import make
from tests.html import form_to, parse, values_of, words_of

pytestmark = pytest.mark.django_db
LIST = reverse("admin:patients_patient_changelist")
SEVERAL = reverse("admin:patients_patient_assign_several")


@pytest.fixture
def physio():
    return make.physio()


@pytest.fixture
def client(physio):
    client = Client()
    client.force_login(physio)
    return client


@pytest.fixture
def patient(physio):
    return make.patient(by=physio)


def door(patient):
    return reverse("admin:patients_patient_assign", args=[patient.public_id])


def posted(client, address, **changes):
    document, faults = parse(client.get(address))
    assert faults == []
    return client.post(address, {**values_of(form_to(document, address), document), **changes})


# one patient


def test_assigns_the_latest_version_from_today_on(client, patient, physio):
    publishing.publish(publishing.duplicate(make.version()), by=physio, now=clock.now())
    response = posted(client, door(patient), side="both", intake_morning_pain="2")
    assert response.status_code == 302
    made = patient.assignments.get()
    assert (made.version.number, made.side, made.intake_morning_pain, made.assigned_by) == (2, "both", 2, physio)
    assert made.started_on == patient.today(clock.now())
    assert made.standing.stage.position == 1


def test_shows_the_programme_on_the_patients_page(client, patient):
    posted(client, door(patient), side="left", intake_morning_pain="0")
    words = words_of(client.get(reverse("admin:patients_patient_change", args=[patient.pk])))
    assert "1 of 5, Double-leg bridge" in words
    assert "Nothing logged yet" in words


def test_takes_a_ceiling_with_its_reason_when_the_baseline_is_above_3(client, patient):
    sent = {"side": "left", "intake_morning_pain": "5", "ceiling": "4", "reason": "Usual mornings are 5."}
    assert posted(client, door(patient), **sent).status_code == 302
    directive = Directive.objects.get(assignment__patient=patient)
    assert (directive.kind, directive.value, directive.reason) == ("ceiling", 4, "Usual mornings are 5.")


RIGHT = {"side": "left", "intake_morning_pain": "2"}
CEILING = "With mornings above 3, please choose up to what pain counts as calm."
REASON = "Please say why this number."


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"intake_morning_pain": "4"}, CEILING),
        ({"intake_morning_pain": "4", "ceiling": "4", "reason": ""}, REASON),
        ({"intake_morning_pain": "4", "ceiling": "4", "reason": "   "}, REASON),
        ({"intake_morning_pain": "4", "reason": "Because."}, CEILING),
        ({"ceiling": "4", "reason": ""}, REASON),
        ({"intake_morning_pain": "4", "ceiling": "6", "reason": "Because."}, "from 0 to 5"),
        ({"intake_morning_pain": ""}, "Please choose a number. 0 means no pain."),
        ({"intake_morning_pain": "11"}, "Please choose a whole number from 0 to 10."),
        ({"intake_morning_pain": "-1"}, "Please choose a whole number from 0 to 10."),
        ({"intake_morning_pain": "3.7"}, "Please choose a whole number from 0 to 10."),
        ({"intake_morning_pain": "x"}, "Please choose a whole number from 0 to 10."),
        ({"side": ""}, "Please choose the affected side."),
        ({"side": "middle"}, "Select a valid choice."),
        ({"started_on": "soon"}, "Please enter a day, such as 2026-03-01."),
        ({"started_on": "9999-12-31"}, "more than 4 weeks ahead"),
        ({"started_on": "0001-01-01"}, "more than a year ago"),
        ({"started_on": ""}, "This field is required."),
        ({"version": "999999"}, "This version is not offered any more."),
        ({"reason": "r" * 501}, "at most 500 characters"),
    ],
)
def test_refuses_with_a_sentence_and_keeps_the_form_filled(client, patient, changes, sentence):
    sent = {**RIGHT, "reason": "Kept", **changes}
    response = posted(client, door(patient), **sent)
    document, faults = parse(response)
    assert (response.status_code, faults) == (422, [])
    assert sentence in words_of(response)
    assert values_of(form_to(document, door(patient)), document)["reason"] == [sent["reason"]]
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("days", [-365, 28])
def test_starts_up_to_a_year_ago_or_four_weeks_ahead(client, patient, days):
    day = patient.today(clock.now()) + dt.timedelta(days=days)
    assert posted(client, door(patient), **RIGHT, started_on=day.isoformat()).status_code == 302
    assert patient.assignments.get().started_on == day


def test_offers_only_published_programmes_that_the_clinic_chose(client, patient):
    draft = publishing.duplicate(make.version())
    refused = words_of(posted(client, door(patient), **RIGHT, version=draft.pk))
    assert "This version is not offered any more." in refused
    ClinicProgram.objects.all().delete()
    assert "has chosen no published programme" in words_of(client.get(door(patient)))
    assert client.post(door(patient), {**RIGHT, "version": make.version().pk}).status_code == 422
    assert not Assignment.objects.exists()


def test_assigns_no_second_programme(client, patient):
    make.assignment(of=patient)
    response = client.post(door(patient), RIGHT, follow=True)
    assert f"{patient.name} already has a running programme." in words_of(response)
    assert patient.assignments.count() == 1


# several


@pytest.fixture
def three(physio):
    return [make.patient(by=physio, name=name) for name in ("Ada Abel", "Ben Birch", "Cleo Carr")]


def chosen(client, patients):
    """The page that the list's action answers with."""
    ids = [patient.pk for patient in patients]
    return client.post(LIST, {"action": "assign_several", "index": "0", "_selected_action": ids})


def filled(response, patients, **changes):
    document, faults = parse(response)
    assert faults == []
    values = values_of(form_to(document, SEVERAL), document)
    for patient in patients:
        values[f"p-{patient.public_id}-side"] = "left"
        values[f"p-{patient.public_id}-intake_morning_pain"] = "2"
    return {**values, **changes}


def test_assigns_to_several_at_once(client, three):
    response = client.post(SEVERAL, filled(chosen(client, three), three), follow=True)
    assert "Assigned to 3 patients." in words_of(response)
    assert Assignment.objects.active().filter(patient__in=three).count() == 3


def test_names_those_with_a_running_programme_and_leaves_them_out(client, three):
    make.assignment(of=three[1])
    response = chosen(client, three)
    assert "A programme for 2 patients" in words_of(response)
    assert "Left out, because a programme is running: Ben Birch." in words_of(response)
    client.post(SEVERAL, filled(response, [three[0], three[2]]))
    assert [patient.assignments.count() for patient in three] == [1, 1, 1]


def test_assigns_to_nobody_when_one_row_is_wrong_and_says_which(client, three):
    wrong = {f"p-{three[2].public_id}-intake_morning_pain": "4"}
    response = client.post(SEVERAL, filled(chosen(client, three), three, **wrong))
    document, faults = parse(response)
    assert (response.status_code, faults) == (422, [])
    assert "Nobody was assigned yet" in words_of(response)
    assert CEILING in words_of(response).split("Cleo Carr")[1]
    assert CEILING not in words_of(response).split("Cleo Carr")[0]
    kept = values_of(form_to(document, SEVERAL), document)
    assert kept[f"p-{three[0].public_id}-intake_morning_pain"] == ["2"]
    assert not Assignment.objects.exists()


def test_assigns_to_nobody_when_one_was_assigned_meanwhile(client, three):
    data = filled(chosen(client, three), three)
    make.assignment(of=three[2])
    response = client.post(SEVERAL, data)
    assert response.status_code == 422
    assert "Left out, because a programme is running: Cleo Carr." in words_of(response)
    assert Assignment.objects.count() == 1
    client.post(SEVERAL, filled(response, three[:2]))
    assert Assignment.objects.count() == 3


def test_leaves_out_patients_of_another_clinic(client, three):
    foreign = make.patient(name="Somebody Elsewhere")
    response = chosen(client, [*three, foreign])
    assert "Somebody Elsewhere" not in words_of(response)
    data = filled(response, [*three, foreign])
    client.post(SEVERAL, {**data, "patient": [*data["patient"], foreign.public_id, "x", "\x00"]})
    assert not foreign.assignments.exists()
    assert Assignment.objects.count() == 3


def test_asks_for_a_choice_first(client, three):
    response = client.post(LIST, {"action": "assign_several", "index": "0"}, follow=True)
    assert "Items must be selected" in words_of(response)
    assert client.get(SEVERAL).url == LIST
    make.assignment(of=three[0])
    response = client.post(
        LIST, {"action": "assign_several", "index": "0", "_selected_action": [three[0].pk]}, follow=True
    )
    assert "Everybody you chose already has a running programme." in words_of(response)


# a severe usual morning


@pytest.mark.parametrize(("morning", "named"), [("5", False), ("6", True)])
def test_names_a_severe_usual_morning_and_assigns_all_the_same(client, patient, morning, named):
    sent = posted(
        client, door(patient), side="left", intake_morning_pain=morning, ceiling="5", reason="Severe for years."
    )
    assert patient.assignments.get().intake_morning_pain == int(morning)
    assert ("Morning pain of 6 or more is severe" in words_of(client.get(sent["Location"]))) is named


def test_names_each_severe_usual_morning_of_several(client, three):
    severe = f"p-{three[0].public_id}-"
    changes = {f"{severe}intake_morning_pain": "7", f"{severe}ceiling": "5", f"{severe}reason": "Agreed."}
    said = words_of(client.post(SEVERAL, filled(chosen(client, three), three, **changes), follow=True))
    assert f"{three[0].name}: Morning pain of 6 or more is severe" in said
    assert said.count("Morning pain of 6 or more is severe") == 1
