"""Logging a session or a morning: one act, on the patient's phone and at the desk with the patient in the room. The
pages around it differ."""

import datetime as dt
import uuid
from functools import partial

from django.utils.translation import gettext as _

from patients import selectors, services
from patients.domain.todays_plan import Volume
from patients.forms.phone import MorningForm, SessionForm
from patients.rows import read_once
from patients.views import answers
from programs import selectors as catalogue


def session_form(request, assignment, now):
    """The form as it was posted, or an empty one."""
    place = assignment.version_id, assignment.standing.stage.position
    if request.method == "POST":
        posted = catalogue.prescription_to_log(*place, request.POST.get("prescription", ""))
        return SessionForm(assignment, [posted] if posted else [], now, request.POST)
    named = None if "again" in request.GET else catalogue.prescription_to_log(*place, request.GET.get("exercise", ""))
    allowed = [named] if named else catalogue.prescriptions_up_to(*place)
    return _empty_session_form(request, assignment, allowed, now)


def _empty_session_form(request, assignment, allowed, now):
    """The form for the exercise and the day that the link asks for, or filled as the wrong entry it names was; today's
    first exercise without either."""
    before = _wrong_entry(request, assignment, allowed)
    if before:
        chosen, dose, initial = before
        return SessionForm(assignment, allowed, now, chosen=chosen, dose=dose, initial=initial)
    read_once(assignment, now)
    asked = selectors.todays_dose(assignment, now)
    wanted = request.GET.get("exercise", "")
    named = next((one for one in allowed if str(one.pk) == wanted), None)
    chosen = named or asked.first(allowed, assignment.standing.stage.position)
    last_time = selectors.last_time(assignment, chosen, asked.plan.today) if chosen else ""
    practice = selectors.practice_of(assignment, asked.plan.today)
    up = chosen and selectors.variation_up(chosen, asked, practice)
    initial = {"variation": up and up.slug}
    is_of_today = request.GET.get("day") != "yesterday"
    if not is_of_today:
        evening = now.astimezone(assignment.patient.zone).replace(hour=18, minute=0, second=0, microsecond=0)
        initial["performed_at"] = evening - dt.timedelta(days=1)
    asks_nothing = is_of_today and asked.plan.volume is Volume.NOTHING
    mode = "sets" if asks_nothing or request.GET.get("mode") == "sets" else "plan"
    dose = chosen and asked.dose(chosen)
    initial["load"] = dose and selectors.load_up(assignment, dose)
    form = SessionForm(assignment, allowed, now, chosen=chosen, dose=dose, mode=mode, initial=initial)
    form.asks_nothing, form.last_time = asks_nothing, last_time
    return form


def _wrong_entry(request, assignment, allowed):
    try:
        before = selectors.logged_before(assignment, uuid.UUID(request.GET.get("again", "")))
    except ValueError:
        return None
    return before if before and before[0] in allowed else None


def session(request, assignment, form, now, *, once_more=None):
    """What became of a session, as `answers.keep` says; `once_more` as `services.log_session` takes it."""
    receipt_of = partial(services.receipt.of_session, now=now)
    service = partial(services.log_session, assignment, by=request.user, now=now, once_more=once_more)
    return answers.keep(form, service, receipt_of)


def answer_double(request, session, following, now):
    """Whether a session that seems to be saved already was done once more: one press."""
    twice = {"yes": True, "no": False}.get(request.POST.get("twice"))
    if twice is None:
        return answers.taken(request, "conflict", following, stands=lambda: _("Please choose one of the two answers."))
    try:
        noted = services.answer_double(session, twice=twice, by=request.user, now=now)
    except services.Refused as refusal:
        return answers.taken(request, "conflict", following, stands=partial(str, refusal))
    return answers.taken(request, "stored" if noted else "duplicate", following, say=_answered(session))


def _answered(session):
    if session.adds:
        return _("Noted: it was done twice, and both count.")
    if session.voided_at:
        return _("Noted: it was one session, and counts once.")
    return _("Noted: it was one session. Its sets count once, and the higher pain of the two.")


def session_stands(row):
    """What to say where another session came with the same id before."""
    said = _("This session was saved before and says something else. The first entry stands: %(entry)s.")
    return said % {"entry": selectors.session_text(row)}


def morning_form(request, assignment, now):
    """The form as it was posted, or an empty one for the morning in the link; today's where that is no date."""
    if request.method == "POST":
        return MorningForm(assignment, now, request.POST)
    try:
        on = dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        on = assignment.patient.today(now)
    return MorningForm(assignment, now, on=on)


def morning(request, assignment, form, now):
    """What became of a morning answer, as `answers.keep` says."""
    service = partial(services.record_morning, assignment, by=request.user, now=now)
    return answers.keep(form, service, services.receipt.of_morning)


def morning_stands(assignment, row):
    """What to say where a morning had another answer before."""
    pains = {"left": row.pain_left, "right": row.pain_right}
    given = ", ".join(str(pains[side]) for side in assignment.affected_sides)
    said = _(
        "This morning was answered before with %(pain)s, which counts. This answer is not saved. Change it in Progress."
    )
    return said % {"pain": given}
