"""The patient's phone. Each view loads the own assignment, checks the form, calls one service, answers."""

import datetime as dt
import uuid

from django.contrib import messages
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patients import access, selectors, services
from patients.forms.phone import AwayForm, FlagForm, MorningForm, SessionForm
from patients.models import FlagKind
from patients.selectors import phone
from patients.views import answers
from programs import clock
from programs import selectors as catalogue
from programs.guidance import Place

form_view = require_http_methods(["GET", "HEAD", "POST"])
UNPROCESSABLE = 422


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
    allowed = catalogue.prescriptions_up_to(assignment.version_id, assignment.standing.stage.position)
    if request.method != "POST":
        return _session_page(request, assignment, _empty_session_form(request, assignment, allowed, now))
    form = SessionForm(assignment, allowed, now, request.POST)
    if form.is_valid():
        entry = form.entry()
        try:
            session, created = services.log_session(assignment, entry, by=request.user, now=now)
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            receipt = services.receipt.of_session(session, created, entry, now)
            return answers.taken(request, receipt, reverse("session-saved", args=[session.client_id]))
    return answers.refused(request, form) or _session_page(request, assignment, form, status=UNPROCESSABLE)


def _empty_session_form(request, assignment, allowed, now):
    """The form for the exercise and the day that the link asks for, or filled as the wrong entry it names was; today's
    first exercise without either."""
    before = _wrong_entry(request, assignment, allowed)
    if before:
        chosen, dose, initial = before
        return SessionForm(assignment, allowed, now, chosen=chosen, dose=dose, initial=initial)
    asked = selectors.todays_dose(assignment, assignment.patient.today(now))
    wanted = request.GET.get("exercise", "")
    first = asked.first(allowed, assignment.standing.stage.position)
    chosen = next((one for one in allowed if str(one.pk) == wanted), first)
    up = chosen and selectors.variation_up(assignment, chosen, asked)
    initial = {"variation": up and up.slug}
    if request.GET.get("day") == "yesterday":
        evening = now.astimezone(assignment.patient.zone).replace(hour=18, minute=0, second=0, microsecond=0)
        initial["performed_at"] = evening - dt.timedelta(days=1)
    mode = "sets" if request.GET.get("mode") == "sets" else "plan"
    dose = chosen and asked.dose(chosen)
    return SessionForm(assignment, allowed, now, chosen=chosen, dose=dose, mode=mode, initial=initial)


def _wrong_entry(request, assignment, allowed):
    try:
        before = phone.logged_before(assignment, uuid.UUID(request.GET.get("again", "")))
    except ValueError:
        return None
    return before if before and before[0] in allowed else None


def _session_page(request, assignment, form, status=200):
    done = phone.sets_done(assignment, form.today).get(form.prescription.pk, 0) if form.prescription else 0
    flags = selectors.open_flags(assignment)
    context = {"assignment": assignment, "form": form, "prescription": form.prescription, "done": done}
    context |= {"again": "again" in request.GET, "flags": flags, "pauses": selectors.pauses(flags)}
    context["guidance"] = selectors.guidance_at(assignment, Place.LOG)
    return render(request, "patient/log_session.html", context, status=status)


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
    if request.method != "POST":
        form = MorningForm(assignment, now, on=_asked_morning(request, assignment, now))
        return _morning_page(request, assignment, form)
    form = MorningForm(assignment, now, request.POST)
    if form.is_valid():
        entry = form.entry()
        try:
            check, created = services.record_morning(assignment, entry, by=request.user, now=now)
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            receipt = services.receipt.of_morning(check, created, entry)
            say = phone.morning_answer(assignment, check, entry, created)
            return answers.taken(request, receipt, reverse("today"), say=say)
    return answers.refused(request, form) or _morning_page(request, assignment, form, status=UNPROCESSABLE)


def _asked_morning(request, assignment, now):
    """The morning in the link, else today's; a date that cannot be read is today's too."""
    try:
        return dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return assignment.patient.today(now)


def _morning_page(request, assignment, form, status=200):
    guidance = selectors.guidance_at(assignment, Place.MORNING)
    context = {"assignment": assignment, "form": form, "guidance": guidance}
    return render(request, "patient/record_morning.html", context, status=status)


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
    if request.method == "POST" and answers.wants_json(request):
        return answers.refused(request, form)
    context = {"assignment": assignment, "form": form, "ticks": selectors.flag_texts(assignment, FlagKind.values)}
    return render(request, "patient/raise_flag.html", context, status=UNPROCESSABLE if form.errors else 200)


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
    if request.method == "POST" and answers.wants_json(request):
        return answers.refused(request, form)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "patient/say_away.html", {"assignment": assignment, "form": form}, status=status)


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
