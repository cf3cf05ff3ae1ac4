"""Rules that hold in the database itself, whatever program writes: each constraint refuses what it is there for."""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction

from patients import services
from patients.models import DirectiveKind, FailedJob, Letter, LinkKind, WhatIf
from patients.services.link import make_link
from programs import clock
from programs.constraints import broke
from programs.guidance import Guidance
from programs.models import Exercise, ProgramVersion, Status, Translation
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]
DAY = dt.timedelta(days=1)
OURS = [model for model in apps.get_models() if model._meta.app_label in {"hhtclinic", "patients", "programs"}]
DECLARED = {constraint.name: model for model in OURS for constraint in model._meta.constraints}


@pytest.fixture(scope="module")
def rows(kept_db):
    """One row of every kind, made as they are made in earnest."""
    now = clock.now()
    assignment = make.assignment(days=5)
    physio, patient = assignment.patient.physio, assignment.patient
    session, morning = make.session(assignment, days_ago=2), make.morning(assignment, days_ago=1)
    flag = services.raise_flags(assignment.patient, ["calf"], client_id=uuid.uuid4(), by=patient.user, now=now)[0][0]
    away, _created = services.say_away(assignment, from_on=now.date(), to_on=now.date() + DAY, by=patient.user, now=now)
    services.give_directive(assignment, DirectiveKind.CEILING, 4, reason="As agreed.", by=physio, now=now)
    services.invite(patient, by=physio, now=now)
    yesterday = now.date() - DAY
    measure, _created = services.record_measure(
        assignment, kind="pain_sitting", value=2, on=yesterday, by=physio, now=now
    )
    stage = assignment.version.stages.get(position=1)
    prescription = stage.prescriptions.first()
    draft = ProgramVersion.objects.create(program=assignment.version.program, number=99)
    return SimpleNamespace(
        now=now,
        user=patient.user,
        physio=physio,
        patient=patient,
        other=make.patient(by=physio),
        membership=physio.memberships.get(),
        choice=patient.clinic.program_choices.get(),
        invitation=patient.invitations.get(),
        link=make_link(LinkKind.START, now=now)[1],
        assignment=assignment,
        change=assignment.stage_changes.get(),
        standing=assignment.standing,
        directive=assignment.directives.get(),
        away=away,
        review=assignment.reviews.open().get(),
        session=session,
        set=session.sets.first(),
        morning=morning,
        flag=flag,
        version=assignment.version,
        draft=draft,
        tried=WhatIf.objects.create(draft=draft, rules={}, requested_by=physio, requested_at=now, patients=2),
        stage=stage,
        prescription=prescription,
        variation=prescription.exercise.variations.first(),
        criterion=stage.criteria.create(metric="effort", operator="at_most", value=5, last_n=2),
        measure=measure,
        **beside(assignment, prescription, physio),
        discharge=make.patient(by=physio, name="Dora Gone").discharges.create(reason="moved", at=now, by=physio),
        transfer=make.patient(by=physio, name="Omar Offered").transfers.create(
            of_clinic=patient.clinic,
            to_clinic=make.clinic("Elsewhere"),
            consent_on=now.date(),
            asked_at=now,
            asked_by=physio,
        ),
        card=Guidance.objects.create(slug="a-card", topic="plan", title="Why?", body="Because.", source="Our choice."),
        unused=Exercise.objects.create(slug="unused", name="Unused", kind="hold"),
        picture=make.picture(),
    )


