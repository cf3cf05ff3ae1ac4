"""A draft tried on the logged histories: what an editor is shown, who works it out, and that it writes nothing.

Six patients log 16 days from Monday 2 March 2026 on, a session every evening and its morning, all calm but two days.
The published rules suggest stage 2 on the 9th, the draft on the 5th.
"""

import datetime as dt
import hashlib
import io
import json
import uuid

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from patients import services
from patients.models import Assignment, AuditEntry, DirectiveKind, MorningCheck, Review, TrainingSession, WhatIf
from patients.services import Refused
from patients.what_if import running
from patients.what_if.counts import count_patients
from patients.what_if.logged_stages import logged_stages_of, patients_with, places_of
from patients.what_if.page import what_if_page
from patients.what_if.replay import answers
from programs import clock
from programs.editor import drafting
from programs.editor.publishing import duplicate
from programs.gate import rules_of
from programs.models import Program, ProgramVersion
from programs.progression import stored
from tests import html, make

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]
SLUG = "high-hamstring-tendinopathy"
START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
FEW = ("fewer than 5 of 6", "fewer than 5 of 6")
NAMES = ("Ada Canary", "Bea Canary", "Cem Canary", "Dora Canary", "Edo Canary", "Fay Canary")


def evening(day):
    return START.replace(hour=18) + day * DAY


def log(of, days, pains=None):
    """Past the services: only what was logged, and when, matters here."""
    entry = {"assignment": of, "logged_by": of.patient.user, "time_zone": "Europe/London"}
    calm = {"completion": 1, "all_sets": True, "variation": "heels-far", "stage": of.version.stages.get(position=1)}
    TrainingSession.objects.bulk_create(
        TrainingSession(
            **entry,
            **calm,
            performed_at=evening(day),
            received_at=evening(day),
            local_date=evening(day).date(),
            pain_left=(pains or {}).get(day, 1),
            note="A canary in the note",
        )
        for day in range(days)
    )
    MorningCheck.objects.bulk_create(
        MorningCheck(**entry, on=evening(day + 1).date(), received_at=evening(day + 1).replace(hour=7), pain_left=1)
        for day in range(days)
    )


def patients(count, by, **options):
    for name in NAMES[:count]:
        of = make.assignment(make.patient(by=by, name=name), now=START)
        log(of, 16, **options)
        yield of


@pytest.fixture(scope="module")
def six(kept_db):
    physio = make.physio()
    running = list(patients(6, physio))
    for of, day in zip(running, (9, 12), strict=False):
        of.sessions.filter(local_date=evening(day).date()).update(pain_left=7)
    return running


@pytest.fixture(autouse=True)
def _time_enough(monkeypatch):
    """A busy machine is no reason to leave something to the loop."""
    monkeypatch.setattr(running, "SECONDS_IN_A_REQUEST", 600)


@pytest.fixture
def draft(six):
    made = duplicate(six[0].version)
    made.stages.filter(position=1).update(run_length=3, min_days=3, reasons={"min_days": "Tried here."})
    return made


@pytest.fixture
def editor(client):
    user = make.editor()
    client.force_login(user)
    return user


def address(draft):
    return reverse("what-if", args=[draft.pk])


def ask(client, draft):
    return client.post(reverse("ask-what-if", args=[draft.pk]), follow=True)


def said(*arguments, **options):
    """What the command prints."""
    out = io.StringIO()
    call_command("what_if", *arguments, stdout=out, **{"workers": 1, **options})
    return out.getvalue()


def fingerprints(*apart_from):
    """A checksum of every table."""
    models = [model for model in apps.get_models(include_auto_created=True) if model not in apart_from]
    rows = {model._meta.label: repr(list(model._base_manager.order_by("pk").values_list())) for model in models}
    return {label: hashlib.sha256(listed.encode()).digest() for label, listed in rows.items()}


# The figures ----------------------------------------------------------------------------------------------------------


