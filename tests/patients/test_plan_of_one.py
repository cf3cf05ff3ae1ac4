"""What a physio sets for one patient: doses, lines, notes, pause, end, another stage, another version."""

import datetime as dt

import pytest
from django.urls import reverse

from patients import engine, services
from patients.models import Assignment, DoseChange, Note, PlanLine, StageChange, VersionChange
from programs import clock
from programs.editor import drafting
from programs.editor.publishing import duplicate, publish
from programs.models import Exercise
from tests import html, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def running():
    return make.assignment(days=9, stage=2)


def send(client, of, name, *args, by=None, **data):
    client.force_login(by or of.patient.physio)
    return client.post(reverse(name, args=[of.patient.public_id, *args]), data)


def main(of):
    return make.main_prescription(of)


# Doses ----------------------------------------------------------------------------------------------------------------


def test_makes_a_dose_smaller_in_one_tap(client, running):
    answer = send(client, running, "change-dose", prescription=main(running).pk, quick="less")
    assert answer.status_code == 302
    change = DoseChange.objects.get()
    assert (change.sets, change.target, change.by) == (9, main(running).target, running.patient.physio)
    assert change.reason


def test_takes_a_dose_back_to_the_programmes(client, running):
    send(client, running, "change-dose", prescription=main(running).pk, quick="less")
    send(client, running, "change-dose", prescription=main(running).pk, quick="own")
    assert running.doses_set() == {}
    assert DoseChange.objects.count() == 2


@pytest.mark.parametrize(("own", "sets", "share"), [((8, 10), 8, 1), ((8, 10), 4, 0.5), ((12, 10), 10, 10 / 12)])
def test_measures_against_the_physios_own_dose(client, running, own, sets, share):
    data = {"sets": own[0], "target": own[1], "reason": "Yours."}
    send(client, running, "change-dose", prescription=main(running).pk, **data)
    session = make.session(running, sets=sets)
    assert float(session.completion) == pytest.approx(share, abs=1e-6)
    page = client.get(reverse("patient-page", args=[running.patient.public_id]))
    assert f"Measured against your {own[0]} × {own[1]} s, each leg." in html.words_of(page)


def test_says_on_every_page_with_the_dose_who_set_it_and_when(client, running):
    """By the patient's own date: at two at night in Auckland it is still the day before in London."""
    one, physio, patient = main(running), running.patient.physio, running.patient
    change = services.change_dose(running, one, sets=8, target=8, reason="Shorter.", by=physio, now=clock.now())
    DoseChange.objects.update(at=dt.datetime(2026, 5, 2, 14, tzinfo=dt.UTC))
    patient.time_zone = "Pacific/Auckland"
    patient.save()
    client.force_login(patient.user)
    set_by = f"s {change.by.get_short_name()} set on 3 May"
    log = f"{reverse('log-session')}?exercise={one.pk}"
    for address in (reverse("today"), reverse("guide-session"), log, f"{log}&mode=sets"):
        assert f"A{set_by}: “Shorter.”" in html.words_of(client.get(address)), address
    programme = html.words_of(client.get(reverse("programme")))
    assert f"{one.exercise.name}, {one.dose_in_words(8, 8)} (" in programme
    assert f"A{set_by}. The programme has {one.dose}." in programme
    wrong = {"prescription": one.pk, "mode": "plan", "dose_sets": 8, "dose_target": 8}
    assert f"A{set_by}: “Shorter.”" in html.words_of(client.post(log, wrong))


def test_measures_against_the_programme_what_was_set_before_it_was_so(running):
    change = {"prescription": main(running), "sets": 5, "reason": "Sore.", "by": running.patient.physio}
    DoseChange.objects.create(assignment=running, at=clock.now(), **change)
    assert float(make.session(running, sets=5).completion) == 0.5


def test_sets_no_dose_of_less_than_half(client, running):
    data = {"sets": 4, "target": 10, "reason": "Sore."}
    answer = send(client, running, "change-dose", prescription=main(running).pk, **data)
    assert answer.status_code == 422
    assert "can only be half for now" in answer.content.decode()
    assert not DoseChange.objects.exists()


