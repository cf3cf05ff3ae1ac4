"""What a patient says beside sessions and mornings. Each view loads, checks the form, calls one service, answers."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from patients import access, selectors, services
from patients.forms.phone import ActivityForm, AwayForm, IntakeForm, MeasureForm, ReasonForm
from patients.selectors import phone
from patients.views import answers
from patients.views.answers import form_view
from patients.views.phone import late
from programs import clock


@form_view
def log_activity(request):
    now = clock.now()
    assignment = late.assignment_of(request, now)
    form = ActivityForm(assignment, now, request.POST if request.method == "POST" else None)
    service = partial(services.log_activity, assignment, by=request.user, now=now)
    if kept := answers.keep(form, service, services.receipt.of_entry):
        beside = phone.zones_at_log(assignment, now).says_beside(kept[0].pain)
        say = " ".join(filter(None, (_("Saved. It stands beside your sessions."), beside)))
        return answers.taken(request, kept[1], reverse("today"), say=say)
    context = {"assignment": assignment, "form": form}
    return answers.form_page(request, form, "patient/log_activity.html", context)


@require_POST
def void_activity(request, client_id):
    assignment = access.own_assignment(request.user)
    activity = get_object_or_404(assignment.activities.all(), client_id=client_id)
    try:
        services.take_out(activity, by=request.user, now=clock.now())
        messages.info(request, _("The entry is taken out. Log it again if you like."))
    except services.Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("today")


@require_POST
def note_day_reason(request):
    """One tap. Where it cannot be kept a person reads why on Today, and no answer is lost with it."""
    now = clock.now()
    assignment = late.assignment_of(request, now)
    form = ReasonForm(assignment, now, request.POST)
    if form.is_valid():
        try:
            _reason, created = services.note_day_reason(assignment, form.entry(), by=request.user, now=now)
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            receipt = "stored" if created else "duplicate"
            return answers.taken(
                request, receipt, reverse("today"), say=_("Noted. It stands beside the day for your clinic.")
            )
    if answers.wants_json(request):
        return answers.refused(request, form)
    messages.warning(request, _("That could not be noted. Please try again from Today."))
    return redirect("today")


@form_view
def start_questions(request):
    now = clock.now()
    assignment = late.assignment_of(request, now)
    intake = selectors.intake_of(assignment)
    if request.method != "POST":
        form = IntakeForm(assignment, now, earlier=intake and intake.row)
        return _start_page(request, assignment, form, intake)
    form = IntakeForm(assignment, now, request.POST)
    service = partial(services.answer_intake, assignment, by=request.user, now=now)
    if kept := answers.keep(form, service, services.receipt.of_entry):
        looks = selectors.intake_of(assignment).looks
        following = reverse("start-questions") if looks else reverse("today")
        say = "" if looks or "not_now" in request.POST else _("Thank you. Your clinic finds your answers on your page.")
        return answers.taken(request, kept[1], following, say=say)
    return answers.refused(request, form) or _start_page(request, assignment, form, intake)


def _start_page(request, assignment, form, intake):
    """The questions; to who has answered them, what the answers ask for, with a way to change them."""
    answered = intake is not None and intake.is_answered and not form.is_bound and "change" not in request.GET
    context = {"assignment": assignment, "form": form, "intake": intake if answered else None}
    context["told"] = answered and selectors.somebody_is_told(assignment.patient)
    return render(request, "patient/start_questions.html", context, status=answers.status_of(form))


@form_view
def give_measure(request):
    now = clock.now()
    assignment = late.assignment_of(request, now)
    form = MeasureForm(assignment, now, request.POST if request.method == "POST" else None)
    service = partial(services.give_measure, assignment, by=request.user, now=now)
    if kept := answers.keep(form, service, services.receipt.of_entry):
        following = "give-measure" if _wanted(assignment, form) else "today"
        return answers.taken(request, kept[1], reverse(following), say=_("Saved. Thank you."))
    context = {"assignment": assignment, "form": form, "wanted": _wanted(assignment, form)}
    return answers.form_page(request, form, "patient/give_measure.html", context)


def _wanted(assignment, form):
    return phone.measures_wanted(assignment, form.today, phone.stage_tested(assignment, form.now))


@require_POST
def come_back(request):
    on = parse_date(request.POST.get("on", ""))
    ended = services.come_back(access.own_assignment(request.user), on=on, by=request.user, now=clock.now())
    back = _("Taken out. Your plan goes on as before.") if on else _("Welcome back.")
    messages.info(request, back if ended else _("You were not away any more."))
    return redirect("today")


@form_view
def say_away(request):
    now = clock.now()
    assignment = late.assignment_of(request, now)
    form = AwayForm(assignment, now, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        days = {name: form.cleaned_data[name] for name in ("from_on", "to_on")}
        try:
            _away, created = services.say_away(assignment, **days, by=request.user, now=now, capture=form.capture)
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say = _("Thank you. No reminders until then.")
            return answers.taken(request, services.receipt.of_away(created), reverse("today"), say=say)
    said = phone.days_away(assignment, now)
    if said and not form.is_bound:
        form.initial |= {"from_on": said[0].from_on, "to_on": said[0].to_on}
    context = {"assignment": assignment, "form": form, "said": said, "today": form.today}
    return answers.form_page(request, form, "patient/say_away.html", context)
