"""The content editor: exercises live, programmes as drafts; what is published is frozen on every path."""

import pytest
from django.test import Client
from django.urls import reverse

from programs import clock
from programs.editor import drafting, publishing
from programs.gate import rules_of
from programs.models import Criterion, Exercise, Kind, Prescription, Program, ProgramVersion, Stage, Status, Variation
from tests import make
from tests.html import form_to, parse, revision_on, values_of, words_of

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor():
    return signed_in(make.editor())


@pytest.fixture
def published():
    return make.version()


@pytest.fixture
def draft(published):
    return publishing.duplicate(published)


def page(name, row=None):
    return reverse(f"admin:programs_{name}", args=[] if row is None else [row.pk])


def posted(client, address, **changes):
    """Posts the form of a page as a browser would, with some fields changed."""
    document, faults = parse(client.get(address))
    assert faults == []
    values = values_of(form_to(document, address), document)
    return client.post(address, {**values, **changes})


def pressed(client, door, row, **options):
    """Presses a button of its own on the page of a row."""
    model, _verb = door.split("_")
    return client.post(page(door, row), revision_on(client, page(f"{model}_change", row)), **options)


def published_by(client, draft, **options):
    address = reverse("publish-version", args=[draft.pk])
    document, _faults = parse(client.get(address))
    return client.post(address, {**values_of(form_to(document, address), document), "changes": "New."}, **options)


def pages_of(published, draft):
    exercise = Exercise.objects.first()
    return [
        reverse("admin:index"),
        page("program_changelist"),
        page("program_change", published.program),
        page("programversion_change", published),
        page("programversion_change", draft),
        page("stage_change", published.stages.first()),
        page("stage_change", draft.stages.last()),
        page("exercise_changelist"),
        page("exercise_change", exercise),
        page("exercise_history", exercise),
        reverse("admin:programs_exercise_simple_history", args=[exercise.pk, exercise.history.first().pk]),
    ]


@pytest.mark.parametrize("who", [make.editor, make.physio, lambda: make.user(staff=True, superuser=True)])
def test_shows_every_page_as_strict_html(who, published, draft):
    client = signed_in(who())
    for address in pages_of(published, draft):
        response = client.get(address)
        assert (response.status_code, parse(response)[1]) == (200, []), address


@pytest.mark.parametrize("address", [page("program_add"), page("exercise_add")])
def test_shows_the_pages_for_something_new_as_strict_html(editor, address):
    response = editor.get(address)
    assert (response.status_code, parse(response)[1]) == (200, [])


def test_shows_an_editor_no_patient(editor):
    assignment = make.assignment()
    for address in (
        reverse("admin:patients_patient_changelist"),
        reverse("admin:patients_patient_change", args=[assignment.patient.pk]),
        reverse("admin:patients_assignment_changelist"),
        reverse("admin:patients_clinic_changelist"),
        reverse("admin:patients_auditentry_changelist"),
    ):
        assert editor.get(address).status_code == 403, address
    assert "patient" not in words_of(editor.get(reverse("admin:index"))).lower()


def test_lets_a_physio_read_a_programme_and_change_nothing(published, draft):
    client = signed_in(make.physio())
    assert "The latest 5 green days within 14 days" in words_of(client.get(page("stage_change", draft.stages.first())))
    for address in (
        page("program_add"),
        page("programversion_duplicate", published),
        page("programversion_add-stage", draft),
        page("stage_remove", draft.stages.first()),
        page("stage_change", draft.stages.first()),
        page("exercise_change", Exercise.objects.first()),
    ):
        assert client.post(address, {"name": "Mine"}).status_code == 403, address


# drafts


def test_duplicates_a_published_version_to_a_draft(editor, published):
    ProgramVersion.objects.filter(pk=published.pk).update(changes="Of the first alone.")
    response = pressed(editor, "programversion_duplicate", published)
    draft = ProgramVersion.objects.drafts().get()
    assert response.url == page("programversion_change", draft)
    assert (draft.number, draft.changes) == (published.number + 1, "")
    assert [stage.name for stage in draft.stages.all()] == [stage.name for stage in published.stages.all()]


def test_saves_the_gate_of_a_stage_in_a_draft(editor, draft):
    stage = draft.stages.get(position=2)
    assert posted(editor, page("stage_change", stage), run_length="6", technique_required="True").status_code == 302
    stage.refresh_from_db()
    assert (stage.run_length, stage.technique_required) == (6, True)


