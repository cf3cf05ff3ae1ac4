"""Services trust no caller: what a form would never let through is refused in a sentence, and nothing is stored."""

import datetime as dt
import uuid
from copy import deepcopy
from dataclasses import replace

import pytest
from django.apps import apps

from patients import services
from patients.domain.consent import Consent
from patients.domain.entries import ActivityEntry, IntakeEntry, MeasureEntry, MorningEntry, ReasonEntry, SetEntry
from patients.models import Clinic
from patients.services.start import Invited, open_start
from programs import clock
from programs.editor.publishing import duplicate
from programs.models import Program
from tests import make

pytestmark = pytest.mark.django_db


class World:
    """A patient whose suggestion waits, another of the same clinic, and a draft of the programme."""

    def __init__(self):
        self.now = clock.now()
        self.mine = make.assignment(days=9)
        make.good_days(self.mine, 5)
        self.physio, self.user = self.mine.patient.physio, self.mine.patient.user
        self.today = self.mine.patient.today(self.now)
        self.other = make.assignment(make.patient(by=self.physio, name="Zoe Adamou"), days=9)
        self.free = make.patient(by=self.physio, name="Ines Free")
        self.elsewhere = make.patient(name="Emil Elsewhere")
        self.elsewhere.clinic.program_choices.all().delete()
        self.offered = self.offers_of(make.patient(by=self.physio, name="Omar Offered"))
        self.draft = duplicate(self.mine.version)
        self.later = self.mine.version.stages.get(position=3)
        self.foreign = self.draft.stages.get(position=1)
        self.unpublished = Program.objects.create(name="New", slug="new")
        self.secret = open_start(now=self.now).split("/")[-2]
        self.desk = {"by": self.physio, "now": self.now}
        self.phone = {"by": self.user, "now": self.now}
        self.start = {"side": "left", "started_on": self.today, "intake_morning_pain": 2, "version": self.mine.version}

    def session(self, **changes):
        services.log_session(self.mine, replace(make.entry(self.mine, at=self.now), **changes), **self.phone)

    def sets(self, side="both", number=1, done=10):
        return (SetEntry(number, side, done),)

    def morning(self, **changes):
        values = {"on": self.today - dt.timedelta(days=2), "pain_left": 1, **changes}
        services.record_morning(self.mine, MorningEntry(uuid.uuid4(), **values), **self.phone)

    def dose(self, prescription=None, **changes):
        values = {"sets": 3, "target": 5, "reason": "Less.", **changes}
        services.change_dose(self.mine, prescription or make.main_prescription(self.mine), **values, **self.desk)

    def decides(self, decision, review=None, stage=None):
        review = review or self.mine.standing.review
        services.decide(self.mine, review, decision, reason="As agreed.", stage=stage, **self.desk)

    def measure(self, **changes):
        values = {"kind": "outcome:visa-h", "value": 40, "on": self.today, **changes}
        services.record_measure(self.mine, **values, **self.desk)

    def answer(self, kind="outcome:global-change", value=4, days=0, label=""):
        entry = MeasureEntry(uuid.uuid4(), self.today + dt.timedelta(days=days), kind, value, label)
        services.give_measure(self.mine, entry, **self.phone)

    def activity(self, **changes):
        values = {"on": self.today, "kind": "run", "minutes": 20, **changes}
        services.log_activity(self.mine, ActivityEntry(uuid.uuid4(), **values), **self.phone)

    def reason(self, kind):
        services.note_day_reason(self.mine, ReasonEntry(uuid.uuid4(), self.today, kind), **self.phone)

    def flags(self, *kinds):
        services.raise_flags(self.mine.patient, kinds, client_id=uuid.uuid4(), **self.phone)

    def directive(self, kind, value):
        services.give_directive(self.mine, kind, value, reason="As agreed.", **self.desk)

    def line(self, kind, text="Easy and flat."):
        services.set_line(self.mine, kind, text, **self.desk)

    def assigns(self, **changes):
        services.assign_program(**{"patient": self.free, **self.start, **changes}, **self.desk)

    def adds(self, **changes):
        values = {"clinic": self.mine.patient.clinic, "physio": self.physio, "time_zone": "Europe/London", **changes}
        services.add_patient(name="Uma New", **{"email": "uma@example.org", **values}, **self.desk)

    def identity(self, **changes):
        services.correct_identity(self.mine.patient, **changes, **self.desk)

    def confirms(self, clinic=None, **changes):
        clinic = clinic or self.mine.patient.clinic
        services.confirm_numbers(clinic, clinic.numbers | changes, **self.desk)

    def invites(self, **changes):
        values = {"name": "Uma New", "email": "uma@example.org", "roles": ["physio"], "by": None, "now": self.now}
        services.invite_colleague(self.mine.patient.clinic, **{**values, **changes})

    def starts(self, token="", program=None, email="uma@example.org", **changes):
        clinic = Clinic(**{"name": "Willow", "phone": "01632 960142", "emergency_phone": "999", **changes})
        who = Invited("Uma New", email)
        program = program or self.mine.version.program
        services.start_clinic(token or self.secret, clinic, program, administrator=who, treats=False, now=self.now)

    @property
    def row(self):
        return self.mine.morning_checks.valid().first()

    def corrects(self, *, pain=1, **how):
        services.put_right(self.row, MorningEntry(uuid.uuid4(), self.row.on, pain_left=pain), **how)

    def undoes(self, act):
        services.undo_decision(self.mine, act, **self.desk)

    def offers_of(self, patient):
        consent = Consent("Omar", self.today, "phone")
        return services.ask_transfer(patient, self.elsewhere.clinic, consent, by=self.physio, now=self.now)

    def offers(self, to=None, by="Ines", days=0, how="phone"):
        consent = Consent(by, self.today + dt.timedelta(days=days), how)
        return services.ask_transfer(self.free, to or self.elsewhere.clinic, consent, **self.desk)

    def mark(self, about, **changes):
        services.mark_triage(self.mine, about, **changes, **self.desk)