def test_says_how_many_would_have_been_suggested_earlier_and_what_followed(draft):
    total = json.loads(said(SLUG, json=True))["total"]
    assert (total["patients"], total["histories"], total["earlier"], total["days"]) == (6, 6, 6, {"-4": 6})
    calm = {"suggested": 6, "followed": 6, "stepped_back": 0, "easing_days": 10}
    assert total["published"] == {**calm, "red_after": 2}
    assert total["draft"] == {**calm, "red_after": 1}


def test_says_it_in_words(draft):
    words = said(SLUG)
    assert "version 2 against version 1: 6 histories of 6 patients" in words
    assert "6  suggested earlier, half of them by 4 days or more" in words
    [followed] = [line for line in words.splitlines() if line.startswith("Suggestions followed by a red day within 7")]
    assert followed.endswith("fewer than 5 of 6")


def test_finds_a_stricter_draft_later(draft):
    """Ten days instead of seven; whoever had a red day on the last of them first needs five calm ones, to day 15."""
    draft.stages.filter(position=1).update(run_length=5, min_days=10)
    assert json.loads(said(SLUG, json=True))["total"]["days"] == {"3": 5, "8": 1}


def test_finds_a_held_patient_held(draft, six):
    services.give_directive(six[2], DirectiveKind.HOLD, 1, reason="Wait.", by=six[2].patient.physio, now=START + DAY)
    total = json.loads(said(SLUG, json=True))["total"]
    assert (total["earlier"], total["neither"]) == (5, 1)


def test_tells_the_rules_what_was_noted_beside_the_log(draft, six):
    """A measure counts from the moment it was noted, and no longer once it is voided."""
    calm = {"kind": "pain_sitting", "on": evening(3).date(), "value": 1}
    asked = {"metric": "pain", "operator": "at_most", "value": 2, "last_n": 1, "context": "sitting"}
    draft.stages.get(position=1).criteria.create(**asked)
    for of in six[:5]:
        of.measures.create(**calm, at=evening(4), noted_by=of.patient.physio)
    total = json.loads(said(SLUG, json=True))["total"]
    assert (total["earlier"], total["published_only"], total["days"]) == (5, 1, {"-3": 5})
    six[0].measures.update(voided_at=evening(4), voided_by=six[0].patient.physio)
    assert json.loads(said(SLUG, json=True))["total"]["earlier"] == 4


def test_shows_the_same_figures_on_the_page(client, editor, draft):
    page = ask(client, draft)
    assert "6 suggested earlier, half of them by 4 days or more" in html.words_of(page)
    rows = [[html.text_of(cell) for cell in row] for row in html.parse(page)[0].iter("tr")]
    assert ["Suggestions followed by a red day within 7 days", *FEW] in rows
    assert ["4 to 6 days earlier", "6"] in rows


def test_says_nothing_of_fewer_than_five_patients(client, editor, draft, six):
    TrainingSession.objects.filter(assignment__in=six[4:]).delete()
    page = html.words_of(ask(client, draft))
    assert "Fewer than 5 patients have logged anything" in page
    assert "suggested earlier" not in page
    assert said(SLUG).startswith("Fewer than 5 patients")
    assert json.loads(said(SLUG, json=True))["total"] is None