def test_says_what_a_number_was_in_the_published_version(editor, draft):
    stage = draft.stages.get(position=2)
    posted(editor, page("stage_change", stage), run_length="6")
    assert "was 5" in words_of(editor.get(page("stage_change", stage)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"run_length": "15"}, "15 green days do not fit within 14 days."),
        ({"pain_max": "6"}, "Pain during of 6 or more is red in this version."),
        ({"morning_max": "6"}, "A next morning above 5 is red in this version."),
        ({"harder_days": "2"}, "asks for the harder variation, and Single-leg bridge has only one"),
        ({"window_days": "99999"}, "“Within days” is 1 to 180, and never 99999."),
        ({"pain_max": "11"}, "Pain during of 6 or more is red in this version."),
        ({"pain_max": "-1"}, "greater than or equal to 0"),
        ({"pain_max": "3.7"}, "Enter a whole number."),
        ({"run_length": "x" * 50}, "Enter a whole number."),
        ({"prescriptions-1-position": "1"}, "Two exercises have the same place in the order."),
        ({"prescriptions-0-seconds": ""}, "This exercise is held: give seconds"),
        ({"prescriptions-0-repetitions": "10"}, "This exercise is held: give seconds"),
        ({"prescriptions-0-sets": "0"}, "greater than or equal to 1"),
    ],
)
def test_refuses_an_impossible_gate_or_dose_and_keeps_the_form_filled(editor, draft, changes, sentence):
    stage = draft.stages.get(position=2)
    response = posted(editor, page("stage_change", stage), summary="Still here", **changes)
    assert parse(response)[1] == []
    assert sentence in words_of(response)
    assert "Still here" in words_of(response)
    stage.refresh_from_db()
    assert (stage.run_length, stage.pain_max, stage.summary == "Still here") == (5, 3, False)


def test_refuses_a_nul_byte(editor, draft):
    stage = draft.stages.get(position=2)
    response = posted(editor, page("stage_change", stage), name="a\x00b")
    assert "Null characters are not allowed." in words_of(response)


def test_refuses_the_same_exercise_twice_in_a_stage(editor, draft):
    stage = draft.stages.get(position=2)
    used = stage.prescriptions.first().exercise
    new = {"prescriptions-2-exercise": used.pk, "prescriptions-2-sets": "3", "prescriptions-2-seconds": "10"}
    response = posted(editor, page("stage_change", stage), **new)
    assert "An exercise can be in a stage only once." in words_of(response)
    assert stage.prescriptions.count() == 2


def test_adds_a_dose_at_the_end_and_takes_one_out(editor, draft):
    stage = draft.stages.get(position=2)
    curl = Exercise.objects.get(slug="prone-hamstring-curl")
    changes = {
        "prescriptions-1-DELETE": "on",
        "prescriptions-2-exercise": curl.pk,
        "prescriptions-2-sets": "3",
        "prescriptions-2-repetitions": "20",
    }
    assert posted(editor, page("stage_change", stage), **changes).status_code == 302
    assert [(one.position, one.exercise.slug) for one in stage.prescriptions.all()] == [
        (1, "single-leg-bridge"),
        (2, "prone-hamstring-curl"),
    ]


def test_lets_two_doses_change_places(editor, draft):
    stage = draft.stages.get(position=2)
    before = [one.exercise for one in stage.prescriptions.all()]
    changes = {"prescriptions-0-position": "2", "prescriptions-1-position": "1"}
    assert posted(editor, page("stage_change", stage), **changes).status_code == 302
    assert [one.exercise for one in stage.prescriptions.all()] == before[::-1]


def test_adds_moves_and_removes_stages_of_a_draft(editor, draft):
    names = [stage.name for stage in draft.stages.all()]
    pressed(editor, "programversion_add-stage", draft)
    assert [stage.name for stage in draft.stages.all()] == [*names, "New stage"]
    pressed(editor, "stage_earlier", draft.stages.get(position=6))
    assert [stage.name for stage in draft.stages.all()] == [*names[:4], "New stage", names[4]]
    pressed(editor, "stage_later", draft.stages.get(position=6))
    pressed(editor, "stage_remove", draft.stages.get(position=1))
    rest = [*names[1:4], "New stage", names[4]]
    assert [(stage.position, stage.name) for stage in draft.stages.all()] == list(enumerate(rest, start=1))
    draft.stages.get(name="New stage").prescriptions.create(exercise=Exercise.objects.first(), sets=3, repetitions=8)
    assert "Stage 4, New stage: it still has the name of a new stage." in publishing.problems_of(draft)