FOREIGN = {
    "log_session": {
        "a later stage": lambda w: w.session(prescription=w.later.prescriptions.first()),
        "another version": lambda w: w.session(prescription=w.foreign.prescriptions.first()),
        "another exercise's way": lambda w: w.session(
            variation=w.later.prescriptions.first().exercise.variations.first()
        ),
        "a side the exercise has not": lambda w: w.session(sets=w.sets("left")),
        "a set of no number": lambda w: w.session(sets=w.sets(number=0)),
        "more than 600 in a set": lambda w: w.session(sets=w.sets(done=601)),
        "pain off the scale": lambda w: w.session(pain_left=11),
    },
    "record_morning": {"pain off the scale": lambda w: w.morning(pain_left=11)},
    "raise_flags": {"an unknown kind": lambda w: w.flags("calf", "mood"), "nothing": lambda w: w.flags()},
    "log_activity": {
        "an unknown kind": lambda w: w.activity(kind="chess"),
        "more than a day": lambda w: w.activity(minutes=1441),
        "pain off the scale": lambda w: w.activity(pain=11),
    },
    "note_day_reason": {"an unknown kind": lambda w: w.reason("weather")},
    "answer_intake": {
        "an age nobody has": lambda w: services.answer_intake(w.mine, IntakeEntry(uuid.uuid4(), age=121), **w.phone)
    },
    "give_measure": {
        "what nobody is asked": lambda w: w.answer("outcome:visa-h", 40),
        "a value off its scale": lambda w: w.answer(value=8),
        "a day to come": lambda w: w.answer(days=2),
        "a name that is too long": lambda w: w.answer("outcome:activity", 4, label="x" * 121),
    },
    "record_measure": {
        "an unknown kind": lambda w: w.measure(kind="mood"),
        "a value off its scale": lambda w: w.measure(value=101),
        "a name that is too long": lambda w: w.measure(kind="outcome:activity", value=4, label="x" * 121),
    },
    "ask_measure": {
        "what no patient is asked": lambda w: services.ask_measure(w.mine, "outcome:visa-h", **w.desk),
        "an unknown kind": lambda w: services.ask_measure(w.mine, "mood", **w.desk),
    },
    "ease_dose": {
        "no reason": lambda w: services.ease_dose(w.mine, reason=" ", sessions=2, **w.desk),
        "no end": lambda w: services.ease_dose(w.mine, reason="Sore.", **w.desk),
        "two ends": lambda w: services.ease_dose(w.mine, reason="Sore.", sessions=2, until_on=w.today, **w.desk),
        "too many sessions": lambda w: services.ease_dose(w.mine, reason="Sore.", sessions=31, **w.desk),
        "a day that is past": lambda w: services.ease_dose(
            w.mine, reason="Sore.", until_on=w.today - dt.timedelta(days=1), **w.desk
        ),
    },
    "ask_whole_plan": {
        "no reason": lambda w: services.ask_whole_plan(w.mine, reason=" ", **w.desk),
        "nothing that is eased": lambda w: services.ask_whole_plan(w.mine, reason="Well.", **w.desk),
    },
    "change_dose": {
        "another version": lambda w: w.dose(w.foreign.prescriptions.first()),
        "more sets than there are": lambda w: w.dose(sets=31),
        "no repetition": lambda w: w.dose(target=0),
    },
    "set_line": {
        "an unknown kind": lambda w: w.line("weather"),
        "the plan of the end": lambda w: w.line("maintenance"),
        "a line that is too long": lambda w: w.line("running", "x" * 301),
    },
    "decide": {
        "another patient's review": lambda w: w.decides("declined", review=w.other.standing.review),
        "no decision": lambda w: w.decides("perhaps"),
        "a stage of another version": lambda w: w.decides("other_stage", stage=w.foreign),
    },
    "change_stage": {
        "another version": lambda w: services.change_stage(w.mine, w.foreign, reason="As agreed.", **w.desk)
    },
    "undo_decision": {
        "another patient's": lambda w: w.undoes(f"stage:{w.other.stage_changes.get().pk}"),
        "what began the programme": lambda w: w.undoes(f"stage:{w.mine.stage_changes.get().pk}"),
        "an answer that nobody decided on": lambda w: w.undoes(f"review:{w.mine.standing.review_id}"),
        "no decision": lambda w: w.undoes("weather:1"),
        "no number": lambda w: w.undoes("stage:one"),
        "a number no row has": lambda w: w.undoes("stage:" + "9" * 40),
    },
    "change_version": {"a draft": lambda w: services.change_version(w.mine, w.draft, **w.desk)},
    "give_directive": {
        "an unknown kind": lambda w: w.directive("weather", 1),
        "a switch that is neither on nor off": lambda w: w.directive("hold", 2),
        "a ceiling that would be red": lambda w: w.directive("ceiling", 6),
        "less than nothing": lambda w: w.directive("ceiling", -1),
    },
    "assign_program": {
        "a draft": lambda w: w.assigns(version=w.draft),
        "a programme that the clinic has not chosen": lambda w: w.assigns(patient=w.elsewhere),
        "an unknown side": lambda w: w.assigns(side="behind"),
        "pain off the scale": lambda w: w.assigns(intake_morning_pain=11, ceiling=4, reason="As agreed."),
        "a ceiling that would be red": lambda w: w.assigns(ceiling=6, reason="As agreed."),
    },
    "confirm_numbers": {
        "of another clinic": lambda w: w.confirms(w.elsewhere.clinic),
        "no emergency number": lambda w: w.confirms(emergency_phone=" "),
        "a country that is not known": lambda w: w.confirms(country="XX"),
        "a number that is too long": lambda w: w.confirms(crisis_phone="1" * 41),
    },
    "end_membership": {  # more of them in test_leaver.py
        "by who does not run the clinic": lambda w: services.end_membership(w.mine.patient.clinic, w.physio, **w.desk)
    },
    "erase_patient": {  # more of them in test_erase_patient.py
        "by who does not run the clinic": lambda w: services.erase_patient(
            w.free, typed="Ines Free", reason="error", by=w.physio, now=w.now
        )
    },
    "give_role": {
        "by who does not run the clinic": lambda w: services.give_role(
            w.mine.patient.clinic, w.physio, "administrator", **w.desk
        )
    },
    "reset_second_factor": {
        "by who does not run the clinic": lambda w: services.reset_second_factor(
            w.mine.patient.clinic, w.physio, **w.desk
        )
    },
    "discharge": {
        "a reason that there is not": lambda w: services.discharge(w.mine.patient, reason="bored", **w.desk),
    },
    "ask_transfer": {
        "the own clinic": lambda w: w.offers(to=w.mine.patient.clinic),
        "nobody who agreed": lambda w: w.offers(by=" "),
        "a consent of a day to come": lambda w: w.offers(days=1),
        "a way of consent that there is not": lambda w: w.offers(how="dream"),
    },
    "accept_transfer": {
        "to a physio of another clinic": lambda w: services.accept_transfer(w.offered, physio=w.physio, **w.desk),
    },
    "take_on_again": {
        "who is in care": lambda w: services.take_on_again(w.free, **w.start, **w.desk),
    },
    "undo_discharge": {"who is in care": lambda w: services.undo_discharge(w.free, **w.desk)},
    "hand_over": {
        "to a physio of another clinic": lambda w: services.hand_over(
            [w.free], of=w.physio, to=w.elsewhere.physio, by=w.physio
        ),
        "of two clinics": lambda w: services.hand_over([w.free, w.elsewhere], of=w.physio, to=w.physio, by=w.physio),
    },
    "invite_colleague": {
        "who does not run the clinic": lambda w: w.invites(by=w.physio),
        "no role": lambda w: w.invites(roles=[]),
        "a patient's address": lambda w: w.invites(email=w.user.email),
        "an address that is none": lambda w: w.invites(email="uma"),
    },
    "send_welcome": {
        "who has come in": lambda w: services.send_welcome(w.physio.memberships.get(), by=None, now=w.now),
        "who does not run the clinic": lambda w: services.send_welcome(w.physio.memberships.get(), **w.desk),
    },
    "accept_welcome": {"a secret of nobody's": lambda w: services.accept_welcome("secret", now=w.now)},
    "start_clinic": {
        "a secret of nobody's": lambda w: w.starts("secret"),
        "a name that there is": lambda w: w.starts(name=w.mine.patient.clinic.name),
        "a programme without a published version": lambda w: w.starts(program=w.unpublished),
        "a patient's address": lambda w: w.starts(email=w.user.email),
        "a zone that there is not": lambda w: w.starts(time_zone="Mars/Base"),
    },
    "send_test_letter": {
        "who does not run the clinic": lambda w: services.send_test_letter(w.mine.patient.clinic, **w.desk)
    },
    "prove_mail": {"a secret of nobody's": lambda w: services.prove_mail("secret", **w.desk)},
    "add_canned_texts": {
        "who does not run the clinic": lambda w: services.add_canned_texts(w.mine.patient.clinic, by=w.physio)
    },
    "set_absence": {
        "no last day": lambda w: services.set_absence(w.physio, away_from=w.today, away_to=None, by=w.physio),
        "an end before its beginning": lambda w: services.set_absence(
            w.physio, away_from=w.today, away_to=w.today - dt.timedelta(days=1), by=w.physio
        ),
    },
    "ask_confirmation": {
        "what is no address": lambda w: services.ask_confirmation(w.user, "ada@", now=w.now),
        "somebody else's": lambda w: services.ask_confirmation(w.user, w.other.patient.email, now=w.now),
        "what opens the account already": lambda w: services.ask_confirmation(w.user, w.user.email, now=w.now),
    },
    "confirm_address": {"a secret of nobody's": lambda w: services.confirm_address("secret", now=w.now)},
    "correct_identity": {
        "a day to come": lambda w: w.identity(born_on=w.today + dt.timedelta(days=1)),
        "a number that is too long": lambda w: w.identity(record_number="9" * 41),
        "no name": lambda w: w.identity(name=""),
    },
    "correct_address": {
        "what is no address": lambda w: services.correct_address(w.mine.patient, "ada@", **w.desk),
        "a colleague's": lambda w: services.correct_address(w.mine.patient, w.physio.email.upper(), **w.desk),
        "another patient's": lambda w: services.correct_address(w.mine.patient, w.other.patient.email, **w.desk),
    },
    "add_patient": {
        "an address that is in use": lambda w: w.adds(email=w.elsewhere.user.email),
        "a physio of another clinic": lambda w: w.adds(physio=w.elsewhere.physio),
        "a zone that there is not": lambda w: w.adds(time_zone="Mars/Base"),
    },
    "mark_triage": {
        "what does not stand": lambda w: w.mark("weather"),
        "a day that is past": lambda w: w.mark("weather", until=w.today - dt.timedelta(days=1)),
    },
    "follow_zone": {
        "a zone that there is not": lambda w: services.follow_zone(w.mine.patient, "Etc/Unknown", by=w.phone["by"])
    },
    "keep_zone": {"a zone that there is not": lambda w: services.keep_zone(w.mine.patient, "+01:00", by=w.phone["by"])},
    "set_reminders": {
        "an unknown choice": lambda w: services.set_reminders(w.physio, {"digest": "hourly"}, by=w.physio)
    },
    "put_off_reminders": {"somebody else's": lambda w: services.put_off_reminders(w.phone["by"], None, by=w.physio)},
    "agree_to_reminders": {
        "somebody else's yes": lambda w: services.agree_to_reminders(
            w.phone["by"], {"by_email": True}, by=w.physio, now=w.now
        )
    },
    "stop_letters": {"a secret of nobody's": lambda w: services.stop_letters("secret")},
    "accept_invitation": {"a secret of nobody's": lambda w: services.accept_invitation("secret", now=w.now)},
    "send_message": {
        "no words": lambda w: services.send_message(w.mine.patient, " ", client_id=uuid.uuid4(), **w.phone)
    },
    "write_note": {"no words": lambda w: services.write_note(w.mine, " ", **w.desk)},
    "take_out": {
        "a clinician's, without a reason": lambda w: services.take_out(w.row, reason=" ", **w.desk),
        "a reason that is too long": lambda w: services.take_out(w.row, reason="x" * 301, **w.desk),
    },
    "put_right": {
        "a clinician's, without a reason": lambda w: w.corrects(reason=" ", **w.desk),
        "pain off the scale": lambda w: w.corrects(pain=11, **w.phone),
    },
    "say_away": {
        "an end before its beginning": lambda w: services.say_away(
            w.mine, from_on=w.today, to_on=w.today - dt.timedelta(days=1), **w.phone
        )
    },
}