def test_replays_what_was_said_when_it_was_said():
    """Every stored review, whatever led to it, is what the replay says of that moment under the same rules."""
    of = make.assignment(now=START)
    physio, user = of.patient.physio, of.patient.user
    for day in range(3):
        make.session(of, now=evening(day))
        make.morning(of, now=evening(day + 1).replace(hour=7), pain=2)
    wrong = make.session(of, now=evening(3), pain=7)
    services.take_out(wrong, by=user, now=evening(3) + DAY / 8)
    make.session(of, now=evening(4), pain=4)
    services.give_directive(of, DirectiveKind.CEILING, 4, reason="Agreed.", by=physio, now=evening(4) + DAY / 24)
    make.morning(of, days_ago=1, now=evening(6))
    flag = services.raise_flags(of.patient, ["calf"], client_id=uuid.uuid4(), by=user, now=evening(6) + DAY / 24)[0][0]
    services.close_flag(flag, words="All well.", by=physio, now=evening(7))
    services.say_away(of, from_on=evening(9).date(), to_on=evening(11).date(), by=user, now=evening(8))
    for day in range(12, 16):
        make.session(of, now=evening(day))
        make.morning(of, now=evening(day + 1).replace(hour=7))
        services.run_due(evening(day + 1).replace(hour=12))
    services.change_stage(of, of.version.stages.get(position=2), by=physio, reason="Ready.", now=evening(16))
    make.session(of, now=evening(17), pain=6)
    services.run_due(evening(50))
    [lived] = logged_stages_of(of.version.program_id, [of.patient_id], evening(60), *[places_of(of.version)] * 2)
    rules, reviews = stored.rules_from_json(of.version.rules), Review.objects.filter(assignment=of)
    for review in reviews:
        [logged_stage] = [one for one in lived if one.begins <= review.created_at < one.ends]
        [answer] = [said for since, until, said in answers(rules, logged_stage) if since <= review.created_at < until]
        assert answer.says == (review.outcome, review.because, review.target), review.created_at
    assert len(reviews) > 24
    assert len({review.because for review in reviews}) > 5


# What it leaves alone -------------------------------------------------------------------------------------------------


def test_writes_nothing_by_command(draft):
    before = fingerprints()
    said(SLUG)
    assert fingerprints() == before


def test_writes_its_counts_and_who_asked_by_page(client, editor, draft):
    client.get(address(draft))  # the session notes when somebody was seen
    sessions = apps.get_model("sessions", "Session")
    before = fingerprints(WhatIf, AuditEntry, sessions)
    ask(client, draft)
    assert fingerprints(WhatIf, AuditEntry, sessions) == before
    tried = WhatIf.objects.get()
    assert list(AuditEntry.objects.filter(by=editor).values_list("verb", "subject", "patient")) == [
        ("what_if.asked", str(tried.pk), None)
    ]


def test_names_nobody(client, editor, draft, six):
    told = [ask(client, draft).content.decode(), said(SLUG), said(SLUG, json=True), str(WhatIf.objects.get().counts)]
    secrets = ["Canary", "canary", "example.org", "Europe/London"]
    for of in six:
        secrets += [str(of.public_id), str(of.patient.public_id), str(of.sessions.first().client_id)]
    told[0] = told[0].replace(editor.email, "")
    assert [secret for secret in secrets for words in told if secret in words] == []


# Who may see it -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"), [("editor", 200), ("superuser", 200), ("physio", 404), ("patient", 404), ("anonymous", 302)]
)
def test_is_for_editors(client, draft, six, who, status):
    people = {
        "editor": make.editor,
        "superuser": lambda: make.user(staff=True, superuser=True),
        "physio": lambda: six[0].patient.physio,
        "patient": lambda: six[0].patient.user,
    }
    if who in people:
        client.force_login(people[who]())
    assert client.get(address(draft)).status_code == status
    assert client.post(reverse("ask-what-if", args=[draft.pk])).status_code == (302 if status == 200 else status)
    assert WhatIf.objects.count() == (status == 200)


def test_is_reached_from_the_draft(client, editor, draft):
    page = client.get(reverse("admin:programs_programversion_change", args=[draft.pk]))
    assert f'href="{address(draft)}"' in page.content.decode()


# The page in all its states -------------------------------------------------------------------------------------------


def faultless(response):
    assert html.parse(response)[1] == []
    return html.words_of(response)


def test_begins_with_what_it_is_for(client, editor, draft):
    assert "Not tried yet" in faultless(client.get(address(draft)))


def test_shows_the_result_in_proper_html(client, editor, draft):
    assert "When the next stage would have been suggested" in faultless(ask(client, draft))


def test_says_that_the_draft_has_changed_since(client, editor, draft):
    assert "have changed since" not in html.words_of(ask(client, draft))
    draft.stages.filter(position=2).update(pain_max=2)
    assert "The rules have changed since" in faultless(client.get(address(draft)))


def test_shows_how_far_it_is(client, editor, draft, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 2)
    monkeypatch.setattr(running, "SECONDS_IN_A_REQUEST", 0)
    page = faultless(ask(client, draft))
    assert "2 of 6 patients so far" in page
    assert "Try it again" not in page