def test_stays_with_half_for_three_sessions(client, running):
    now = clock.now()
    for days_ago in (6, 2):
        make.session(running, days_ago=days_ago, pain=7)
    assert running.standing.outcome == "step_back"
    review = running.standing.review
    send(client, running, "decide", review.public_id, decision="halved", reason="Stay, with less.")
    review.refresh_from_db()
    running.standing.refresh_from_db()
    assert (review.decision, running.standing.quiet, running.standing.stage.position) == ("halved", True, 2)
    assert (running.doses_set(), running.easings.get().sessions) == ({}, 3)
    make.session(running, now=now + dt.timedelta(days=1), pain=7)
    assert not running.standing.quiet


# Lines, notes, pause, end ---------------------------------------------------------------------------------------------


def test_keeps_every_line_and_applies_the_latest(client, running):
    for text in ("Running: not yet.", "Running: ask Jonas.", "Running: ask Jonas."):
        send(client, running, "set-line", kind="running", text=text)
    assert list(PlanLine.objects.values_list("text", flat=True)) == ["Running: ask Jonas.", "Running: not yet."]


@pytest.mark.parametrize("kind", ["running", "frequency", "appointment"])
def test_says_that_the_patient_reads_a_line_only_where_there_is_one(client, running, kind):
    page = reverse("patient-page", args=[running.patient.public_id])
    for text, said in (("Easy.", "The patient reads it"), (" ", "Nothing is set here"), ("", "Nothing is set here")):
        send(client, running, "set-line", kind=kind, text=text)
        assert said in html.words_of(client.get(page))


def test_says_what_a_colleague_set_meanwhile_and_keeps_what_was_typed(client, running):
    page = reverse("patient-page", args=[running.patient.public_id])
    client.force_login(running.patient.physio)
    opened = html.values_of(*_line_form(client.get(page)))
    colleague = make.physio(of=running.patient.clinic, name="Mara Morgan")
    services.set_line(running, "running", "Not yet.", by=colleague, now=clock.now())
    answer = send(client, running, "set-line", **opened | {"text": "Easy and flat."})
    assert answer.status_code == 422
    assert "Mara Morgan set this line meanwhile: “Not yet.”." in html.words_of(answer)
    assert PlanLine.objects.get().text == "Not yet."
    again = html.values_of(*_line_form(answer))
    assert again["text"] == ["Easy and flat."]
    assert send(client, running, "set-line", **again).status_code == 302
    assert PlanLine.objects.first().text == "Easy and flat."
    services.set_line(running, "running", "", by=colleague, now=clock.now())
    ended = send(
        client, running, "set-line", **again | {"seen": PlanLine.objects.last().pk, "text": "Hills.", "form_id": ""}
    )
    assert "Somebody ended this line meanwhile." in html.words_of(ended)


def _line_form(answer):
    document, _faults = html.parse(answer)
    return next(f for f in html.forms_of(document) if html.values_of(f, document).get("kind") == ["running"]), document


def test_sets_no_appointment_by_the_return_key_in_its_date_and_keeps_what_was_typed(client, running):
    answer = send(client, running, "set-line", kind="appointment", text="14:30", on="2031-02-03", look="look")
    assert answer.status_code == 200 and not PlanLine.objects.exists()
    document, _faults = html.parse(answer)
    kept = [html.values_of(form, document) for form in html.forms_of(document)]
    assert next(one for one in kept if one.get("kind") == ["appointment"])["on"] == ["2031-02-03"]


def test_notes_no_number_by_the_return_key_in_its_date_and_keeps_what_was_typed(client, running):
    typed = {"kind": "outcome:activity", "label": "Jogging", "value": "4", "on": "2026-01-02"}
    answer = send(client, running, "record-measure", **typed, look="look")
    assert answer.status_code == 200 and not running.measures.exists()
    document, _faults = html.parse(answer)
    kept = [html.values_of(form, document) for form in html.forms_of(document)]
    assert next(one for one in kept if one.get("label") == ["Jogging"])["on"] == ["2026-01-02"]


def test_refuses_an_appointment_in_the_past(client, running):
    answer = send(client, running, "set-line", kind="appointment", text="14:30", on="2001-01-01")
    assert answer.status_code == 422
    assert "This day is past." in answer.content.decode()


