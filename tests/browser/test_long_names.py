"""A name of a hundred letters without a space widens no page: the editor's, the desk's, the patient's."""

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat, Left

from programs.editor import publishing
from programs.models import Exercise, Program, Stage, Variation
from tests import make
from tests.browser.doors import let_in
from tests.browser.page_rules import WIDER_THAN_THE_PAGE

LONG = "w" * 100
NAMED = {Exercise: "name", Variation: "name", Stage: "name", Program: "name"}
TEXTS = {Exercise: "instructions", Stage: "summary", Program: "summary"}


def lengthen():
    for model, column in NAMED.items():
        most = model._meta.get_field(column).max_length
        model.objects.update(**{column: Left(Concat(Value(LONG), F(column)), most)})
    for model, column in TEXTS.items():
        model.objects.update(**{column: Concat(Value(LONG), F(column))})
    Exercise.objects.update(cue=LONG, equipment=LONG)
    Stage.objects.update(usual_time="w" * 60, frequency="w" * 80, opens_next=LONG)


@pytest.fixture
def running(live_server):
    running = make.assignment(days=3)
    draft = publishing.duplicate(running.version)
    stage = draft.stages.get(position=2)
    stage.criteria.create(metric="performance", operator="at_least", value=2, context="w" * 40)
    make.good_days(running, 2)
    lengthen()
    return running


def addresses_of_editor(running):
    draft = running.version.program.versions.drafts().get()
    stage, exercise = draft.stages.get(position=2), Exercise.objects.first()
    rows = {"program": draft.program, "programversion": draft, "stage": stage, "exercise": exercise}
    for name, row in rows.items():
        yield from (f"/admin/programs/{name}/{where}" for where in ("", f"{row.pk}/change/", f"{row.pk}/history/"))
    yield f"/admin/programs/programversion/{running.version.pk}/change/"
    yield f"/admin/programs/programversion/{draft.pk}/stages/"
    yield "/admin/programs/guidance/add/"


def addresses_of_physio(running):
    patient = running.patient
    yield "/caseload/"
    yield f"/caseload/{patient.public_id}/"
    yield "/caseload/new/"
    yield f"/admin/patients/assignment/{running.pk}/change/"
    yield f"/admin/patients/patient/{patient.pk}/change/"


PATIENTS = ("/today/", "/log/", "/guide/", "/programme/", "/progress/", "/guidance/")


@pytest.mark.by_day
def test_widens_no_page(desktop, live_server, running):
    wide = []
    walks = (
        (make.editor(), list(addresses_of_editor(running))),
        (running.assigned_by, list(addresses_of_physio(running))),
        (running.patient.user, PATIENTS),
    )
    for user, addresses in walks:
        desktop.context.clear_cookies()
        let_in(desktop, user, live_server.url)
        for address in addresses:
            answer = desktop.goto(address)
            wide += [] if answer.status == 200 else [f"{address}: {answer.status}"]
            for width in (1280, 390):
                desktop.set_viewport_size({"width": width, "height": 844})
                wide += [f"{address}, {width} px: {line}" for line in desktop.evaluate(WIDER_THAN_THE_PAGE)]
    assert wide == [], "\n".join(wide)
