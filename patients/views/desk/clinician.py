"""One patient at the desk. Each view loads what the physio may see, checks the form, calls one service, answers."""

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from patients import access, selectors, services
from patients.forms.contact import SeenForm
from patients.forms.desk import AskForm, CloseFlagForm, DecisionForm, DirectiveForm, MeasureForm, StageForm, UndoForm
from patients.models import Directive, Review
from patients.selectors import desk
from patients.views import answers
from patients.views.desk import desk_page
from patients.views.sent_once import once
from patients.wording import directive_verb, directive_words, end_words, move_verb
from programs import clock


@require_safe
@transaction.atomic
def patient_page(request, patient_id):
    patient, running = access.in_care_with_programme(request.user, patient_id)
    return desk_page.show(request, patient, clock.now(), running=running)


@once
@require_POST
def decide(request, patient_id, review_id):
    assignment, review = access.review_in_care(request.user, patient_id, review_id)
    form = DecisionForm(assignment, request.POST)
    service = partial(services.decide, assignment, review)
    said, name = partial(_decided, assignment), partial(_decision, assignment.standing.stage.position, review)
    return desk_page.act(request, assignment.patient, form, "decide", service, said, name)


def _decision(stood, review, typed):
    if typed["decision"] == Review.Decision.ACCEPTED:
        return move_verb(stood, review.target, suggested=True)
    return {
        Review.Decision.DECLINED: _("Decline, stay here"),
        Review.Decision.HALVED: _("Stay, half for 3 sessions"),
    }.get(typed["decision"]) or _move(stood, typed)


def _move(stood, typed):
    return move_verb(stood, typed["stage"].position)


def _decided(assignment, typed):
    if typed["decision"] == Review.Decision.DECLINED:
        return _("Declined. It stays quiet for 7 days and until a new good day.")
    if typed["decision"] == Review.Decision.HALVED:
        return _("Half for the next 3 sessions, at the same stage. The suggestion stays quiet for 7 days.")
    return _now_at(assignment)


def _now_at(assignment):
    return _("%(name)s is now at stage %(stage)s.") % {
        "name": assignment.patient.name,
        "stage": assignment.standing.stage.position,
    }


@once
@require_POST
def change_stage(request, patient_id):
    """Another stage where no answer of the rules is open: they are off, or the programme is paused."""
    assignment = access.assignment_in_care(request.user, patient_id)
    form = StageForm(assignment, request.POST)
    service = partial(services.change_stage, assignment)
    said, name = lambda typed: _now_at(assignment), partial(_move, assignment.standing.stage.position)
    return desk_page.act(request, assignment.patient, form, "stage", service, said, name)


@require_POST
def undo_decision(request, patient_id):
    assignment = access.latest_assignment_in_care(request.user, patient_id)
    service = partial(services.undo_decision, assignment)
    said = _("Undone: what held before holds again. Both stand in the timeline.")
    return desk_page.act(request, assignment.patient, UndoForm(request.POST), "undo", service, said)


def _now_in_force(typed):
    return _("%(directive)s Your reason stands beside it.") % {
        "directive": directive_words(typed["kind"], typed["value"]),
    }


@once
@require_POST
def give_directive(request, patient_id):
    assignment = access.assignment_in_care(request.user, patient_id)
    form = DirectiveForm(assignment, request.POST)
    service = partial(services.give_directive, assignment)
    return desk_page.act(request, assignment.patient, form, "directive", service, _now_in_force, _directive)


def _directive(typed):
    verb = directive_verb(typed["kind"], typed["value"])
    if not typed["value"] or typed["kind"] not in Directive.WITH_AN_END:
        return verb
    return _("%(verb)s, %(end)s") % {"verb": verb, "end": end_words(typed["until_on"])}


@once
@require_POST
def record_measure(request, patient_id):
    assignment = access.assignment_in_care(request.user, patient_id)
    today = assignment.patient.today(clock.now())
    form = MeasureForm(desk.measures_of_page(assignment, today).kinds, today, request.POST)
    service = partial(services.record_measure, assignment)
    return desk_page.act(request, assignment.patient, form, "measure", service, partial(_noted, assignment))


def _noted(assignment, typed):
    if typed["kind"] in desk.kinds_asked_for(assignment.version.rules):
        return _("Noted. The rules read it from now on.")
    return _("Noted. No rule reads it.")


@once
@require_POST
def ask_measure(request, patient_id):
    assignment = access.assignment_in_care(request.user, patient_id)
    service = partial(services.ask_measure, assignment)
    said = _("Asked. The question stands on the patient’s Today.")
    return desk_page.act(request, assignment.patient, AskForm(request.POST), "ask", service, said)


@require_POST
def see_intake(request, patient_id):
    """Of whichever programme the answers were given in: they wait also after its end."""
    patient = access.patient_in_care(request.user, patient_id)
    form = SeenForm(request.POST)
    shown = (
        form.is_valid() and selectors.unseen_answers([patient]).filter(client_id=form.cleaned_data["newest"]).first()
    )
    if shown and services.see_intake(shown.assignment, shown, by=request.user, now=clock.now()):
        messages.info(request, _("Marked as seen, with your name."))
    return redirect("patient-page", patient_id)


@require_POST
def see_flag(request, patient_id, flag_id):
    """The page that shows the flag was looked at, as it says itself; or who looked cannot see to it, and goes back to
    the list, for the page would say again that it was seen."""
    _patient, flag = access.flag_in_care(request.user, patient_id, flag_id)
    if "hand_on" in request.POST:
        if services.hand_on_flag(flag, by=request.user, now=clock.now()):
            messages.info(request, _("Handed on: it counts as opened by nobody until somebody opens it again."))
        return redirect("caseload")
    first = services.see_flag(flag, by=request.user, now=clock.now())
    return answers.taken(request, "stored" if first else "duplicate", reverse("patient-page", args=[patient_id]))


@once
@require_POST
def close_flag(request, patient_id, flag_id):
    patient, flag = access.flag_in_care(request.user, patient_id, flag_id)
    form = CloseFlagForm(request.POST)
    service = partial(services.close_flag, flag)
    said = _("Closed. The patient reads your line.")
    return desk_page.act(request, patient, form, str(flag.public_id), service, said, _("Close with this line"))