def test_shows_a_note_to_colleagues_and_to_no_patient(client, running):
    send(client, running, "write-note", text="Works nights; <b>call</b> at noon.")
    colleague = make.physio(of=running.patient.clinic, name="Mina Second")
    client.force_login(colleague)
    page = client.get(reverse("patient-page", args=[running.patient.public_id])).content.decode()
    assert "Works nights; &lt;b&gt;call&lt;/b&gt; at noon." in page
    client.force_login(running.patient.user)
    for name in ("today", "progress"):
        assert "Works nights" not in client.get(reverse(name)).content.decode()
    assert Note.objects.get().by == running.patient.physio


def test_pauses_and_resumes(client, running):
    send(client, running, "give-directive", kind="pause", value="1", reason="Operation on the knee.")
    running.standing.refresh_from_db()
    assert running.standing.paused_at and running.standing.review is None
    send(client, running, "give-directive", kind="pause", value="", reason="Back from it.")
    running.standing.refresh_from_db()
    assert running.standing.paused_at is None and running.standing.resumed_at and running.standing.review


def test_ends_with_what_follows(client, running):
    send(client, running, "end-programme", reason="Plays again.", maintenance="Twice a week, for a year.")
    ended = Assignment.objects.get()
    assert (ended.end_reason, ended.maintenance_plan, ended.ended_by) == (
        "Plays again.",
        "Twice a week, for a year.",
        running.patient.physio,
    )
    page = client.get(reverse("patient-page", args=[running.patient.public_id])).content.decode()
    assert "Plays again." in page and "Twice a week, for a year." in page
    client.force_login(running.patient.user)
    assert "Twice a week, for a year." in client.get(reverse("today")).content.decode()


# Another stage where the rules are silent -----------------------------------------------------------------------------


def test_moves_to_another_stage_while_suggestions_are_off(client, running):
    services.give_directive(running, "engine", 0, reason="Trial.", by=running.patient.physio, now=clock.now())
    seen, wanted = running.standing.stage_id, running.version.stages.get(position=3)
    first = send(client, running, "change-stage", stage=wanted.pk, seen=seen, reason="Strong enough.")
    assert first.status_code == 302
    other = make.physio(of=running.patient.clinic, name="Mina Second")
    first_stage = running.version.stages.get(position=1)
    second = send(client, running, "change-stage", by=other, stage=first_stage.pk, seen=seen, reason="Too early.")
    assert second.status_code == 422
    assert "Somebody else moved the patient meanwhile." in second.content.decode()
    assert StageChange.objects.first().stage == wanted


# Another version ------------------------------------------------------------------------------------------------------


@pytest.fixture
def newer(running):
    draft = duplicate(running.version)
    draft.stages.filter(position=2).update(min_days=5, run_length=4)
    return publish(draft, by=running.patient.physio, now=clock.now())


def test_leads_from_the_version_that_it_has_to_no_move(client, running):
    client.force_login(running.patient.physio)
    page = client.get(reverse("change-version", args=[running.patient.public_id, running.version_id]))
    assert (page.status_code, "Move several patients" in html.words_of(page)) == (200, False)


def test_shows_the_difference_before_the_move(client, running, newer):
    client.force_login(running.patient.physio)
    assert "Version 2 is out" in client.get(reverse("patient-page", args=[running.patient.public_id])).content.decode()
    page = client.get(reverse("change-version", args=[running.patient.public_id, newer.pk]))
    rows = {(one.where, one.before, one.after) for one in page.context["page"].differences}
    assert rows == {("Stage 2", "5", "4"), ("Stage 2", "7", "5")}


def test_moves_with_stage_days_history_and_doses(client, running, newer):
    make.good_days(running, 4)
    began, one = running.standing.stage_started_on, main(running)
    make_smaller = {"sets": 8, "target": one.target, "reason": "Settle.", "by": running.patient.physio}
    services.change_dose(running, one, **make_smaller, now=clock.now() - dt.timedelta(days=1))
    assert running.standing.outcome == "hold"
    mover = make.physio(of=running.patient.clinic, name="Mia Mover")
    assert send(client, running, "change-version", newer.pk, by=mover, reason="Agreed.").status_code == 302
    moved = Assignment.objects.with_its_page().get()
    assert (moved.version, moved.standing.stage.position, moved.standing.stage_started_on) == (newer, 2, began)
    assert moved.standing.stage.version == newer
    assert moved.standing.outcome == "suggest_next"  # four days logged before the move are enough for the new rules
    [carried] = [change for change in moved.doses_set().values() if change.prescription.stage.version == newer]
    assert (carried.sets, carried.by, carried.set_by) == (8, mover, running.patient.physio)
    assert carried.on == running.patient.today(clock.now()) - dt.timedelta(days=1)
    made = VersionChange.objects.get()
    assert (made.before, made.after, made.reason) == (running.version, newer, "Agreed.")