def beside(assignment, prescription, physio):
    """What stands beside the log and on the desk, a row of each."""
    patient = assignment.patient
    now = clock.now()
    said = {"logged_by": patient.user, "received_at": now, "time_zone": patient.time_zone}
    set_by = {"at": now, "by": physio}
    on = assignment.started_on
    return {
        "activity": assignment.activities.create(on=on, kind="run", minutes=20, pain=2, **said),
        "day_reason": assignment.day_reasons.create(on=on, kind="sleep", **said),
        "confirmation": physio.confirmations.create(
            address="a@example.org", token_hash="x", created_at=now, expires_at=now
        ),
        "intake": assignment.intakes.create(age=44, **said),
        "easing": assignment.easings.create(sessions=3, reason="As agreed.", **set_by),
        "dose": assignment.dose_changes.create(prescription=prescription, sets=5, reason="As agreed.", **set_by),
        "undo": assignment.undos.create(act="easing:1", decided_at=now, **set_by),
        "line": assignment.lines.create(kind="running", text="Easy and flat.", **set_by),
        "note": assignment.notes.create(text="Seen today.", **set_by),
        "message": patient.messages.create(from_patient=True, text="May I swim?", at=now, by=patient.user),
        "canned": patient.clinic.canned_texts.create(title="Thanks", text="Thank you."),
        "notice": physio.notices.create(kind="digest", key="digest 1", due_at=clock.now()),
        "letter": Letter.objects.create(kind="account", body="sealed", due_at=now, next_try_at=now),
        "failed": FailedJob.objects.create(what="letter", key="1", error="ValueError", first_at=now, last_at=now),
    }


def put(row, **values):
    """Writes over a row, as a stray query would."""
    assert type(row).objects.filter(pk=row.pk).update(**values) == 1


def again(row, **values):
    """Writes the row a second time, with a public id of its own."""
    copy = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
    if "public_id" in copy:
        copy["public_id"] = uuid.uuid4()
    type(row).objects.create(**{**copy, **values})


def numbered_twice(patient, other):
    put(patient, record_number="A 1")
    patient.refresh_from_db()
    again(patient, user_id=other.pk, record_number="a 1")


# The constraint, and what it refuses. ---------------------------------------------------------------------------------

