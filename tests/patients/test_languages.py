"""A patient who reads the exercises in another language."""

import re
from pathlib import Path

import pytest
from django.conf import settings as product
from django.urls import reverse

from patients.models import Patient
from patients.paper import programme_paper
from patients.selectors import find_guidance
from programs import clock
from programs.models import Translation, texts_of
from programs.selectors import stages_of
from programs.translated import Translated
from tests import make
from tests.patients.test_query_budgets import queries

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]
PAGES = ("today", "guide-session", "log-session", "programme", "guidance", "progress", "record-morning")


@pytest.fixture
def running(settings):
    settings.CONTENT_LANGUAGES = {"de": "German"}
    make.guidance()
    made = make.assignment(days=3)
    Patient.objects.filter(pk=made.patient_id).update(language="de")
    return made


def translate_all(of, but=()):
    """Every text that the programme has, but some."""
    stages = stages_of(of.version)
    rows = list(texts_of(of.version, stages, [one for stage in stages for one in stage.prescriptions.all()]))
    rows += make.guidance()
    by = of.patient.physio
    texts = {(row.subject, name): getattr(row, name) for row in rows for name in row.translated}
    Translation.objects.bulk_create(
        Translation(language="de", subject=subject, field=name, english=text, text=f"„{text}“", at=clock.now(), by=by)
        for (subject, name), text in texts.items()
        if text and (subject, name) not in but
    )


def test_reads_today_in_german_with_the_one_missing_safety_text_in_english_and_marked(client, running):
    exercise = make.main_prescription(running).exercise
    translate_all(running, but={(exercise.subject, "cue")})
    client.force_login(running.patient.user)
    page = client.get(reverse("today")).content.decode()
    assert f'<span lang="de" dir="auto">„{exercise.name}“</span>' in page
    assert f'<span lang="en" dir="auto">{exercise.cue}</span> <span class="tag">in English</span>' in page
    assert page.count("in English") == 1
    assert page.startswith('<!doctype html>\n<html lang="en')


@pytest.mark.parametrize("name", PAGES)
def test_asks_one_query_more_for_all_that_a_page_says(client, running, name):
    translate_all(running)
    client.force_login(running.patient.user)
    client.get(reverse(name))
    german = queries(lambda: client.get(reverse(name)))
    Patient.objects.update(language="")
    english = queries(lambda: client.get(reverse(name)))
    assert sum("programs_translation" in one for one in german) <= 1
    assert len(german) - len(english) == sum("programs_translation" in one for one in german)
    assert not any("programs_translation" in one for one in english)


@pytest.mark.parametrize("name", ["guide-session", "log-session", "programme", "guidance"])
def test_says_on_every_page_what_is_translated(client, running, name):
    translate_all(running)
    client.force_login(running.patient.user)
    page = client.get(reverse(name)).content.decode()
    assert 'lang="de" dir="auto">„' in page
    assert "in English" not in page


def test_prints_the_programme_in_german(running):
    translate_all(running)
    running.patient.refresh_from_db()
    context, _pictures = programme_paper(running, clock.now())
    assert context["assignment"].version.program.said.name.language == "de"
    assert all(one.stage.said.name.language == "de" for one in context["stages"])


def test_finds_an_answer_by_words_of_either_language(running):
    card = make.guidance()[0]
    Translation.objects.create(
        language="de",
        subject=card.subject,
        field="title",
        english=card.title,
        text="Gleichgewicht?",
        at=clock.now(),
        by=running.patient.physio,
    )
    assert card in find_guidance(running, "gleichgewicht", "de").rows
    assert card in find_guidance(running, card.title, "de").rows
    assert card not in find_guidance(running, "gleichgewicht", "").rows


def test_reads_english_where_the_installation_has_the_language_no_more(client, running, settings):
    translate_all(running)
    settings.CONTENT_LANGUAGES = {}
    client.force_login(running.patient.user)
    assert "„" not in client.get(reverse("today")).content.decode()


def test_is_asked_for_the_language_where_there_is_one(client, running, settings):
    client.force_login(running.patient.physio)
    assert 'name="language"' in client.get(reverse("new-patient")).content.decode()
    settings.CONTENT_LANGUAGES = {}
    assert 'name="language"' not in client.get(reverse("new-patient")).content.decode()


TEMPLATES = Path(product.BASE_DIR) / "templates"
FOR_PATIENTS = [*(TEMPLATES / "patient").glob("*.html"), TEMPLATES / "print" / "programme.html"]
ROW = r"\b(?:exercise|variation|stage|card|program)"
RAW = re.compile(rf"(?:\{{\{{ |=| in )[\w.]*{ROW}(?:\.(\w+)| (\}}))")
RAW_THERE = {
    "guide_session.html": {"name"},  # a title holds no element that could name a language
    "progress.html": {"}"},  # a number
}


@pytest.mark.parametrize("template", FOR_PATIENTS, ids=lambda path: path.name)
def test_shows_no_text_past_the_patients_language(template):
    """`exercise.name` is English for everybody; pages ask `exercise.said.name`."""
    texts = {name for model in Translated.__subclasses__() for name in model.translated}
    raw = {name for found in RAW.findall(template.read_text()) for name in found if name in {*texts, "}"}}
    assert raw == RAW_THERE.get(template.name, set())