def test_saves_the_last_stage_and_goes_on_with_a_new_one_like_it(editor, draft):
    last = draft.stages.last()
    asked = {"metric": "pain", "operator": "at_most", "value": 3, "last_n": 1, "context": "load_test"}
    Criterion.objects.create(stage=last, position=1, **asked)
    response = posted(editor, page("stage_change", last), run_length="6", **{"_add-stage": ""})
    new = draft.stages.last()
    assert (response.url, new.position) == (page("stage_change", new), last.position + 1)
    assert [draft.stages.get(pk=stage.pk).run_length for stage in (last, new)] == [6, 6]
    assert [list(stage.criteria.values(*asked)) for stage in (last, new)] == [[asked], [asked]]
    assert "Save and add a stage" not in words_of(editor.get(page("stage_change", last)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"red_during": "3"}, "Stage 1, Double-leg bridge allows pain of 3, which would be red."),
        ({"ceiling_max": "6"}, "Such a ceiling would allow pain that is red."),
        ({"strained_count": "6"}, "So many strained days cannot be among so few."),
        ({"gap_hold_days": "29"}, "The review would come first."),
        ({"flare_settled_days": "0"}, "“Green days in a row that settle a flare” is 1 to 14, and never 0."),
        ({"morning_share": "101"}, "less than or equal to 100"),
    ],
)
def test_refuses_thresholds_that_cannot_hold(editor, draft, changes, sentence):
    response = posted(editor, page("programversion_change", draft), **changes)
    assert sentence in words_of(response)
    draft.refresh_from_db()
    assert draft.red_during == 6


def test_saves_the_thresholds_of_a_draft(editor, draft):
    response = posted(editor, page("programversion_change", draft), review_after_days="56", changes="Reviews later.")
    assert response.status_code == 302
    draft.refresh_from_db()
    assert (draft.review_after_days, draft.changes) == (56, "Reviews later.")


def test_publishes_a_draft_which_then_is_what_patients_are_assigned(editor, draft):
    posted(editor, page("stage_change", draft.stages.first()), run_length="6")
    response = published_by(editor, draft, follow=True)
    assert f"Version {draft.number} is published." in words_of(response)
    latest = draft.program.latest_published()
    assert (latest.pk, latest.rules["stages"][0]["run_length"]) == (draft.pk, 6)


@pytest.mark.parametrize("button", ["_publish", "_add-stage", "_earlier", "_later"])
def test_saves_what_was_typed_whatever_button_is_pressed(editor, draft, button):
    pressed = {button: draft.stages.get(position=2).pk}
    response = posted(editor, page("programversion_change", draft), review_after_days="56", **pressed)
    assert response.status_code == 302
    assert (response.url == reverse("publish-version", args=[draft.pk])) is (button == "_publish")
    draft.refresh_from_db()
    assert (draft.review_after_days, draft.is_draft) == (56, True)
    names = [stage.name for stage in draft.stages.all()]
    assert (len(names), names.index("Single-leg bridge")) == {
        "_publish": (5, 1),
        "_add-stage": (6, 1),
        "_earlier": (5, 0),
        "_later": (5, 2),
    }[button]


@pytest.mark.parametrize("button", ["_publish", "_add-stage"])
def test_does_nothing_else_when_what_was_typed_cannot_be_saved(editor, draft, button):
    response = posted(editor, page("programversion_change", draft), red_during="3", **{button: ""})
    assert "allows pain of 3, which would be red" in words_of(response)
    draft.refresh_from_db()
    assert (draft.is_draft, draft.stages.count()) == (True, 5)


@pytest.mark.parametrize("stage", ["", "x", "99999999999", "0"])
def test_moves_no_stage_that_is_not_of_the_draft(editor, draft, stage):
    assert posted(editor, page("programversion_change", draft), _earlier=stage).status_code == 404