def test_says_what_a_draft_lacks_before_it_can_be_tried(client, editor, draft):
    draft.stages.filter(position=1).update(pain_max=9)
    page = faultless(ask(client, draft))
    assert "Before it can be tried" in page
    assert not WhatIf.objects.exists()


def test_says_that_a_new_programme_has_no_histories(client, editor, draft):
    fresh = ProgramVersion.objects.create(program=Program.objects.create(slug="new", name="New"), number=1)
    stage = draft.stages.first()
    prescription = stage.prescriptions.first()
    stage.pk, stage.version = None, fresh
    stage.save()
    prescription.pk, prescription.stage = None, stage
    prescription.save()
    assert "Nothing to replay" in faultless(ask(client, fresh))
    with pytest.raises(CommandError, match="Nothing of this programme is published"):
        said("new")


def test_says_that_it_could_not_be_worked_out(client, editor, draft):
    tried = running.ask(draft, by=editor, now=clock.now())
    WhatIf.objects.update(rules={"nonsense": 1})
    running.work_on(tried, clock.now(), 60)
    assert tried.failed
    WhatIf.objects.update(rules=stored.rules_to_json(rules_of(draft)))
    assert "It could not be worked out" in faultless(client.get(address(draft)))


def test_keeps_the_figures_of_a_draft_that_was_published(client, editor, draft):
    ask(client, draft)
    shown = reverse("publish-version", args=[draft.pk])
    assert "6 suggested earlier, half of them by 4 days or more" in faultless(client.get(shown))
    client.post(shown, {**html.revision_on(client, shown), "changes": "Sooner."})
    page = faultless(ask(client, draft))
    assert "6 suggested earlier, half of them by 4 days or more" in page
    assert "This version is published." in page
    assert "have changed since" not in page


def test_asks_the_same_number_of_queries_whatever_was_logged(client, editor, draft, six):
    ask(client, draft)
    first = queries(lambda: client.get(address(draft)))
    for of in six[:3]:
        log(make.assignment(make.patient(by=of.patient.physio, name=of.patient.name), now=START), 16)
    ask(client, draft)
    assert len(queries(lambda: client.get(address(draft)))) == len(first) <= 23


def test_reads_histories_in_the_same_number_of_queries_whatever_their_number(draft):
    ids = list(patients_with(draft.program_id, clock.now()))
    for of in Assignment.objects.filter(patient__in=ids):
        services.give_directive(of, "ceiling", 4, reason="Agreed.", by=of.patient.physio, now=clock.now())
    places = [places_of(draft)] * 2
    one, all_six = (
        queries(lambda chosen=chosen: list(logged_stages_of(draft.program_id, chosen, clock.now(), *places)))
        for chosen in (ids[:1], ids)
    )
    assert len(one) == len(all_six) == 8
    assert not [sql for sql in all_six if '"note"' in sql or '"patients_patient"."name"' in sql]


