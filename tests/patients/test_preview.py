"""A draft as the patient would see it: the real pages, in which nothing is stored and nothing leads anywhere."""

import hashlib
import re

import pytest
from django.apps import apps
from django.core import mail
from django.test import RequestFactory
from django.urls import reverse

from patients import access, services
from patients.models import AuditEntry, Clinic
from patients.services.show_draft import Day
from patients.views.preview import PAGES, look
from programs import clock, library, transfer
from programs.editor import drafting
from programs.editor.publishing import duplicate
from programs.models import Program
from tests import make
from tests.html import parse, words_of
from tests.page_faults import PAGE_RULES, faults_of
from tests.patients.test_any_exercise import bare, written
from tests.patients.test_query_budgets import queries

pytestmark = pytest.mark.django_db
ALL_DAYS = "This stage asks for a session every day: it has no rest day."


@pytest.fixture
def draft():
    return duplicate(make.version())


@pytest.fixture
def editor(client):
    client.force_login(make.editor())
    return client


def opened(client, stage, page, **headers):
    return client.get(reverse("preview-page", args=[stage.version_id, stage.position, page]), headers=headers)


def stage_of(draft, position):
    return draft.stages.get(position=position)


def rows():
    """How many rows each table has, and a checksum of what they say."""
    listed = {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
    }
    return {name: (len(told), hashlib.sha256(repr(told).encode()).hexdigest()) for name, told in listed.items()}


# What is shown --------------------------------------------------------------------------------------------------------


@pytest.mark.by_day
def test_shows_a_good_day_a_flare_and_a_rest_day(editor, draft):
    stage = stage_of(draft, 3)
    good, flare, rest = (opened(editor, stage, page) for page in ("good", "flare", "rest"))
    assert {one.templates[0].name for one in (good, flare, rest)} == {"patient/today.html"}
    first = stage.prescriptions.first()
    assert f"{first.exercise.name} {first.sets} ×" in words_of(good) and "A rest day today" not in words_of(good)
    assert "No exercises today" in words_of(flare) and "Your plan until it is calm" in words_of(flare)
    assert "A rest day today" in words_of(rest)


@pytest.mark.by_day
def test_shows_the_rest_day_at_the_end_of_the_week_where_only_that_has_one(editor, draft):
    stage = stage_of(draft, 2)
    assert stage.sessions_per_week == 5
    words = words_of(opened(editor, stage, "rest"))
    assert "A rest day today" in words and re.search(r"\bSun \d+ \w{3}\b", words)


def test_says_that_a_stage_of_every_day_has_no_rest_day(editor, draft):
    assert ALL_DAYS in words_of(opened(editor, stage_of(draft, 1), "rest"))


def test_shows_what_the_draft_says_and_no_version_before_it(editor, draft):
    stage = stage_of(draft, 3)
    stage.prescriptions.filter(position=1).update(sets=7)
    drawn = [words_of(opened(editor, stage, page)) for page in ("good", "guide", "log", "programme")]
    assert ["7 × 20" in words for words in drawn] == [True] * 4
    assert make.version().stages.get(position=3).prescriptions.get(position=1).sets != 7


def test_shows_the_guide_word_by_word_as_a_patient_gets_it(client, draft):
    client.force_login(make.editor())
    shown = words_of(opened(client, stage_of(draft, 1), "guide"))
    of = make.assignment(days=8)
    client.force_login(of.patient.user)
    got = words_of(client.get(reverse("guide-session")))
    read = re.compile(r"Something new or alarming (.+?)\{")  # what follows is numbers for the timer
    assert read.search(shown)[1] == read.search(got)[1]


@pytest.mark.parametrize("slug", ["guide", "log"])
def test_shows_every_exercise_of_a_stage(editor, draft, slug):
    stage = stage_of(draft, 3)
    chosen = reverse("preview", args=[draft.pk]) + f"?stage=3&page={slug}"
    for one in stage.prescriptions.all():
        assert str(one) in words_of(editor.get(chosen))
        url = reverse("preview-page", args=[draft.pk, 3, slug]) + f"?exercise={one.pk}"
        assert one.exercise.name in words_of(editor.get(url))


