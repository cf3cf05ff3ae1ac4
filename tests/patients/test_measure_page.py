import pytest
from django.urls import reverse

from patients import services
from patients.models import Measure
from programs import clock
from programs.editor.publishing import duplicate, publish
from programs.models import Criterion, Operator
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """A patient on a version whose first stage also asks for little pain at rest."""
    draft = duplicate(make.version())
    stage = draft.stages.get(position=1)
    Criterion.objects.create(
        stage=stage, position=1, metric="pain", operator=Operator.AT_MOST, value=2, last_n=1, context="rest"
    )
    newer = publish(draft, by=None, now=clock.now())
    patient = make.patient()
    return services.assign_program(
        patient=patient,
        version=newer,
        side="left",
        started_on=patient.today(clock.now()),
        intake_morning_pain=2,
        by=patient.physio,
        now=clock.now(),
    )


def note(client, of, **data):
    client.force_login(of.patient.physio)
    today = of.patient.today(clock.now()).isoformat()
    values = {"kind": "pain_rest", "value": "2", "side": "", "on": today, **data}
    return client.post(reverse("record-measure", args=[of.patient.public_id]), values)


def test_offers_what_the_rules_ask_for(client, asked):
    client.force_login(asked.patient.physio)
    page = client.get(reverse("patient-page", args=[asked.patient.public_id])).content.decode()
    assert "Pain at rest, 0–10" in page
    assert "Pain at night" not in page


def test_offers_nothing_where_the_rules_ask_for_nothing(client):
    running = make.assignment(days=1)
    client.force_login(running.patient.physio)
    page = client.get(reverse("patient-page", args=[running.patient.public_id])).content.decode()
    assert "Measured in clinic" not in page


def test_notes_a_number_that_the_rules_read(client, asked):
    assert note(client, asked).status_code == 302
    assert Measure.objects.get().value == 2
    asked.standing.refresh_from_db()
    assert asked.standing.review.inputs["measures"][0]["value"] == 2


@pytest.mark.parametrize(
    "data, words",
    [
        ({"kind": "pain_night"}, "Please choose from the list."),
        ({"value": "x"}, "Please enter a number"),
        ({"value": "-1"}, "Please enter a number"),
        ({"value": "11"}, "This cannot be noted"),
        ({"on": "2999-01-01"}, "That day has not come yet."),
        ({"on": "yesterday"}, "Please enter a day"),
    ],
)
def test_refuses_what_is_no_number_of_that_kind(client, asked, data, words):
    response = note(client, asked, **data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Measure.objects.exists()
