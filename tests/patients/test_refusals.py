"""Services refuse by themselves, whatever form stands before them; and what holds already is made no second time."""

import pytest

from patients import services
from patients.domain.consent import Consent
from patients.domain.entries import IntakeEntry
from programs import clock
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.by_day]


@pytest.fixture
def running():
    return make.assignment(days=9)


def acts(running):
    """{what is asked: (how, the sentence that refuses it)}"""
    patient, by, now = running.patient, running.patient.physio, clock.now()
    dose, how = make.main_prescription(running), {"by": by, "now": now}
    elsewhere = make.physio()
    offer = services.ask_transfer(
        patient, elsewhere.memberships.get().clinic, Consent("Hanna", patient.today(now), "phone"), **how
    )
    office = make.administrator(patient.clinic)
    erased = {"typed": patient.name, "by": office, "now": now}
    return {
        "a dose without a reason": (
            lambda: services.change_dose(running, dose, sets=9, target=9, reason=" ", **how),
            "Please give a reason.",
        ),
        "half a dose": (
            lambda: services.change_dose(running, dose, sets=9, target=None, reason="Sore.", **how),
            "Please give both",
        ),
        "a whole plan that nothing holds back": (
            lambda: services.ask_whole_plan(running, reason="Calm.", **how),
            "Nothing is eased",
        ),
        "less without an end": (
            lambda: services.ease_dose(running, until_on=None, sessions=None, reason="Sore.", **how),
            "Please say until when",
        ),
        "a note without words": (lambda: services.write_note(running, " ", **how), "Please write something."),
        "somebody back who never went": (
            lambda: services.take_on_again(patient, **how),
            "is not discharged",
        ),
        "a record to nobody's physio": (lambda: services.accept_transfer(offer, physio=by, **how), "is no physio of"),
        "an end for no reason": (lambda: services.erase_patient(patient, reason="", **erased), "choose a reason"),
        "an end while a programme runs": (
            lambda: services.erase_patient(patient, reason="error", **erased),
            "A programme is running.",
        ),
    }


def test_refuses_what_no_form_would_send(running):
    for what, (act, sentence) in acts(running).items():
        with pytest.raises(services.Refused) as refusal:
            act()
        assert sentence in str(refusal.value), what


def test_takes_over_no_offer_that_was_taken_back(running):
    patient, now, new = running.patient, clock.now(), make.physio()
    consent = Consent("Hanna", patient.today(now), "phone")
    offer = services.ask_transfer(patient, new.memberships.get().clinic, consent, by=patient.physio, now=now)
    assert services.withdraw_transfer(offer, by=patient.physio, now=now)
    assert not services.withdraw_transfer(offer, by=new, now=now)
    with pytest.raises(services.Refused, match="waits no more"):
        services.accept_transfer(offer, physio=new, by=new, now=now)


def test_makes_no_second_row_of_what_holds(running):
    how = {"by": running.patient.physio, "now": clock.now()}
    dose = make.main_prescription(running)
    for _twice in range(2):
        services.change_dose(running, dose, sets=dose.sets + 1, target=dose.target, reason="Calm.", **how)
        services.write_note(running, "Runs again.", **how)
        services.ease_dose(running, until_on=None, sessions=2, reason="Sore.", **how)
    assert [running.dose_changes.count(), running.notes.count(), running.easings.count()] == [1, 1, 1]


def test_closes_the_red_answers_and_the_account_of_who_died_and_opens_it_when_undone(running):
    patient, how = running.patient, {"by": running.patient.physio, "now": clock.now()}
    entry = IntakeEntry(client_id="7b4c7a58-2a39-4c1c-8f0f-6a3a8a1f0b11", where=(), age=40, cancer=True)
    services.answer_intake(running, entry, by=patient.user, now=clock.now())
    services.discharge(patient, reason="died", **how)
    patient.user.refresh_from_db()
    assert not patient.user.is_active and running.intakes.get().seen_by == patient.physio
    services.undo_discharge(patient, **how)
    patient.user.refresh_from_db()
    assert patient.user.is_active
