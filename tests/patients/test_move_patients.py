"""Several patients are moved to another version on one page: who goes where, who stays and why."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from patients import services
from patients.models import Assignment, Standing, VersionChange
from patients.services.review import review_assignment
from programs import clock
from programs.editor import drafting
from programs.editor.publishing import duplicate, publish
from programs.models import Exercise
from tests import html, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(client):
    """Stage 2 is gone, 3 (now 2) has another exercise, 1 is as it was; a patient stands in each."""
    physio = make.physio()
    people = {
        name: make.assignment(make.patient(by=physio, name=f"{name} Example"), days=9, stage=stage)
        for name, stage in (("Ada", 1), ("Ben", 2), ("Cleo", 3))
    }
    before = people["Ada"].version
    after = duplicate(before)
    drafting.remove_stage(after.stages.get(position=2))
    other = Exercise.objects.get(slug="swiss-ball-curl")
    after.stages.get(position=2).prescriptions.filter(role="main").update(exercise=other, offered=None)
    after.stages.filter(position=2).update(harder_days=0)
    after.changes = "Shorter."
    after.save()
    publish(after, by=physio, now=clock.now())
    client.force_login(physio)
    url = reverse("move-patients", args=[before.pk, after.pk])
    return SimpleNamespace(physio=physio, people=people, before=before, after=after, client=client, url=url)


def row(of, **said):
    """As the page would send it for one patient."""
    sent = {"moves": "on", "seen": of.standing.stage_id, **said}
    return {"row": str(of.public_id), **{f"{of.public_id}-{name}": value for name, value in sent.items()}}


def send(world, *rows, **more):
    ids = [one.pop("row") for one in rows]
    return world.client.post(world.url, {"row": ids, **{k: v for one in rows for k, v in one.items()}, **more})


def on_after(world):
    moved = Assignment.objects.filter(version=world.after).select_related("patient", "standing__stage")
    return {one.patient.name.split()[0]: one.standing.stage.position for one in moved}


def test_shows_the_note_the_difference_and_where_each_lands_with_nothing_chosen(world):
    page = world.client.get(world.url)
    said = html.words_of(page)
    assert "What changed in version 2: Shorter." in said
    assert "Stays in Stage 1" in said
    assert "You choose: version 2 has no such stage." in said
    assert "You choose: in version 2 this stage has another exercise." in said
    rows = page.context["form"].rows
    assert [row["moves"].value() for row in rows] == [False] * 3
    assert [row["stage"].value() for row in rows if row.mover.kept is None] == [None] * 2
    ticked = world.client.get(world.url + "?tick=1").context["form"].rows
    assert [row["moves"].value() for row in ticked] == [True, False, False]


def test_moves_who_is_ticked_and_says_where_and_why_not(world):
    ada, ben, cleo = world.people.values()
    began, chosen = ada.standing.stage_started_on, world.after.stages.get(position=1)
    answer = send(world, row(ada), row(ben), row(cleo, stage=chosen.pk), reason="Agreed.")
    said = html.words_of(answer)
    assert answer.status_code == 422
    assert on_after(world) == {"Ada": 1, "Cleo": 1}
    assert "2 patients are on version 2 now" in said
    assert f"Ada Example {chosen}, with its days" in said
    assert f"Cleo Example {chosen}, from today" in said
    assert "Ben Example: Please choose a stage: this patient was not moved." in said
    started = dict(Standing.objects.values_list("assignment", "stage_started_on"))
    assert started[ada.pk] == began
    assert started[cleo.pk] == cleo.patient.today(clock.now())
    assert set(VersionChange.objects.values_list("reason", flat=True)) == {"Agreed."}
    assert [one.mover.assignment for one in answer.context["rows"]] == [ben]


def test_undoes_each_from_the_answer(world):
    answer = send(world, row(world.people["Ada"]))
    assert answer.status_code == 200
    [(moved, act)] = answer.context["moved"]
    undo = reverse("undo-decision", args=[moved.mover.assignment.patient.public_id])
    assert world.client.post(undo, {"act": act}).status_code == 302
    assert on_after(world) == {}


def test_names_who_was_moved_or_ended_meanwhile_and_moves_the_rest(world):
    ada, ben, cleo = world.people.values()
    now, seen = clock.now(), row(cleo, stage=world.after.stages.get(position=3).pk)
    services.end_assignment(ada, by=world.physio, now=now)
    services.change_version(ben, world.after, by=world.physio, now=now, stage=world.after.stages.get(position=3))
    services.change_stage(cleo, world.before.stages.get(position=1), by=world.physio, reason="Sore.", now=now)
    dora = make.assignment(make.patient(by=world.physio, name="Dora Example"), days=9)
    said = html.words_of(send(world, row(ada), row(ben), seen, row(dora)))
    assert "Ada Example: The programme has ended." in said
    assert "Ben Example: Somebody moved the patient meanwhile, to version 2." in said
    assert "Cleo Example: Somebody else moved the patient meanwhile. Please look again." in said
    assert on_after(world) == {"Ben": 3, "Dora": 1}


def test_moves_the_others_where_one_cannot_be_evaluated(world, monkeypatch):
    ada, dora = world.people["Ada"], make.assignment(make.patient(by=world.physio, name="Dora Example"), days=9)

    def review(assignment, now):
        if assignment == ada:
            raise KeyError("stage")
        return review_assignment(assignment, now)

    monkeypatch.setattr("patients.services.version.review_assignment", review)
    said = html.words_of(send(world, row(ada), row(dora)))
    assert "Ada Example: Something went wrong on our side. Nothing of it is stored." in said
    assert on_after(world) == {"Dora": 1}
    assert Assignment.objects.get(pk=ada.pk).version == world.before


def test_moves_nobody_who_is_not_ticked_or_not_in_care(world):
    ben, foreign = world.people["Ben"], make.assignment(make.patient(name="Emil Elsewhere"), days=9)
    answer = send(world, row(ben, moves="", stage=world.after.stages.get(position=1).pk), row(foreign), {"row": "x"})
    said = html.words_of(answer)
    assert answer.status_code == 422
    assert "Ben Example: A stage is chosen, but the patient is not ticked and was not moved." in said
    assert "Emil" not in said
    assert "Please tick who goes." in html.words_of(send(world, row(world.people["Ada"], moves="")))
    assert "Please tick" not in html.words_of(world.client.get(world.url))
    assert on_after(world) == {}


@pytest.mark.parametrize(("more", "status"), [({"look": "look"}, 200), ({"reason": "r" * 1001}, 422)])
def test_keeps_what_was_ticked_and_chosen_where_nothing_is_done(world, more, status):
    """With the return key at a box, and where the reason is too long."""
    cleo, chosen = world.people["Cleo"], str(world.after.stages.get(position=1).pk)
    answer = send(world, row(world.people["Ada"]), row(cleo, stage=chosen), **more)
    assert answer.status_code == status
    rows = answer.context["rows"]
    assert [(bool(one["moves"].value()), one.mover.kept or one["stage"].value()) for one in rows] == [
        (True, rows[0].mover.kept),
        (True, chosen),
    ]
    assert on_after(world) == {}


def test_lists_the_versions_with_how_many_are_on_each(world):
    send(world, row(world.people["Ada"]))
    said = html.words_of(world.client.get(reverse("versions")))
    assert f"{world.before} 2 patients Move to version 2" in said
    assert f"{world.after} 1 patient the newest" in said


def test_asks_the_database_no_more_for_many(world, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(60) as asked:
            world.client.get(world.url)
        return len(asked)

    queries()  # what a process asks once
    few = queries()
    for number in range(4):
        make.assignment(make.patient(by=world.physio, name=f"Zoe {number}"), days=9, stage=2)
    assert queries() == few