def test_saves_a_draft_when_the_return_key_is_pressed(editor, draft):
    """A browser presses the first button of a form, wherever on the page it stands."""
    document, _faults = parse(editor.get(page("programversion_change", draft)))
    form = form_to(document, page("programversion_change", draft))
    buttons = [each for each in document.iter() if str(each.tag).endswith("button")]
    own = [each.get("name") for each in buttons if each.get("form") == form.get("id")]
    assert own[0] == "_save"


def test_says_after_publishing_that_a_clinic_has_to_choose_the_programme(editor, draft):
    published_by(editor, draft)
    shown = editor.get(page("programversion_change", draft))
    assert "once the clinic has chosen the programme" in words_of(shown)
    clinics = reverse("admin:patients_clinic_changelist").encode()
    assert clinics not in shown.content
    administrator = signed_in(make.user(staff=True, superuser=True))
    assert clinics in administrator.get(page("programversion_change", draft)).content


def test_says_in_sentences_why_a_draft_cannot_be_published(editor, draft):
    Prescription.objects.filter(stage=draft.stages.get(position=3)).delete()
    response = published_by(editor, draft, follow=True)
    assert "Stage 3, Prone hamstring curl has no exercise that counts towards its gate." in words_of(response)
    draft.refresh_from_db()
    assert draft.is_draft


def test_begins_a_programme_from_nothing(editor):
    response = editor.post(page("program_add"), {"name": "Calf strain", "condition": "", "summary": ""}, follow=True)
    program = Program.objects.get(slug="calf-strain")
    assert "Draft of version 1" in words_of(response)
    assert "The programme has no stage." in words_of(response)
    draft = program.versions.get()
    pressed(editor, "programversion_add-stage", draft)
    stage = draft.stages.get()
    bridge = Exercise.objects.create(slug="bridge", name="Bridge", kind=Kind.HOLD)
    Variation.objects.create(exercise=bridge, slug="standard", name="Standard")
    changes = {"prescriptions-0-exercise": bridge.pk, "prescriptions-0-sets": "3", "prescriptions-0-seconds": "10"}
    assert posted(editor, page("stage_change", stage), name="Begin", **changes).status_code == 302
    published_by(editor, draft)
    draft.refresh_from_db()
    assert draft.status == Status.PUBLISHED


# frozen


def test_offers_no_field_on_a_published_version(editor, published):
    for address in (page("programversion_change", published), page("stage_change", published.stages.first())):
        document, _faults = parse(editor.get(address))
        values = values_of(form_to(document, address), document)
        assert {name for name in values if not name.endswith("_FORMS")} == {"csrfmiddlewaretoken"}


@pytest.mark.parametrize("who", [make.editor, lambda: make.user(staff=True, superuser=True)])
def test_refuses_a_crafted_post_to_anything_published(who, published, draft):
    client = signed_in(who())
    stage, twin = published.stages.get(position=2), draft.stages.get(position=2)
    document, _faults = parse(client.get(page("stage_change", twin)))
    values = values_of(form_to(document, page("stage_change", twin)), document)
    first = stage.prescriptions.first()
    crafted = {**values, "name": "Mine", "prescriptions-0-id": first.pk, "prescriptions-0-stage": stage.pk}
    before = snapshot(published)
    for address, data, status in (
        (page("stage_change", stage), crafted, 409),
        (page("stage_earlier", stage), values, 302),
        (page("stage_later", stage), {}, 302),
        (page("stage_remove", stage), {}, 302),
        (page("programversion_change", published), {"red_during": "10"}, 409),
        (reverse("publish-version", args=[published.pk]), {"changes": "Mine."}, 409),
        (page("programversion_add-stage", published), {}, 302),
        (reverse("admin:programs_stage_delete", args=[stage.pk]), {"post": "yes"}, 403),
        (reverse("admin:programs_programversion_delete", args=[published.pk]), {"post": "yes"}, 403),
    ):
        assert client.post(address, data).status_code == status, address
    assert snapshot(published) == before


def snapshot(version):
    stages = Stage.objects.filter(version=version.pk)
    doses = Prescription.objects.filter(stage__in=stages)
    return [
        list(rows.order_by("pk").values()) for rows in (ProgramVersion.objects.filter(pk=version.pk), stages, doses)
    ]


