"""The patient's phone. Each view loads the own assignment, checks the form, calls one service, answers."""

import uuid
from functools import partial

from django.contrib import messages
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from patients import access, selectors, services
from patients.forms.phone import AwayForm, FlagForm
from patients.models import FlagKind
from patients.selectors import phone
from patients.views import answers, log
from patients.views.answers import form_view
from programs import clock
from programs import selectors as catalogue
from programs.guidance import Place


@require_safe
def today(request):
    patient = access.own_patient(request.user)
    assignment = patient.assignments.active().with_its_page().first()
    if assignment is None:
        return _no_programme(request, patient)
    now = clock.now()
    services.refresh_if_due(assignment, now)
    plan = phone.todays_plan(assignment, now)
    context = {
        "assignment": assignment,
        "plan": plan,
        "week": phone.week_of(assignment, plan.today),
        "beside": phone.beside_the_plan(assignment, plan.today),
        "guidance": selectors.guidance_at(assignment, Place.TODAY, Place.REST),
        "new_messages": selectors.new_for_patient(patient),
        "client_id": uuid.uuid4(),
    }
    return render(request, "patient/today.html", context)


def _no_programme(request, patient):
    context = {
        "patient": patient,
        "ended": patient.assignments.exists(),
        "maintenance": phone.maintenance_of(patient),
        "new_messages": selectors.new_for_patient(patient),
    }
    return render(request, "patient/no_programme.html", context)


@form_view
def log_session(request):
    assignment = access.own_assignment(request.user)
    now = clock.now()
    form = log.session_form(request, assignment, now)
    kept = log.session(request, assignment, form, now)
    if kept is None:
        return answers.refused(request, form) or _session_page(request, assignment, form)
    session, receipt = kept
    following = reverse("session-saved", args=[session.client_id])
    return answers.taken(request, receipt, following, stands=partial(log.session_stands, session))


def _session_page(request, assignment, form):
    done = phone.sets_done(assignment, form.today).get(form.prescription.pk, 0) if form.prescription else 0
    flags = selectors.open_flags(assignment)
    context = {"assignment": assignment, "form": form, "prescription": form.prescription, "done": done}
    context |= {"again": "again" in request.GET, "flags": flags, "pauses": selectors.pauses(flags)}
    context["guidance"] = selectors.guidance_at(assignment, Place.LOG)
    return render(request, "patient/log_session.html", context, status=answers.status_of(form))


@require_safe
def session_saved(request, client_id):
    assignment = access.own_assignment(request.user)
    sessions = assignment.sessions.prefetch_related("sets__prescription__exercise")
    session = get_object_or_404(sessions, client_id=client_id)
    plan = phone.todays_plan(assignment, clock.now())
    context = {
        "assignment": assignment,
        "session": session,
        "text": selectors.session_text(session),
        "plan": plan,
        "bad_day": phone.bad_day(assignment, plan.today) if session.local_date == plan.today else None,
        "client_id": uuid.uuid4(),
        "unfinished": [card for card in plan.cards if not card.finished],
    }
    return render(request, "patient/session_saved.html", context)


@require_POST
def void_session(request, client_id):
    assignment = access.own_assignment(request.user)
    session = get_object_or_404(assignment.sessions.all(), client_id=client_id)
    try:
        services.void_session(session, by=request.user, now=clock.now())
        messages.info(
            request, _("The entry is taken out. Put right what was wrong and save it again, or leave it out.")
        )
    except services.Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("today")
    return redirect(f"{reverse('log-session')}?again={session.client_id}")


@form_view
def record_morning(request):
    assignment = access.own_assignment(request.user)
    now = clock.now()
    form = log.morning_form(request, assignment, now)
    kept = log.morning(request, assignment, form, now)
    if kept is None:
        return answers.refused(request, form) or _morning_page(request, assignment, form)
    check, receipt = kept
    stands = partial(log.morning_stands, assignment, check)
    return answers.taken(request, receipt, reverse("today"), say=_("Saved. Thank you."), stands=stands)


def _morning_page(request, assignment, form):
    context = {"assignment": assignment, "form": form, "guidance": selectors.guidance_at(assignment, Place.MORNING)}
    return render(request, "patient/record_morning.html", context, status=answers.status_of(form))


@require_safe
def progress(request):
    assignment = access.own_assignment(request.user)
    now = clock.now()
    services.refresh_if_due(assignment, now)
    context = {
        "assignment": assignment,
        "page": phone.progress_page(assignment, now),
        "guidance": selectors.guidance_at(assignment, Place.PROGRESS),
    }
    return render(request, "patient/progress.html", context)


@require_safe
def programme(request):
    assignment = access.own_assignment(request.user)
    context = {
        "assignment": assignment,
        "stages": catalogue.stages_of(assignment.version),
        "week": phone.week_of(assignment, assignment.patient.today(clock.now())),
        "guidance": selectors.guidance_at(assignment, Place.PROGRAMME, Place.EXERCISE),
    }
    return render(request, "patient/programme.html", context)


@form_view
def raise_flag(request):
    assignment = access.own_assignment(request.user)
    now = clock.now()
    form = FlagForm(assignment, now, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        kinds, client_id = form.cleaned_data["kinds"], form.cleaned_data["client_id"]
        ticked_at = form.captured and form.captured.at
        flags = services.raise_flags(
            assignment, kinds, client_id=client_id, by=request.user, now=now, ticked_at=ticked_at
        )
        receipt = services.receipt.of_flags(flags, kinds, now)
        return answers.taken(request, receipt, reverse("flag-raised", args=[client_id]))
    context = {"assignment": assignment, "form": form, "ticks": selectors.flag_texts(assignment, FlagKind.values)}
    return answers.form_page(request, form, "patient/raise_flag.html", context)


@require_safe
def flag_raised(request, client_id):
    assignment = access.own_assignment(request.user)
    kinds = [flag.kind for flag in get_list_or_404(assignment.flags.all(), client_id=client_id)]
    context = {"assignment": assignment, "ticks": selectors.flag_texts(assignment, kinds)}
    return render(request, "patient/flag_raised.html", context)


@form_view
def say_away(request):
    assignment = access.own_assignment(request.user)
    now = clock.now()
    form = AwayForm(assignment, now, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        days = {name: form.cleaned_data[name] for name in ("from_on", "to_on")}
        away = services.say_away(assignment, **days, by=request.user, now=now)
        say = _("Thank you. No reminders until then.")
        return answers.taken(request, services.receipt.of_away(away, now), reverse("today"), say=say)
    context = {"assignment": assignment, "form": form}
    return answers.form_page(request, form, "patient/say_away.html", context)


@require_safe
def outbox(request):
    """What waits on this phone. The phone fills the list in; the page itself knows nothing of it."""
    patient = access.own_patient(request.user)
    assignment = patient.assignments.active().with_its_page().first()
    return render(request, "patient/outbox.html", {"patient": patient, "assignment": assignment})


@require_safe
def outbox_token(request):
    """Whose entries may be sent from here now, and the token to send them with. A token is never queued."""
    patient = access.own_patient(request.user)
    return JsonResponse({"account": str(patient.public_id), "token": get_token(request)})