# Nothing is stored, and nothing leads anywhere ------------------------------------------------------------------------


@pytest.mark.parametrize("slug", PAGES)
def test_stores_nothing_and_tells_nobody(editor, draft, slug):
    stage = stage_of(draft, 3)
    editor.get(reverse("preview", args=[draft.pk]))  # the session of who looks is known from here on
    before = rows()
    assert opened(editor, stage, slug).status_code == 200
    assert rows() == before
    assert mail.outbox == []


@pytest.mark.parametrize("day", Day)
def test_takes_back_whatever_is_written_while_it_looks(draft, day):
    by, seen = make.editor(), []

    def writes(user, at):
        access.record(user, "planted")
        of = access.own_assignment(user)
        make.session(of, now=at)
        seen.append(rows())
        return of.version.is_draft

    before = rows()
    assert services.show_draft(stage_of(draft, 3), day, writes, by=by, now=clock.now()) is False
    assert rows() == before
    assert {name for name in before if seen[0][name] != before[name]} >= {
        *("patients.AuditEntry", "patients.Assignment", "patients.TrainingSession", "patients.Review"),
        *("patients.Clinic", "hhtclinic.User", "programs.ProgramVersion"),
    }
    draft.refresh_from_db()
    assert draft.is_draft and draft.rules is None


def test_takes_back_what_was_written_before_an_error(draft):
    def breaks(_user, _at):
        raise ZeroDivisionError

    before = rows()
    with pytest.raises(ZeroDivisionError):
        services.show_draft(stage_of(draft, 1), Day.GOOD, breaks, by=make.editor(), now=clock.now())
    assert AuditEntry.objects.count() == before["patients.AuditEntry"][0]


def test_may_be_framed_by_this_site_alone_and_by_no_other_page_of_it(editor, draft):
    chosen, page = editor.get(reverse("preview", args=[draft.pk])), opened(editor, stage_of(draft, 1), "good")
    assert (page["X-Frame-Options"], chosen["X-Frame-Options"]) == ("SAMEORIGIN", "DENY")
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in chosen["Content-Security-Policy"]
    assert "frame-src 'self'" in chosen["Content-Security-Policy"]
    form = editor.get(reverse("admin:programs_stage_change", args=[stage_of(draft, 1).pk]))
    assert "frame-src 'self'" in form["Content-Security-Policy"] and form["X-Frame-Options"] == "DENY"
    assert "frame-src" not in editor.get(reverse("admin:index"))["Content-Security-Policy"]


@pytest.mark.parametrize("slug", [name for name, page in PAGES.items() if page.is_framed])
def test_lets_a_browser_do_nothing_there(editor, draft, slug):
    answer = opened(editor, stage_of(draft, 3), slug)
    policy = dict(one.split(" ", 1) for one in answer["Content-Security-Policy"].split("; "))
    assert policy["sandbox"] == "allow-same-origin" + (" allow-scripts" if slug == "guide" else "")
    assert {policy[f"{what}"] for what in ("form-action", "connect-src", "worker-src", "manifest-src")} == {"'none'"}
    assert '<base target="_blank">' in answer.content.decode()  # which a sandbox does not open
    assert (b"<script type" in answer.content) is (slug == "guide")  # it would be refused, and said to be
    for offline in (b"js/phone/start.js", b"manifest.webmanifest", b'name="account"'):
        assert offline not in answer.content
    assert "Nothing here is stored" in words_of(answer)
    assert faults_of(answer, PAGE_RULES) == []


def test_leads_back_where_it_stands_by_itself(editor, draft):
    back = f"{reverse('preview', args=[draft.pk])}?stage=2&amp;page=good"
    assert back in opened(editor, stage_of(draft, 2), "good").content.decode()
    framed = opened(editor, stage_of(draft, 2), "good", **{"Sec-Fetch-Dest": "iframe"})
    assert back not in framed.content.decode()


