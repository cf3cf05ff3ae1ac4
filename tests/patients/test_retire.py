"""What is retired is offered nowhere new; whoever has it goes on; it comes back. What nobody used can be deleted."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from patients import services
from patients.forms.desk.registration import assignable_versions
from programs import clock
from programs.editor import discarding, drafting, publishing, retiring
from programs.models import Exercise, Kind, Prescription, ProgramVersion, RemovedStage, Variation
from tests import make
from tests.html import form_to, parse, values_of, words_of

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor():
    return signed_in(make.editor())


class World:
    """A patient on the published version, one who is free, a draft, and the bridge with its variations, as stored."""

    def __init__(self):
        self.of = make.assignment(days=9)
        self.free = make.patient(by=self.of.patient.physio, name="Ines Free")
        self.draft_id = publishing.duplicate(make.version()).pk
        self.super = signed_in(make.user("Sam Super", staff=True, superuser=True))
        self.physio = signed_in(self.of.patient.physio)

    @property
    def published(self):
        return make.version()

    @property
    def program(self):
        return make.version().program

    @property
    def draft(self):
        return ProgramVersion.objects.select_related("program").get(pk=self.draft_id)

    @property
    def bridge(self):
        return Exercise.objects.get(slug="double-leg-bridge")

    @property
    def easy(self):
        return self.bridge.variations.first()

    def dose(self, version):
        return version.stages.get(position=1).prescriptions.get(exercise=self.bridge)

    def assigns(self):
        start = {"side": "left", "started_on": self.free.today(clock.now()), "intake_morning_pain": 2}
        by = {"by": self.free.physio, "now": clock.now()}
        return services.assign_program(patient=self.free, version=self.published, **start, **by)


@pytest.fixture
def world():
    return World()


def options(client, address, name):
    """Values of the list `name` on a page."""
    document, faults = parse(client.get(address))
    assert faults == []
    lists = (element for element in document.iter("select") if element.get("name") == name)
    return {option.get("value") for option in next(lists).iter("option")}


def can_be_assigned(world):
    try:
        world.assigns()
    except services.Refused as refusal:
        assert "is retired: nobody new is assigned it." in str(refusal)
        return False
    return True


def is_assignable(world):
    return world.published in assignable_versions([world.free.clinic])


def is_in_the_list_of_the_form(world):
    address = reverse("admin:patients_patient_assign", args=[world.free.public_id])
    return str(world.published.pk) in options(world.physio, address, "version")


def can_be_chosen_for_a_clinic(world):
    address = reverse("admin:patients_clinic_change", args=[make.clinic().pk])
    return str(world.program.pk) in options(world.super, address, "program_choices-1-program")


def is_found_while_somebody_types(world):
    of = {"app_label": "programs", "model_name": "prescription", "field_name": "exercise"}
    answer = world.super.get(reverse("admin:autocomplete"), {**of, "term": "leg"}).json()["results"]
    assert "Single-leg bridge" in [one["text"] for one in answer]
    return "Double-leg bridge" in [one["text"] for one in answer]


def put_into_a_stage(world, typed):
    address = reverse("admin:programs_stage_change", args=[world.draft.stages.get(position=3).pk])
    document, _faults = parse(world.super.get(address))
    new = {"prescriptions-2-exercise": typed, "prescriptions-2-sets": "3", "prescriptions-2-seconds": "10"}
    return world.super.post(address, values_of(form_to(document, address), document) | new)


def can_be_put_into_a_stage(world):
    answer = put_into_a_stage(world, "Double-leg bridge")
    return answer.status_code == 302 or "is retired: no stage takes it anew." not in words_of(answer)


def is_named_as_what_is_like_it(world):
    return "Double-leg bridge" in words_of(put_into_a_stage(world, "bridge"))


def can_be_published(world):
    problems = publishing.problems_of(world.draft)
    assert problems == [one for one in problems if " is retired" in one]
    return not problems


def is_in_the_next_draft(world):
    discarding.discard(world.draft, by=make.editor())
    world.draft_id = publishing.duplicate(world.published).pk
    return world.easy in world.dose(world.draft).variations


def is_a_way_of_a_dose_nobody_published(world):
    one = world.dose(world.draft)
    one.offered = None
    return world.easy in one.variations


DOORS = [
    ("program", can_be_assigned),
    ("program", is_assignable),
    ("program", is_in_the_list_of_the_form),
    ("program", can_be_chosen_for_a_clinic),
    ("program", can_be_published),
    ("bridge", is_found_while_somebody_types),
    ("bridge", can_be_put_into_a_stage),
    ("bridge", is_named_as_what_is_like_it),
    ("bridge", can_be_published),
    ("easy", can_be_published),
    ("easy", is_in_the_next_draft),
    ("easy", is_a_way_of_a_dose_nobody_published),
]


@pytest.mark.parametrize(("what", "door"), DOORS)
def test_is_offered_at_no_door_while_it_is_retired(world, what, door):
    by = make.editor()
    assert retiring.retire(getattr(world, what), by=by, now=clock.now())
    assert not door(world)
    assert retiring.bring_back(getattr(world, what), by=by)
    assert door(world)


def test_leaves_whoever_has_it_as_they_are(world):
    """The patient trains, logs and is evaluated as before; the clinic and the draft that have it save as they are."""
    client = signed_in(world.of.patient.user)
    pages = [reverse(name) for name in ("today", "guide-session", "log-session", "programme", "programme-paper")]
    before = [words_of(client.get(page)) for page in pages[:-1]]
    for row in (world.program, world.bridge, world.easy):
        retiring.retire(row, by=make.editor(), now=clock.now())
    assert [words_of(client.get(page)) for page in pages[:-1]] == before
    assert client.get(pages[-1]).status_code == 200
    make.session(world.of, variation=world.easy)
    stage = world.draft.stages.get(position=1)
    for address in (
        reverse("admin:patients_clinic_change", args=[world.of.patient.clinic_id]),
        reverse("admin:programs_stage_change", args=[stage.pk]),
    ):
        document, _faults = parse(world.super.get(address))
        assert world.super.post(address, values_of(form_to(document, address), document)).status_code == 302
    assert stage.prescriptions.get().exercise == world.bridge


# The page -------------------------------------------------------------------------------------------------------------


def address(kind, row, name="retire"):
    return reverse(name, args=[kind, row.pk])


def presses(client, at, **data):
    response = client.post(at, data, follow=True)
    assert parse(response)[1] == []
    return words_of(response)


@pytest.mark.parametrize(("kind", "what"), [("programme", "program"), ("exercise", "bridge"), ("variation", "easy")])
def test_shows_where_it_is_used_and_asks_before_it_is_retired_or_brought_back(editor, world, kind, what):
    row = getattr(world, what)
    at = address(kind, row)
    said = words_of(editor.get(at))
    for words in ("High hamstring tendinopathy, version 2", "High hamstring tendinopathy, version 1 1 patient"):
        assert words in said
    assert "Hanna" not in said
    assert "is retired: it is offered nowhere new." in presses(editor, at, act="retire")
    assert "was retired already." in presses(editor, at, act="retire")
    edited = row.exercise if kind == "variation" else row
    page = reverse(f"admin:programs_{edited._meta.model_name}_change", args=[edited.pk])
    assert "Retired" in words_of(editor.get(page))
    assert "is on offer again." in presses(editor, at, act="bring_back")
    assert "was on offer already." in presses(editor, at, act="bring_back")
    assert LogEntry.objects.count() == 2
    assert "Please say whether" in presses(editor, at, act="x")


def test_keeps_it_retired_when_an_earlier_wording_comes_back(editor, world):
    first = world.bridge.history.first()
    retiring.retire(world.bridge, by=make.editor(), now=clock.now())
    assert world.bridge.history.count() == 1
    at = reverse("admin:programs_exercise_simple_history", args=[world.bridge.pk, first.pk])
    document, _faults = parse(editor.get(at))
    values = values_of(form_to(document, at), document)
    assert editor.post(at, {**values, "means": "wording"}).status_code == 302
    assert world.bridge.retired_at


def test_leaves_an_exercise_one_way_to_do_it(editor, world):
    for way in world.bridge.variations.all()[1:]:
        retiring.retire(way, by=make.editor(), now=clock.now())
    said = presses(editor, address("variation", world.easy), act="retire")
    assert "It is the only way left to do Double-leg bridge. Retire the exercise instead." in said
    assert not world.easy.retired_at


# Deleting -------------------------------------------------------------------------------------------------------------


def test_deletes_what_nobody_ever_used_after_a_question(editor):
    mistake = Exercise.objects.create(slug="mistake", name="Mistake", kind=Kind.HOLD)
    one, two = (Variation.objects.create(exercise=mistake, slug=str(n), name=f"Way {n}", level=n) for n in (1, 2))
    assert address("exercise", mistake, "delete-unused") in editor.get(address("exercise", mistake)).content.decode()
    at = address("variation", two, "delete-unused")
    assert "Delete “Way 2”?" in words_of(editor.get(at))
    assert "“Way 2” is deleted." in presses(editor, at)
    assert "It is the only way to do Mistake." in presses(editor, address("variation", one, "delete-unused"))
    assert "“Mistake” is deleted." in presses(editor, address("exercise", mistake, "delete-unused"))
    assert not Exercise.objects.filter(slug="mistake").exists()


@pytest.mark.parametrize(("kind", "what"), [("programme", "program"), ("exercise", "bridge"), ("variation", "easy")])
def test_deletes_nothing_that_is_in_use(editor, world, kind, what):
    said = presses(editor, address(kind, getattr(world, what), "delete-unused"))
    assert ("A programme is deleted with" if kind == "programme" else "It is in use, and can only be retired.") in said
    assert getattr(world, what)


def test_deletes_nothing_that_a_removed_stage_would_bring_back(editor, world):
    mistake = Exercise.objects.create(slug="mistake", name="Mistake", kind=Kind.HOLD)
    way = Variation.objects.create(exercise=mistake, slug="standard", name="Standard")
    stage = world.draft.stages.get(position=5)
    Prescription.objects.create(stage=stage, position=9, exercise=mistake, sets=3, seconds=10)
    drafting.remove_stage(stage)
    for kind, row in (("exercise", mistake), ("variation", way)):
        said = presses(editor, address(kind, row, "delete-unused"))
        assert "Stages removed from a draft, which may be put back" in said
    assert drafting.restore_stage(RemovedStage.objects.get()) == stage.name