def test_rebuilds_the_same_line_after_a_move(client, running, newer):
    make.good_days(running, 4)
    services.change_version(running, newer, by=running.patient.physio, now=clock.now())
    stage, outcome = running.standing.stage, running.standing.outcome
    services.rebuild_standing(running, clock.now())
    assert (running.standing.stage, running.standing.outcome) == (stage, outcome)


def shorter_than(version, position, by):
    """A version in which the stages after `position` have moved up into its place."""
    draft = duplicate(version)
    drafting.remove_stage(draft.stages.get(position=position))
    return publish(draft, by=by, now=clock.now())


def test_keeps_the_same_exercise_and_its_days_where_the_stages_have_other_numbers(client, running):
    make.good_days(running, 4)
    began, exercise = running.standing.stage_started_on, main(running).exercise
    after = shorter_than(running.version, 1, running.patient.physio)
    volume = [one.completion for one in engine.ask(running, clock.now()).history.sessions]
    client.force_login(running.patient.physio)
    page = client.get(reverse("change-version", args=[running.patient.public_id, after.pk]))
    assert "The patient stays in Stage 1, Single-leg bridge" in html.words_of(page)
    assert "Until now it was stage 2." in html.words_of(page)
    assert send(client, running, "change-version", after.pk).status_code == 302
    moved = Assignment.objects.with_its_page().get()
    assert (moved.standing.stage.position, moved.standing.stage_started_on) == (1, began)
    assert main(moved).exercise == exercise
    assert [one.completion for one in engine.ask(moved, clock.now()).history.sessions] == volume != [None] * 4
    services.rebuild_standing(moved, clock.now())
    assert moved.standing.stage.position == 1


def test_forgets_no_step_back_where_the_stages_have_other_numbers(running):
    physio, now = running.patient.physio, clock.now()
    for position in (3, 2):
        services.change_stage(running, running.version.stages.get(position=position), by=physio, reason="So.", now=now)
    [on] = engine.ask(running, now).history.steps_back
    services.change_version(running, shorter_than(running.version, 1, physio), by=physio, now=now)
    assert engine.ask(running, now).history.steps_back == (on,)


def changed_exercise(version, position, by):
    draft = duplicate(version)
    other = Exercise.objects.get(slug="swiss-ball-curl")
    draft.stages.get(position=position).prescriptions.filter(role="main").update(exercise=other)
    return publish(draft, by=by, now=clock.now())


@pytest.mark.parametrize("changed", [shorter_than, changed_exercise])
def test_leaves_it_to_the_physio_where_the_stage_or_its_exercise_is_gone(client, running, changed):
    make.good_days(running, 4)
    after = changed(running.version, 2, running.patient.physio)
    client.force_login(running.patient.physio)
    page = client.get(reverse("change-version", args=[running.patient.public_id, after.pk]))
    assert "please choose where the patient goes on. Its days count from today." in html.words_of(page)
    assert "if any; the patient reads it" in html.words_of(page)
    refused = send(client, running, "change-version", after.pk)
    assert refused.status_code == 422
    assert "Please choose a stage of this programme." in html.words_of(refused)
    foreign = send(client, running, "change-version", after.pk, stage=running.standing.stage_id)
    assert foreign.status_code == 422
    with pytest.raises(services.Refused, match="Please choose a stage"):
        services.change_version(running, after, by=running.patient.physio, now=clock.now())
    assert Assignment.objects.get().version == running.version
    chosen = after.stages.get(position=1)
    assert send(client, running, "change-version", after.pk, stage=chosen.pk, reason="Agreed.").status_code == 302
    moved = Assignment.objects.with_its_page().get()
    today = moved.patient.today(clock.now())
    assert (moved.version, moved.standing.stage, moved.standing.stage_started_on) == (after, chosen, today)
    change = moved.stage_changes.select_related("stage")[0]
    assert (change.stage, change.started_on, change.reason) == (chosen, today, "Agreed.")