def test_names_its_frame_for_who_hears_it(editor, draft):
    chosen = editor.get(reverse("preview", args=[draft.pk]) + "?stage=2&page=flare")
    [frame] = parse(chosen)[0].iter("iframe")
    assert frame.get("title") == f"{stage_of(draft, 2)}: Today, a flare"
    assert frame.get("src") == reverse("preview-page", args=[draft.pk, 2, "flare"])


# Drafts that cannot be done yet ---------------------------------------------------------------------------------------


def test_says_what_is_missing(editor):
    version = drafting.add_program(Program(name="New programme"))
    assert "The programme has no stage." in words_of(editor.get(reverse("preview", args=[version.pk])))
    stage = drafting.add_stage(version)
    for page in PAGES:
        answer = opened(editor, stage, page)
        assert answer.status_code == 200
        assert "has no exercise that counts towards its gate." in words_of(answer)


def test_shows_a_stage_while_the_ones_after_it_are_unfinished(editor, draft):
    drafting.add_stage(draft)
    last = draft.stages.order_by("position").last()
    last.criteria.create(metric="nothing known", operator="at_most", value=1)
    before = stage_of(draft, last.position - 1)
    answer = opened(editor, before, "programme")
    assert before.prescriptions.first().exercise.name in words_of(answer)
    assert "has no exercise" in words_of(opened(editor, last, "programme"))


@pytest.mark.uncounted
def test_shows_an_exercise_with_nothing_but_a_name(client):
    version = bare(written(client))
    client.force_login(make.editor())
    for page in PAGES:
        answer = opened(client, version.stages.get(), page)
        assert answer.status_code == 200
        assert page in ("answers", "paper") or "Wall sit" in words_of(answer) or ALL_DAYS in words_of(answer)


def test_shows_its_example_beside_a_clinic_of_that_name(editor, draft):
    Clinic.objects.create(name="Example clinic", phone="01632 960001")
    assert "Example clinic 1: 01632 960000" in words_of(opened(editor, stage_of(draft, 1), "good"))


def test_knows_no_other_page_and_no_other_stage(editor, draft):
    for position, page in ((1, "progress"), (9, "good")):
        assert editor.get(reverse("preview-page", args=[draft.pk, position, page])).status_code == 404


def test_takes_as_many_queries_whatever_there_is(editor, draft):
    """Making the patient, logging a session and a morning by the real services, and the page itself."""
    stage = stage_of(draft, 3)
    statements = queries(lambda: opened(editor, stage, "good"))
    assert len(statements) <= 150, "\n".join(statements)


@pytest.mark.once
@pytest.mark.uncounted
@pytest.mark.parametrize("slug", library.available())
def test_shows_every_stage_of_every_programme_of_the_library(slug):
    version, request = duplicate(transfer.load(slug, now=clock.now())[0]), RequestFactory().get("/")
    request.user, request.preview = make.editor(), {"back": ""}

    def pages(user, at):
        calm = [page for page in PAGES.values() if page.is_framed and page.day is Day.GOOD]
        return {look(request, page, user, at).status_code for page in calm}

    def today(user, at):
        return {look(request, PAGES["flare"], user, at).status_code}

    for stage in version.stages.all():
        assert show(stage, Day.GOOD, pages, request) == {200}
        assert show(stage, Day.FLARE, today, request) == {200}
    assert show(stage, Day.REST, today, request) == ({200} if stage.sessions_per_week < 7 else ALL_DAYS)


def show(stage, day, looks, request):
    try:
        return services.show_draft(stage, day, looks, by=request.user, now=clock.now())
    except services.Refused as refusal:
        return str(refusal)


@pytest.mark.by_day
def test_has_a_good_day_with_exercises_where_a_stage_is_every_second_day(editor):
    draft = duplicate(transfer.load("plantar-heel-rathleff", now=clock.now())[0])
    assert "A rest day today" not in words_of(opened(editor, stage_of(draft, 1), "good"))
    assert "A rest day today" in words_of(opened(editor, stage_of(draft, 1), "rest"))