REFUSED = [
    ("user_email_once_whatever_its_case", lambda r: get_user_model().objects.create(email=r.user.email.upper())),
    ("program_once_a_clinic", lambda r: again(r.choice)),
    ("one_current_role_a_user_and_clinic", lambda r: again(r.membership)),
    ("membership_away_from_to", lambda r: put(r.membership, away_from=r.now.date())),
    ("membership_away_from_to", lambda r: put(r.membership, away_to=r.now.date())),
    (
        "membership_away_from_to",
        lambda r: put(r.membership, away_from=r.now.date(), away_to=r.now.date() - DAY),
    ),
    ("invitation_used_or_withdrawn_not_both", lambda r: put(r.invitation, used_at=r.now, withdrawn_at=r.now)),
    ("link_used_or_withdrawn", lambda r: put(r.link, used_at=r.now, withdrawn_at=r.now)),
    ("link_says_whose", lambda r: put(r.link, kind="welcome")),
    ("confirmation_used_or_withdrawn_not_both", lambda r: put(r.confirmation, used_at=r.now, withdrawn_at=r.now)),
    ("record_number_once_a_clinic", lambda r: numbered_twice(r.assignment.patient, r.physio)),
    ("one_active_assignment", lambda r: again(r.assignment)),
    ("assignment_intake_0_to_10", lambda r: put(r.assignment, intake_morning_pain=11)),
    ("assignment_end_says_who", lambda r: put(r.assignment, ended_at=r.now)),
    ("assignment_end_says_who", lambda r: put(r.assignment, ended_by=r.physio)),
    ("one_discharge_in_force", lambda r: again(r.discharge)),
    ("one_transfer_waiting", lambda r: again(r.transfer)),
    ("transfer_accepted_says_who", lambda r: put(r.transfer, accepted_at=r.now)),
    ("transfer_withdrawn_says_who", lambda r: put(r.transfer, withdrawn_at=r.now)),
    ("transfer_goes_elsewhere", lambda r: put(r.transfer, to_clinic=r.transfer.of_clinic)),
    ("discharge_over_says_who", lambda r: put(r.discharge, over_at=r.now)),
    ("discharge_undone_is_over", lambda r: put(r.discharge, was_undone=True)),
    ("stage_change_baseline_0_to_10", lambda r: put(r.change, baseline=10.5)),
    ("stage_change_baseline_0_to_10", lambda r: put(r.change, baseline=-0.5)),
    ("directive_says_why", lambda r: put(r.directive, reason="")),
    ("directive_ceiling_up_to_5", lambda r: put(r.directive, value=6)),
    ("away_ends_after_it_begins", lambda r: put(r.away, to_on=r.away.from_on - DAY)),
    ("one_open_review", lambda r: again(r.review)),
    ("review_decision_says_who_and_what", lambda r: put(r.review, decided_at=r.now)),
    ("review_decision_says_who_and_what", lambda r: put(r.review, decided_by=r.physio)),
    ("review_decision_says_who_and_what", lambda r: put(r.review, decision="accepted")),
    ("review_decision_says_who_and_what", lambda r: put(r.review, decided_at=r.now, decided_by=r.physio)),
    ("session_arrives_once", lambda r: again(r.session)),
    ("session_0_to_10", lambda r: put(r.session, pain_left=11)),
    ("session_0_to_10", lambda r: put(r.session, pain_right=11)),
    ("session_0_to_10", lambda r: put(r.session, effort=11)),
    ("session_completion_0_to_1", lambda r: put(r.session, completion=1.1)),
    ("session_completion_0_to_1", lambda r: put(r.session, completion=-0.1)),
    ("session_symmetry_0_to_1", lambda r: put(r.session, symmetry=1.1)),
    ("session_symmetry_0_to_1", lambda r: put(r.session, symmetry=-0.1)),
    ("session_void_says_who", lambda r: put(r.session, voided_at=r.now)),
    ("session_void_says_who", lambda r: put(r.session, voided_by=r.user)),
    ("set_once_a_session", lambda r: again(r.set)),
    ("set_done_0_to_600", lambda r: put(r.set, done=601)),
    ("morning_arrives_once", lambda r: again(r.morning, on=r.morning.on - DAY)),
    ("one_morning_check_a_day", lambda r: again(r.morning, client_id=uuid.uuid4())),
    ("morning_0_to_10", lambda r: put(r.morning, pain_left=11)),
    ("morning_0_to_10", lambda r: put(r.morning, pain_right=11)),
    ("morning_has_a_number", lambda r: put(r.morning, pain_left=None, pain_right=None)),
    ("morning_void_says_who", lambda r: put(r.morning, voided_at=r.now)),
    ("morning_void_says_who", lambda r: put(r.morning, voided_by=r.user)),
    ("flag_arrives_once", lambda r: again(r.flag)),
    ("undone_once", lambda r: again(r.undo)),
    ("flag_closing_says_who", lambda r: put(r.flag, closed_at=r.now)),
    ("flag_closing_says_who", lambda r: put(r.flag, closed_by=r.physio)),
    ("flag_sight_says_who", lambda r: put(r.flag, seen_at=r.now)),
    ("flag_sight_says_who", lambda r: put(r.flag, seen_by=r.physio)),
    ("one_unfinished_what_if", lambda r: again(r.tried)),
    ("what_if_done_of_all", lambda r: put(r.tried, done=3)),
    ("variation_once_an_exercise", lambda r: again(r.variation, level=99)),
    ("variation_level_once_an_exercise", lambda r: again(r.variation, slug="another")),
    ("program_name_once", lambda r: again(r.version.program, slug="another", name="HIGH hamstring  tendinopathy")),
    ("exercise_name_once", lambda r: again(r.unused, slug="another", name="un USED")),
    ("exercise_video_is_https", lambda r: put(r.unused, video="http://example.org/film")),
    ("picture_once_an_exercise", lambda r: again(r.picture)),
    (
        "picture_once_a_variation",
        lambda r: (put(r.picture, variation=r.variation), again(r.picture, variation_id=r.variation.pk)),
    ),
    ("picture_has_words_source_and_file", lambda r: put(r.picture, alternative="")),
    ("picture_has_words_source_and_file", lambda r: put(r.picture, source="")),
    ("picture_has_words_source_and_file", lambda r: put(r.picture, file="")),
    ("picture_has_its_consent", lambda r: put(r.picture, consent="written")),
    ("version_number_once_a_program", lambda r: again(r.version)),
    ("one_draft_a_program", lambda r: again(r.draft, number=100)),
    ("published_version_has_date_and_rules", lambda r: put(r.version, published_at=None)),
    ("published_version_has_date_and_rules", lambda r: put(r.version, rules=None)),
    ("published_version_has_date_and_rules", lambda r: put(r.draft, published_at=r.now)),
    ("published_version_has_date_and_rules", lambda r: put(r.draft, status=Status.PUBLISHED)),
    ("stage_position_once_a_version", lambda r: again(r.stage, key="another")),
    ("stage_key_once_a_version", lambda r: again(r.stage, position=99)),
    ("stage_position_from_one", lambda r: put(r.stage, position=0)),
    ("stage_run_of_one_or_more", lambda r: put(r.stage, run_length=0)),
    ("stage_run_fits_its_window", lambda r: put(r.stage, window_days=r.stage.run_length - 1)),
    ("stage_limits_on_the_scale", lambda r: put(r.stage, pain_max=11)),
    ("stage_limits_on_the_scale", lambda r: put(r.stage, morning_max=11)),
    ("stage_limits_on_the_scale", lambda r: put(r.stage, rise_max=11)),
    ("stage_percentages_up_to_hundred", lambda r: put(r.stage, completion_min=101)),
    ("stage_percentages_up_to_hundred", lambda r: put(r.stage, symmetry_min=101)),
    ("prescription_order_once_a_stage", lambda r: again(r.prescription, exercise_id=r.unused.pk)),
    ("exercise_once_a_stage", lambda r: again(r.prescription, position=99)),
    ("prescription_has_repetitions_or_seconds", lambda r: put(r.prescription, repetitions=None, seconds=None)),
    ("prescription_has_repetitions_or_seconds", lambda r: put(r.prescription, repetitions=10, seconds=10)),
    ("prescription_has_repetitions_or_seconds", lambda r: put(r.prescription, repetitions=0, seconds=None)),
    ("prescription_has_a_set", lambda r: put(r.prescription, sets=0)),
    ("prescription_affected_leg_is_one", lambda r: put(r.prescription, each_leg=False, affected_leg=True)),
    ("prescription_ranges_upwards", lambda r: put(r.prescription, sets_most=r.prescription.sets)),
    ("prescription_ranges_upwards", lambda r: put(r.prescription, load_rm_most=8)),
    ("prescription_has_one_load", lambda r: put(r.prescription, load_kg=5, load_rm=8)),
    ("prescription_has_one_load", lambda r: put(r.prescription, load_kg=5, with_load=True)),
    ("prescription_tempo_whole", lambda r: put(r.prescription, tempo_lower=3)),
    ("criterion_order_once_a_stage", lambda r: again(r.criterion)),
    ("criterion_operator_known", lambda r: put(r.criterion, operator="more")),
    ("criterion_statistic_known", lambda r: put(r.criterion, statistic="best")),
    ("criterion_looks_back_at_one", lambda r: put(r.criterion, last_n=0)),
    ("away_void_says_who", lambda r: put(r.away, voided_at=r.now)),
    ("away_void_says_who", lambda r: put(r.away, voided_by=r.user)),
    ("note_void_says_who", lambda r: put(r.note, voided_at=r.now)),
    ("note_void_says_who", lambda r: put(r.note, voided_by=r.physio)),
    ("measure_void_says_who", lambda r: put(r.measure, voided_at=r.now)),
    ("measure_void_says_who", lambda r: put(r.measure, voided_by=r.physio)),
    ("measure_says_what", lambda r: put(r.measure, kind="")),
    ("measure_of_one_side_or_none", lambda r: put(r.measure, side="both")),
    ("measure_pain_0_to_10", lambda r: put(r.measure, value=11)),
    ("measure_pain_0_to_10", lambda r: put(r.measure, value=-1)),
    (
        "measure_arrives_once",
        lambda r: (put(r.measure, client_id=r.message.client_id), again(r.measure, client_id=r.message.client_id)),
    ),
    ("guidance_stages_in_order", lambda r: put(r.card, from_stage=3, to_stage=2)),
    ("translation_of_some_english", lambda r: Translation.objects.create(language="de", at=r.now, by=r.user)),
    ("guidance_key_of_a_program", lambda r: put(r.card, from_key="bridge")),
    ("activity_arrives_once", lambda r: again(r.activity)),
    ("activity_pain_0_to_10", lambda r: put(r.activity, pain=11)),
    ("activity_minutes_within_a_day", lambda r: put(r.activity, minutes=0)),
    ("activity_minutes_within_a_day", lambda r: put(r.activity, minutes=1441)),
    ("activity_void_says_who", lambda r: put(r.activity, voided_at=r.now)),
    ("activity_void_says_who", lambda r: put(r.activity, voided_by=r.user)),
    ("day_reason_arrives_once", lambda r: again(r.day_reason, kind="ill")),
    ("day_reason_once_a_day", lambda r: again(r.day_reason, client_id=uuid.uuid4())),
    ("day_reason_void_says_who", lambda r: put(r.day_reason, voided_at=r.now)),
    ("day_reason_void_says_who", lambda r: put(r.day_reason, voided_by=r.user)),
    ("intake_arrives_once", lambda r: again(r.intake, voided_at=r.now, voided_by_id=r.user.pk)),
    ("one_intake_an_assignment", lambda r: again(r.intake, client_id=uuid.uuid4())),
    ("intake_age_up_to_120", lambda r: put(r.intake, age=121)),
    ("intake_void_says_who", lambda r: put(r.intake, voided_at=r.now)),
    ("intake_void_says_who", lambda r: put(r.intake, voided_by=r.user)),
    ("intake_sight_says_who", lambda r: put(r.intake, seen_at=r.now)),
    ("intake_sight_says_who", lambda r: put(r.intake, seen_by=r.physio)),
    ("dose_change_says_why", lambda r: put(r.dose, reason="")),
    ("dose_change_sets", lambda r: put(r.dose, sets=0)),
    ("dose_change_sets", lambda r: put(r.dose, sets=31)),
    ("dose_change_target", lambda r: put(r.dose, target=0)),
    ("dose_change_target", lambda r: put(r.dose, target=601)),
    ("dose_change_first_says_who", lambda r: put(r.dose, first_at=r.now)),
    ("dose_change_first_says_who", lambda r: put(r.dose, first_by=r.physio)),
    ("easing_says_why", lambda r: put(r.easing, reason="")),
    ("easing_has_one_end", lambda r: put(r.easing, until_on=r.now.date())),
    ("plan_line_day_of_appointment", lambda r: put(r.line, on=r.now.date())),
    ("note_says_something", lambda r: put(r.note, text="")),
    ("message_arrives_once", lambda r: again(r.message)),
    ("message_says_something", lambda r: put(r.message, text="")),
    ("message_sight_says_who", lambda r: put(r.message, seen_at=r.now)),
    ("message_sight_says_who", lambda r: put(r.message, seen_by=r.physio)),
    ("canned_text_once_a_clinic", lambda r: again(r.canned)),
    ("notice_planned_once", lambda r: again(r.notice)),
    ("letter_keeps_no_secret", lambda r: put(r.letter, over_at=r.now)),
    ("letter_sent_is_over", lambda r: put(r.letter, sent_at=r.now)),
    ("failed_job_once", lambda r: again(r.failed)),
]