def test_does_not_move_a_dose_of_a_published_stage_into_a_draft(editor, published, draft):
    foreign = published.stages.get(position=2).prescriptions.first()
    before = snapshot(published)
    posted(editor, page("stage_change", draft.stages.get(position=2)), **{"prescriptions-0-id": foreign.pk})
    assert snapshot(published) == before


def test_locks_a_version_that_was_published_meanwhile(draft):
    stage = draft.stages.first()
    publishing.publish(draft, by=None, now=clock.now())
    with pytest.raises(drafting.Frozen, match="Make a draft from it"):
        drafting.remove_stage(stage)


# exercises


def test_saves_the_wording_of_an_exercise_and_keeps_the_one_before(editor):
    make.version()
    exercise = Exercise.objects.get(slug="single-leg-bridge")
    assert posted(editor, page("exercise_change", exercise), cue="Level hips.", means="wording").status_code == 302
    exercise.refresh_from_db()
    assert (exercise.cue, exercise.slug) == ("Level hips.", "single-leg-bridge")
    response = editor.get(page("exercise_history", exercise))
    assert parse(response)[1] == []
    assert "Level hips." in words_of(response)
    assert "Ruth Kowalczyk" in words_of(response)


def test_brings_an_earlier_wording_back_for_an_editor_alone(editor):
    make.version()
    exercise = Exercise.objects.get(slug="single-leg-bridge")
    first, cue = exercise.history.first(), exercise.cue
    posted(editor, page("exercise_change", exercise), cue="Level hips.", means="wording")
    address = reverse("admin:programs_exercise_simple_history", args=[exercise.pk, first.pk])
    document, _faults = parse(editor.get(address))
    values = {**values_of(form_to(document, address), document), "means": "wording"}
    assert signed_in(make.physio()).post(address, values).status_code == 403
    exercise.refresh_from_db()
    assert exercise.cue == "Level hips."
    assert editor.post(address, values).status_code == 302
    exercise.refresh_from_db()
    assert exercise.cue == cue


def test_adds_an_exercise_with_its_variations_and_short_names(editor):
    changes = {
        "name": "Nordic curl",
        "kind": "repetitions",
        "variations-0-name": "Assisted",
        "variations-1-name": "Full",
    }
    assert posted(editor, page("exercise_add"), **changes).status_code == 302
    exercise = Exercise.objects.get(slug="nordic-curl")
    assert list(exercise.variations.values_list("level", "slug")) == [(1, "assisted"), (2, "full")]


def test_gives_a_second_exercise_of_nearly_the_same_name_another_short_name(editor):
    for name in ("Nordic curl", "Nordic curl!"):
        posted(editor, page("exercise_add"), name=name, kind="repetitions")
    made = Exercise.objects.filter(name__startswith="Nordic curl")
    assert set(made.values_list("slug", flat=True)) == {"nordic-curl", "nordic-curl-2"}


def test_lets_two_variations_change_places(editor):
    make.version()
    exercise = Exercise.objects.get(slug="double-leg-bridge")
    changes = {"variations-0-level": "2", "variations-1-level": "1", "means": "wording"}
    assert posted(editor, page("exercise_change", exercise), **changes).status_code == 302
    assert [variation.slug for variation in exercise.variations.all()] == ["heels-far", "heels-close"]


def test_refuses_two_variations_of_one_level(editor):
    make.version()
    exercise = Exercise.objects.get(slug="double-leg-bridge")
    response = posted(editor, page("exercise_change", exercise), **{"variations-1-level": "1"})
    assert "Two variations have the same level." in words_of(response)


# criteria beside the gate


def criterion(**changes):
    empty = {"position": "", "metric": "", "value": "", "last_n": "", "context": ""}
    wanted = {"operator": "at_most", "statistic": "worst", "group": "0", **changes}
    return {f"criteria-0-{name}": value for name, value in {**empty, **wanted}.items()}


SITTING = {"metric": "pain", "value": "2", "last_n": "1", "context": "sitting"}


def test_saves_a_criterion_and_reads_it_as_a_sentence(editor, draft):
    stage = draft.stages.get(position=2)
    assert posted(editor, page("stage_change", stage), **criterion(**SITTING)).status_code == 302
    assert "Pain when sitting at most 2 (last time)" in words_of(editor.get(page("stage_change", stage)))
    assert rules_of(draft).stage(2).criteria == (stage.criteria.get().as_rule,)