def queries(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return [row["sql"] for row in captured]


# Working it out -------------------------------------------------------------------------------------------------------


@pytest.fixture
def tried(draft):
    return running.ask(draft, by=make.editor(), now=clock.now())


def test_adds_up_to_the_same_in_slices(tried, draft, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 4)
    slices = 0
    while tried.finished_at is None:
        assert running.work(clock.now(), 0)
        tried.refresh_from_db()
        slices += 1
    assert slices == 2
    ids = list(patients_with(draft.program_id, tried.requested_at))
    rules = stored.rules_from_json(tried.published.rules), rules_of(draft)
    places = places_of(tried.published), places_of(draft)
    whole = count_patients(*rules, logged_stages_of(draft.program_id, ids, tried.requested_at, *places))
    assert tried.counts == whole.to_json()
    assert not running.work(clock.now(), 0)


def test_counts_the_same_where_a_stage_was_put_in_before(draft):
    ids, published = list(patients_with(draft.program_id, clock.now())), draft.program.latest_published()

    def counted():
        rules, places = (rules_of(published), rules_of(draft)), (places_of(published), places_of(draft))
        return count_patients(*rules, logged_stages_of(draft.program_id, ids, clock.now(), *places)).to_json()

    before = counted()
    new = drafting.add_stage(draft)
    while new.position > 1:
        drafting.move_stage(new, earlier=True)
        new.refresh_from_db()
    assert counted() == before
    drafting.remove_stage(draft.stages.get(position=2))
    assert counted()["left_out"] == 6


def test_is_worked_on_by_the_loop(tried):
    call_command("run_due")
    tried.refresh_from_db()
    assert (tried.done, total_of_row(tried).earlier) == (6, 6)


def total_of_row(tried):
    return what_if_page(tried.draft).total


def test_is_worked_on_by_one_at_a_time(tried):
    now = clock.now()
    WhatIf.objects.update(claimed_at=now - running.CLAIM_LASTS / 2)
    running.work_on(tried, now, 60)
    assert not running.work(now)
    tried.refresh_from_db()
    assert tried.done == 0


def test_is_taken_over_from_a_worker_that_is_gone(tried):
    now = clock.now()
    WhatIf.objects.update(claimed_at=now - 2 * running.CLAIM_LASTS)
    assert running.work(now)
    tried.refresh_from_db()
    assert tried.finished_at


def test_drops_the_slice_of_a_worker_that_was_taken_for_gone(tried, monkeypatch):
    """Somebody else has claimed it meanwhile; counting the same patients twice would be worse than once more."""

    def counted(*args):
        WhatIf.objects.update(claimed_at=clock.now() + DAY)
        return count_patients(*args)

    monkeypatch.setattr(running, "count_patients", counted)
    running.work_on(tried, clock.now(), 60)
    tried.refresh_from_db()
    assert (tried.done, tried.counts, tried.finished_at) == (0, {}, None)


def test_answers_with_the_first_when_the_same_is_asked_twice(tried, draft):
    assert running.ask(draft, by=make.editor(), now=clock.now()) == tried


def test_begins_anew_when_the_draft_has_changed_meanwhile(tried, draft):
    draft.stages.filter(position=1).update(run_length=4)
    again = running.ask(ProgramVersion.objects.get(pk=draft.pk), by=make.editor(), now=clock.now())
    assert list(WhatIf.objects.all()) == [again]
    assert again.rules["stages"][0]["run_length"] == 4


def test_refuses_what_is_published(six):
    with pytest.raises(Refused, match="Make a draft from it"):
        running.ask(six[0].version, by=make.editor(), now=clock.now())


# The command ----------------------------------------------------------------------------------------------------------


def test_replays_as_many_as_are_asked_for(draft):
    assert json.loads(said(SLUG, json=True, limit=5))["total"]["patients"] == 5


def test_tries_another_version(draft):
    total = json.loads(said(SLUG, draft=1, json=True))["total"]
    assert (total["same_day"], total["days"]) == (6, {"0": 6})


@pytest.mark.parametrize(
    ("arguments", "words"), [(["unknown"], "unknown has no draft"), ([SLUG, "--draft", "9"], "has no version 9")]
)
def test_says_what_there_is_not(draft, arguments, words):
    with pytest.raises(CommandError, match=words):
        said(*arguments)


def test_says_what_the_draft_lacks(draft):
    draft.stages.filter(position=1).update(pain_max=9)
    with pytest.raises(CommandError, match="allows pain that this version calls red"):
        said(SLUG)


def test_comes_to_the_same_with_two_processes(draft, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 1)
    assert said(SLUG, workers=2) == said(SLUG)


def test_draws_a_bar_for_whoever_watches(draft, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 3)
    watched, piped = io.StringIO(), io.StringIO()
    watched.isatty = lambda: True
    said(SLUG, stderr=watched)
    said(SLUG, stderr=piped)
    bars = watched.getvalue().removeprefix("\r").split("\r")
    assert bars == [f"{'█' * 20}{'·' * 20} 3 of 6 patients", f"{'█' * 40} 6 of 6 patients\n"]
    assert piped.getvalue() == ""
