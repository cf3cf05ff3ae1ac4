"""What a patient opens to read: the first minute, today, the progress and the programme."""

import uuid

from django.shortcuts import render
from django.views.decorators.http import require_safe

from patients import access, selectors, services
from patients.rows import read_once
from patients.selectors import phone
from programs import clock
from programs import selectors as catalogue
from programs.guidance import Place


@require_safe
def first_minute(request):
    """What the two questions mean, before the first of them is asked. It can be skipped and read again."""
    return render(request, "patient/first_minute.html", {"assignment": access.own_assignment(request.user)})


@require_safe
def today(request):
    now = clock.now()
    return today_at(request, now, new_sign_in=selectors.new_sign_in(request.user, request.session, now))


def today_at(request, now, new_sign_in=None):
    """Today as it is at the instant `now`; a preview is of no account that somebody signs in to."""
    patient, assignment = access.own_with_programme(request.user)
    if assignment is None:
        return _no_programme(request, patient, new_sign_in)
    services.refresh_if_due(assignment, now)
    rows = read_once(assignment, now)
    plan = phone.todays_plan(assignment, now)
    context = {
        "assignment": assignment,
        "now": now,
        "plan": plan,
        "week": phone.week_of(assignment, now, plan.asked.plan, plan.goes_on),
        "told": bool(assignment.standing.intake_at) and selectors.somebody_is_told(patient),
        "zones": phone.zones_at_morning(assignment, now) if plan.morning else None,
        "severe": phone.session_to_ask_of(rows, plan.today),
        "doubles": selectors.doubles_asked(assignment) if assignment.asks_once_more else [],
        "given": None if plan.morning else phone.morning_given(rows, plan.today),
        "beside": phone.beside_the_plan(rows, plan.today, plan.stage if plan.asks_for_exercises else None),
        "guidance": selectors.guidance_at(assignment, Place.TODAY, Place.REST),
        "new_sign_in": new_sign_in,
        "push_stopped": assignment.push_stopped,
        "client_id": uuid.uuid4(),
    }
    shown = [*(card.prescription for card in plan.cards), *filter(None, [plan.gear_ahead])]
    selectors.say_to(assignment, prescriptions=shown, guidance=context["guidance"])
    return render(request, "patient/today.html", context)


def _no_programme(request, patient, new_sign_in):
    flags = list(patient.flags.open())
    context = {
        "patient": patient,
        "discharged": patient.discharges.in_force().exists(),
        "ended": patient.assignments.exists(),
        "maintenance": phone.maintenance_of(patient),
        "flags": flags,
        "pauses": selectors.pauses(flags),
        "new_sign_in": new_sign_in,
        "new_messages": selectors.new_for_patient(patient),
    }
    return render(request, "patient/no_programme.html", context)


@require_safe
def progress(request):
    assignment, now = access.own_latest_assignment(request.user), clock.now()
    has_earlier = assignment.ended_at or assignment.has_earlier
    context = {"earlier": phone.earlier_programmes(assignment.patient, now) if has_earlier else []}
    if assignment.ended_at:
        return render(request, "patient/progress.html", context)
    services.refresh_if_due(assignment, now)
    read_once(assignment, now)
    context |= {
        "assignment": assignment,
        "page": phone.progress_page(assignment, now),
        "guidance": selectors.guidance_at(assignment, Place.PROGRESS),
    }
    selectors.say_to(assignment, guidance=context["guidance"])
    return render(request, "patient/progress.html", context)


@require_safe
def programme(request):
    assignment, now = access.own_assignment(request.user), clock.now()
    read_once(assignment, now)
    plan = phone.todays_plan(assignment, now)
    stages = catalogue.stages_shown(assignment.version)
    context = {
        "assignment": assignment,
        "plan": plan,
        "stages": [(stage, plan.asked.prescribed(stage)) for stage in stages],
        "week": phone.week_of(assignment, now, plan.asked.plan, plan.goes_on),
        "guidance": selectors.guidance_at(assignment, Place.PROGRAMME, Place.EXERCISE),
    }
    shown = [one for stage in stages for one in stage.prescriptions.all()]
    selectors.say_to(assignment, stages=stages, prescriptions=shown, guidance=context["guidance"])
    return render(request, "patient/programme.html", context)


@require_safe
def month(request):
    """What was logged on each day of a month, and what is planned."""
    assignment, now = access.own_assignment(request.user), clock.now()
    read_once(assignment, now)
    shown = phone.month_of(assignment, now, request.GET.get("month", ""))
    return render(request, "patient/month.html", {"assignment": assignment, "month": shown})