@pytest.mark.parametrize("act", [VersionChange, StageChange])
def test_takes_the_chosen_stage_back_with_the_version(running, act):
    physio, began, stage = running.patient.physio, running.standing.stage_started_on, running.standing.stage
    before, after = running.version, shorter_than(running.version, 2, running.patient.physio)
    services.change_version(running, after, by=physio, now=clock.now(), stage=after.stages.get(position=2))
    kind = "version" if act is VersionChange else "stage"
    services.undo_decision(running, f"{kind}:{act.objects.latest('pk').pk}", by=physio, now=clock.now())
    running.refresh_from_db()
    assert (running.version, running.standing.stage, running.standing.stage_started_on) == (before, stage, began)


def test_tells_the_second_who_moves_a_patient(running, newer):
    stale = Assignment.objects.with_its_page().get(pk=running.pk)
    services.change_version(running, newer, by=running.patient.physio, now=clock.now())
    Assignment.objects.filter(pk=running.pk).update(version=duplicate(newer))
    with pytest.raises(services.Refused, match="Somebody else changed the programme"):
        services.change_version(stale, newer, by=running.patient.physio, now=clock.now())


def test_offers_no_draft_and_no_other_programme(client, running):
    draft = duplicate(running.version)
    assert send(client, running, "change-version", draft.pk).status_code == 404


# In clinic and measures -----------------------------------------------------------------------------------------------


def test_logs_for_the_patient_under_the_physios_name(client, running):
    data = {"client_id": make.uuid.uuid4(), "prescription": main(running).pk, "mode": "plan", "pain_left": "2"}
    answer = send(client, running, "log-in-clinic", **data)
    assert answer.status_code == 302
    assert running.sessions.get().logged_by == running.patient.physio
    running.standing.refresh_from_db()
    assert running.standing.contact_kind == "visit"
    page = client.get(reverse("patient-page", args=[running.patient.public_id])).content.decode()
    assert "Jonas Adeyemi" in page


def test_charts_an_activity_and_names_the_change_that_matters(client, running):
    today = running.patient.today(clock.now())
    for value, days in (("3", 20), ("6", 0)):
        on = today - dt.timedelta(days=days)
        send(
            client, running, "record-measure", kind="outcome:activity", label="Jogging", value=value, on=on.isoformat()
        )
    page = client.get(reverse("patient-page", args=[running.patient.public_id]))
    [course] = page.context["page"].measures.courses
    assert (course.name, course.latest, course.matters) == ("Jogging", "6 of 10", "large change, better")
    assert "Patient-Specific Functional Scale" in course.source


@pytest.mark.parametrize(
    ("kind", "value"), [("outcome:visa-h", "101"), ("outcome:lefs", "81"), ("outcome:lefs", "2.5")]
)
def test_refuses_a_total_off_its_scale(client, running, kind, value):
    today = running.patient.today(clock.now())
    answer = send(client, running, "record-measure", kind=kind, value=value, on=today.isoformat())
    assert answer.status_code == 422
    assert "please enter a whole number from 0 to" in answer.content.decode()


def test_asks_once_until_it_is_answered(client, running):
    for _again in range(2):
        send(client, running, "ask-measure", kind="pain_rest")
    assert running.measures_asked.count() == 1
    now = clock.now()
    services.record_measure(
        running, kind="pain_rest", value=3, on=running.patient.today(now), by=running.patient.user, now=now
    )
    send(client, running, "ask-measure", kind="pain_rest")
    assert running.measures_asked.count() == 2


def test_copies_the_page_as_text(client, running):
    make.session(running, days_ago=1, pain=4)
    client.force_login(running.patient.physio)
    text = client.get(reverse("patient-page", args=[running.patient.public_id])).context["summary"]
    for words in (running.patient.name, "Stage 2 of 5", "Due days logged", "Single-leg bridge", "Amber"):
        assert words in text


def test_ends_a_line_in_one_full_stop(client, running):
    send(client, running, "set-line", kind="running", text="Easy and flat.")
    page = client.get(reverse("patient-page", args=[running.patient.public_id])).content.decode()
    assert "Running and sport: “Easy and flat”." in page
