"""A guidance card can name an exercise: it is shown where a stage has it, and its exercise says so."""

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from programs import clock, library, selectors, transfer
from programs.editor import publishing
from programs.editor.comparison import differences
from programs.editor.retiring import use_of, why_not_deleted
from programs.guidance import Guidance, Place
from programs.models import Exercise, Variation
from tests import make
from tests.html import form_to, parse, values_of, words_of

pytestmark = pytest.mark.django_db
SLUG, AT = "cramp", Place.EXERCISE


@pytest.fixture
def version():
    make.guidance()
    return make.version()


@pytest.fixture
def card(version):
    return Guidance.objects.get(slug=SLUG)


@pytest.fixture
def bridge(version):
    return Exercise.objects.get(slug="single-leg-bridge")


@pytest.fixture
def unused(version):
    return Exercise.objects.create(slug="nordic", name="Nordic lower", kind="repetitions")


@pytest.fixture
def editor(client):
    client.force_login(make.editor())
    return client


def page_of(row):
    return reverse(f"admin:programs_{row._meta.model_name}_change", args=[row.pk])


def posted(client, card, **changes):
    document, faults = parse(client.get(page_of(card)))
    assert faults == []
    return client.post(page_of(card), values_of(form_to(document, page_of(card)), document) | changes)


def stages_that_show(version, card):
    """Those on whose page, and in whose answers and search, it is; the same in all three."""
    found = []
    for stage in version.stages.all():
        there = (version.program_id, stage)
        here = card in selectors.guidance_at([AT], *there)[AT.value]
        listed = any(card in cards for _topic, cards in selectors.all_guidance(*there))
        assert here == listed == (card in selectors.find_guidance(*there, "cramp", "").rows)
        found += [stage.position] * here
    return found


def test_is_shown_in_each_stage_that_has_the_exercise_and_found_there_alone(version, card, bridge):
    assert stages_that_show(version, card) == [1, 2, 3, 4, 5]
    Guidance.objects.filter(pk=card.pk).update(exercise=bridge)
    has = sorted(set(version.stages.filter(prescriptions__exercise=bridge).values_list("position", flat=True)))
    assert stages_that_show(version, card) == has != [1, 2, 3, 4, 5]
    assert has
    assert card in [one for _topic, cards in selectors.all_guidance(version.program_id, None) for one in cards]


def test_is_among_what_differs_where_a_version_takes_the_exercise_out_of_a_stage(version, card, bridge):
    Guidance.objects.filter(pk=card.pk).update(exercise=bridge)
    draft = publishing.duplicate(version)
    draft.stages.get(position=2).prescriptions.filter(exercise=bridge).delete()
    (told,) = [one for one in differences(version, draft) if card.title in str(one)]
    assert ("Single-leg bridge" in told.before, "Single-leg bridge" in told.after) == (True, False)


def test_takes_it_by_its_name_and_lets_it_go(editor, card, bridge):
    page = editor.get(page_of(card)).content.decode()
    assert 'data-suggest="/admin/autocomplete/' in page and "js/suggest" in page and "data-suggest-words" in page
    assert posted(editor, card, exercise=" single-leg BRIDGE ").status_code == 302
    card.refresh_from_db()
    assert card.exercise == bridge
    assert "Single-leg bridge" in words_of(editor.get(reverse("admin:programs_guidance_changelist")))
    assert posted(editor, card, exercise="").status_code == 302
    card.refresh_from_db()
    assert card.exercise is None


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Nordic lower", "No stage of “High hamstring tendinopathy” has “Nordic lower”: nobody would read this card."),
        ("Zercher", "No exercise is called “Zercher”."),
        ("curl", "There is: Prone hamstring curl;"),
    ],
)
def test_refuses_what_no_stage_of_its_programme_has(editor, card, unused, typed, says):
    assert says in words_of(posted(editor, card, exercise=typed))
    assert Guidance.objects.get(pk=card.pk).exercise is None


def test_says_that_a_stage_is_in_no_version_any_more(editor, card):
    Guidance.objects.filter(pk=card.pk).update(from_key="gone")
    assert set(Guidance.objects.get(pk=card.pk).nowhere()) == {"from_stage"}


def test_stays_with_an_exercise_that_is_retired_which_no_card_takes_anew(editor, card, bridge):
    Exercise.objects.filter(pk=bridge.pk).update(retired_at=clock.now())
    assert "“Single-leg bridge” is retired: no card takes it anew." in words_of(
        posted(editor, card, exercise=bridge.name)
    )
    Guidance.objects.filter(pk=card.pk).update(exercise=bridge)
    assert "It is retired. The card stays for whoever has it." in words_of(editor.get(page_of(card)))
    assert "Single-leg bridge (retired)" in words_of(editor.get(reverse("admin:programs_guidance_changelist")))
    assert posted(editor, card, words="cramp, spasm").status_code == 302
    assert 2 in stages_that_show(make.version(), Guidance.objects.get(pk=card.pk))


def test_is_named_by_its_exercise_which_cannot_be_deleted(editor, card, unused):
    Variation.objects.create(exercise=unused, slug="standard", name="Standard")
    assert why_not_deleted(unused) == ""
    Guidance.objects.filter(pk=card.pk).update(exercise=unused)
    page = editor.get(page_of(unused))
    assert page_of(card) in [element.get("href") for element in parse(page)[0].iter("a")]
    assert (why_not_deleted(unused), use_of(unused).cards) == ("It is in use, and can only be retired.", [card])
    assert card.title in words_of(editor.get(reverse("retire", args=["exercise", unused.pk])))
    unused.variations.all().delete()
    with pytest.raises(ProtectedError):
        unused.delete()


@pytest.mark.parametrize(
    ("exercise", "kept"), [("single-leg-bridge", "single-leg-bridge"), ("nordic", None), ("not-there", None)]
)
def test_comes_from_the_library_where_its_exercise_is_there(monkeypatch, card, unused, exercise, kept):
    rows = library.guidance()
    (row,) = [row for row in rows[make.PROGRAM] if row["slug"] == SLUG]
    row["exercise"] = exercise
    monkeypatch.setattr(library, "guidance", lambda: rows)
    assert (transfer.load_guidance(), transfer.load_guidance()) == (1 if kept else 0, 0)
    card.refresh_from_db()
    assert (card.exercise and card.exercise.slug) == kept


@pytest.mark.once
def test_names_only_exercises_of_the_library():
    every = {one["slug"] for slug in library.available() for one in library.read(slug)["exercises"]}
    named = {row["exercise"] for rows in library.guidance().values() for row in rows if "exercise" in row}
    assert named <= every