def test_shows_a_physio_the_criteria_as_sentences_without_fields(draft):
    stage = draft.stages.get(position=2)
    stage.criteria.create(metric="pain", operator="at_most", value=2, last_n=1, context="sitting", group=1)
    shown = signed_in(make.physio()).get(page("stage_change", stage))
    assert "Either-or 1, one is enough: pain when sitting at most 2 (last time)" in words_of(shown)
    assert b"criteria-0-metric" not in shown.content


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"metric": "sessions", "operator": "at_least", "value": "5", "last_n": "3"},
            "5 green days do not fit within 3 days",
        ),
        ({"metric": "level", "operator": "at_least", "value": "2", "last_n": "3", "context": "index"}, "does not have"),
        ({**SITTING, "value": "6"}, "above the edge that this version calls red"),
        ({**SITTING, "context": "running"}, "is not known in that place"),
        ({**SITTING, "operator": "at_least"}, "cannot be asked that way round"),
        ({"metric": "effort", "value": "11", "last_n": "2"}, "“Effort” runs from 0 to 10"),
        ({"metric": "data_completeness", "operator": "at_least", "value": "101"}, "“Mornings answered, %” runs from 0"),
        ({"metric": "pain", "value": "4", "last_n": "2", "context": "during"}, "contradicts the gate"),
        ({"metric": "mood", "value": "1"}, "Select a valid choice"),
    ],
)
def test_refuses_a_criterion_that_contradicts_with_the_reason(editor, draft, changes, reason):
    stage = draft.stages.get(position=2)
    response = posted(editor, page("stage_change", stage), **criterion(**changes))
    assert response.status_code == 200
    assert reason in words_of(response)
    assert not stage.criteria.exists()


def test_saves_an_either_or_with_its_first_criterion_and_publishes_it_with_a_second(editor, draft):
    stage = draft.stages.get(position=2)
    assert posted(editor, page("stage_change", stage), **criterion(**SITTING, group="1")).status_code == 302
    assert "Either-or 1 has one criterion only" in words_of(editor.get(page("programversion_change", draft)))
    with pytest.raises(publishing.NotPublishable, match="one criterion only"):
        publishing.publish(draft, by=None, now=clock.now())
    stage.criteria.create(metric="effort", operator="at_most", value=6, last_n=3, group=1, position=2)
    assert publishing.problems_of(draft) == []


@pytest.mark.parametrize(
    ("asked", "unit"),
    [
        ({"metric": "pain", "last_n": 1, "context": "during"}, "over the last logged days"),
        ({"metric": "pain", "last_n": 1, "context": "night"}, "over the last notes of it"),
        ({"metric": "pain_trend", "last_n": 2, "context": "during"}, "over the last weeks"),
    ],
)
def test_says_what_a_criterion_counts_back(editor, draft, asked, unit):
    stage = draft.stages.get(position=2)
    stage.criteria.create(**{"operator": "at_most", "value": 1, **asked})
    assert unit.removeprefix("over the last ") in words_of(editor.get(page("stage_change", stage)))


def test_shows_what_the_patient_reads_with_the_criteria_beside_the_gate(editor, draft):
    stage = draft.stages.get(position=2)
    common = {"operator": "at_most", "value": 2, "last_n": 1}
    stage.criteria.create(metric="pain", context="sitting", **common)
    stage.criteria.create(metric="pain", context="night", group=1, position=2, **common)
    stage.criteria.create(metric="effort", group=1, position=3, **common)
    shown = words_of(editor.get(page("stage_change", stage)))
    assert "This stage also asks: pain when sitting at most 2 (last time)." in shown
    assert "one of these: pain at night at most 2 (last time); or effort at most 2 of 10 (last time)." in shown


def test_copies_criteria_to_the_next_draft_and_publishes_none_that_contradict(draft):
    stage = draft.stages.get(position=2)
    stage.criteria.create(metric="sessions", operator="at_least", value=5, last_n=3)
    with pytest.raises(publishing.NotPublishable, match="do not fit within 3 days"):
        publishing.publish(draft, by=None, now=clock.now())
    stage.criteria.update(last_n=9)
    publishing.publish(draft, by=None, now=clock.now())
    assert publishing.duplicate(draft).stages.get(position=2).criteria.get().last_n == 9