# Nothing is handed to these but the row they act on, which says whose it is, and words or secrets of their own.
NOTHING_TO_TRUST = {
    *(
        "close_flag",
        "see_flag",
        "hand_on_flag",
        "take_back_flag",
        "see_intake",
        "note_no_injury",
        "end_assignment",
        "mark_seen",
        "take_out_absence",
        "come_back",
        "answer_double",
    ),
    *("invite", "withdraw_invitations", "withdraw_transfer", "stop_push"),
    *("make_calendar_link", "withdraw_calendar_link"),
    "withdraw_colleague_links",
    "erase_again",  # an id that is of no record erases nothing
    *("end_sign_in", "end_sign_ins", "close_lost_phone"),  # whose they are is said by the account
    "move_patients",  # as change_version refuses, of each patient by itself
    *("foresee", "show_draft", "rebuild_standing", "refresh_if_due", "review_assignment", "run_due"),
    *("keep_places", "keep_names", "place_everybody"),
    "note_handed_over",
    "register_patient",  # as add_patient and assign_program refuse
    *(
        "subscribe_push",
        "renew_push",
        "leave_push",
    ),  # what a browser says of itself; an endpoint that is not allowed is not asked when it is sent to
}


def rows():
    """How many rows there are of each kind, and what those say that are written over."""
    models = [model for model in apps.get_models() if model._meta.app_label in ("patients", "hhtclinic")]
    counts = {model.__name__: model._default_manager.count() for model in models}
    lines = apps.get_model("patients", "Standing").objects.order_by("pk").values()
    reviews = apps.get_model("patients", "Review").objects.order_by("pk").values_list("decision", "superseded_at")
    return counts, list(lines), list(reviews)


@pytest.fixture(scope="module")
def world(kept_db):
    return World()


@pytest.mark.parametrize(
    ("verb", "what"), [(verb, what) for verb, cases in FOREIGN.items() for what in cases], ids=lambda name: name
)
def test_refuses_and_stores_nothing(verb, what, world):
    world = deepcopy(world)  # what a service reads it may keep at the row
    before = rows()
    with pytest.raises(services.Refused) as refusal:
        FOREIGN[verb][what](world)
    assert str(refusal.value).strip()
    assert rows() == before


def test_names_every_verb():
    verbs = {name for name in services.__all__ if name not in ("Refused", "SavedAlready", "receipt")}
    assert verbs == {*FOREIGN, *NOTHING_TO_TRUST}
    assert not NOTHING_TO_TRUST & {*FOREIGN}
