"""A session or a morning of the patient's own. Each view loads, checks the form, calls one service, answers."""

import datetime as dt
import uuid
from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from patients import access, selectors, services
from patients.rows import read_once
from patients.selectors import phone
from patients.views import answers, log
from patients.views.answers import form_view
from patients.views.phone import late, put_right
from patients.wording.sets import logged_words
from programs import clock
from programs.guidance import Place

JUST_NOW = dt.timedelta(minutes=5)


@form_view
def log_session(request):
    now = clock.now()
    assignment = late.assignment_of(request, now)
    form = log.session_form(request, assignment, now)
    kept = log.session(request, assignment, form, now)
    if kept is None:
        return answers.refused(request, form) or _session_page(request, assignment, form)
    session, receipt = kept
    following = reverse("session-saved", args=[session.client_id])
    return answers.taken(request, receipt, following, stands=partial(log.session_stands, session))


def _session_page(request, assignment, form):
    done = selectors.practice_of(assignment, form.day).done.get(form.prescription.pk, 0) if form.prescription else 0
    flags = selectors.open_flags(assignment)
    context = {"assignment": assignment, "form": form, "prescription": form.prescription, "done": done}
    if done:
        form.done = 0 if "again" in request.GET else done
        context["logged"] = logged_words(done, form.wanted, holds=form.prescription.is_hold)
    context |= {"again": "again" in request.GET, "flags": flags, "pauses": selectors.pauses(flags)}
    context["guidance"] = selectors.guidance_at(assignment, Place.LOG)
    shown = [form.prescription] if form.prescription else []
    selectors.say_to(assignment, prescriptions=shown, guidance=context["guidance"])
    form.say_ways()
    context["zones"] = phone.zones_at_log(assignment, form.now)
    form.helper.attrs["data-zones"] = context["zones"].for_the_phone
    return render(request, "patient/log_session.html", context, status=answers.status_of(form))


@require_safe
def session_saved(request, client_id):
    assignment = access.own_assignment(request.user)
    sessions = assignment.sessions.select_related("repeats").prefetch_related("sets__prescription__exercise")
    session = get_object_or_404(sessions, client_id=client_id)
    now = clock.now()
    rows = read_once(assignment, now)
    plan = phone.todays_plan(assignment, now)
    context = {
        "assignment": assignment,
        "session": session,
        "just_saved": now - session.received_at < JUST_NOW,
        "text": selectors.session_text(session, alone=session.asks_once_more),
        "doubles": [selectors.double_of(session)] if session.asks_once_more else [],
        "together": phone.saved_together(assignment, session),
        "plan": plan,
        "stay": phone.zones_at_log(assignment, now).says_of(assignment, session),
        "severe": session if phone.asks_of_injury(session) else None,
        "bad_day": phone.bad_day(rows, plan.today) if session.local_date == plan.today else None,
        "client_id": uuid.uuid4(),
        "unfinished": [] if session.asks_once_more else [card for card in plan.cards if not card.finished],
    }
    selectors.say_to(assignment, prescriptions=[card.prescription for card in context["unfinished"]])
    return render(request, "patient/session_saved.html", context)


@require_POST
def note_no_injury(request, client_id):
    session = access.own_session(request.user, client_id)
    noted = services.note_no_injury(session, by=request.user, now=clock.now())
    return answers.taken(request, "stored" if noted else "duplicate", reverse("today"), say=_("Noted. Thank you."))


@require_POST
def answer_double(request, client_id):
    session = access.own_session(request.user, client_id)
    return log.answer_double(request, session, reverse("today"), clock.now())


@require_POST
def void_session(request, client_id):
    assignment = access.own_assignment(request.user)
    session = get_object_or_404(assignment.sessions.all(), client_id=client_id)
    try:
        services.take_out(session, by=request.user, now=clock.now())
        messages.info(
            request, _("The entry is taken out. Put right what was wrong and save it again, or leave it out.")
        )
    except services.Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("today")
    return redirect(f"{reverse('log-session')}?again={session.client_id}")


@form_view
def record_morning(request):
    now = clock.now()
    assignment = late.assignment_of(request, now)
    form = log.morning_form(request, assignment, now)
    kept = log.morning(request, assignment, form, now)
    if kept is None:
        return answers.refused(request, form) or _morning_page(request, assignment, form)
    check, receipt = kept
    if receipt == services.receipt.CONFLICT and not answers.wants_json(request):
        return put_right.instead(request, check, form, now)
    stands = partial(log.morning_stands, assignment, check)
    stay = phone.zones_at_morning(assignment, now).says_of(assignment, check)
    say = " ".join(filter(None, (_("Saved. Thank you."), stay)))
    return answers.taken(request, receipt, reverse("today"), say=say, stands=stands)


@require_POST
def void_morning(request, client_id):
    """The undo of one tap. What never arrived is as good as taken out: the phone that asks may not know."""
    now = clock.now()
    check = late.assignment_of(request, now).morning_checks.valid().filter(client_id=client_id).first()
    if check:
        services.take_out(check, by=request.user, now=now)
    say = _("Taken out. Nothing is saved for this morning.")
    return answers.taken(request, "stored" if check else "duplicate", reverse("today"), say=say)


def _morning_page(request, assignment, form):
    guidance = selectors.guidance_at(assignment, Place.MORNING)
    selectors.say_to(assignment, guidance=guidance)
    zones = phone.zones_at_morning(assignment, form.now)
    form.helper.attrs["data-zones"] = zones.for_the_phone
    context = {"assignment": assignment, "form": form, "zones": zones, "guidance": guidance}
    return render(request, "patient/record_morning.html", context, status=answers.status_of(form))