# No number is below nought: the scale's constraint or the column's own refuses, and the database chooses which.
NEGATIVE = {
    "baseline pain": lambda r: put(r.assignment, intake_morning_pain=-1),
    "session pain": lambda r: put(r.session, pain_left=-1),
    "effort": lambda r: put(r.session, effort=-1),
    "morning pain": lambda r: put(r.morning, pain_right=-1),
    "repetitions": lambda r: put(r.set, done=-1),
    "a ceiling": lambda r: put(r.directive, value=-1),
}

# The column whose own rule refuses: one of a kind, or never empty.
BY_COLUMN = [
    ("user_id", lambda r: put(r.other, user=r.user)),
    ("assignment_id", lambda r: again(r.standing)),
    ("token_hash", lambda r: again(r.invitation)),
    ("public_id", lambda r: put(r.other, public_id=r.patient.public_id)),
    ("name", lambda r: again(r.patient.clinic)),
    ("physio_id", lambda r: put(r.patient, physio=None)),
    ("reason", lambda r: put(r.directive, reason=None)),
]

# What stands right beside a violation is let in, or the constraint refuses too much.
ACCEPTED = {
    "pain of nought and of ten": lambda r: put(r.session, pain_left=0, pain_right=10, effort=10),
    "pain that was not recorded": lambda r: put(r.session, pain_left=None, pain_right=None),
    "a morning with one side": lambda r: put(r.morning, pain_left=None, pain_right=0),
    "a second programme after the first": lambda r: (
        put(r.assignment, ended_at=r.now, ended_by=r.physio),
        again(r.assignment),
    ),
    "a second review after the first": lambda r: (put(r.review, superseded_at=r.now), again(r.review)),
    "another answer for a morning that was voided": lambda r: (
        put(r.morning, voided_at=r.now, voided_by=r.user),
        again(r.morning, client_id=uuid.uuid4()),
    ),
    "the same tick on another day": lambda r: again(r.flag, client_id=uuid.uuid4()),
    "two ticks at once": lambda r: again(r.flag, kind="bone"),
    "a role taken up again": lambda r: (put(r.membership, left_at=r.now), again(r.membership)),
    "a draft tried again": lambda r: (put(r.tried, done=2, finished_at=r.now), again(r.tried)),
    "one day away": lambda r: put(r.away, to_on=r.away.from_on),
    "a ceiling of five, and none": lambda r: (put(r.directive, value=5), put(r.directive, value=None)),
    "a set of nought and of six hundred": lambda r: (put(r.set, done=0), put(r.set, done=600)),
    "a decision with its who and when": lambda r: put(
        r.review, decision="declined", decided_at=r.now, decided_by=r.physio
    ),
}


@pytest.mark.parametrize(("name", "violate"), REFUSED, ids=[name for name, _violate in REFUSED])
def test_refuses(name, violate, rows):
    assert broke(refusal(violate, rows), DECLARED[name], name)


@pytest.mark.parametrize("violate", NEGATIVE.values(), ids=NEGATIVE)
def test_refuses_below_nought(violate, rows):
    assert "check constraint" in str(refusal(violate, rows)).lower()


@pytest.mark.parametrize(("column", "violate"), BY_COLUMN, ids=[column for column, _violate in BY_COLUMN])
def test_refuses_in_column(column, violate, rows):
    assert column in str(refusal(violate, rows))


@pytest.mark.parametrize("write", ACCEPTED.values(), ids=ACCEPTED)
def test_accepts(write, rows):
    write(rows)
    connection.check_constraints()


def test_has_a_violation_for_every_constraint():
    assert DECLARED.keys() == {name for name, _violate in REFUSED}
    assert len(DECLARED) > 40


def refusal(violate, rows):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        violate(rows)
    return caught.value
