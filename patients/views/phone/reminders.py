"""What a person wants to be told: the patient's reminders and calendar, the physio's digest."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from patients import access, selectors, services
from patients.forms.contact import DigestForm, PushForm, PutOffForm, RemindersForm
from patients.notices import push
from patients.notices.calendar_feed import calendar_of
from patients.notices.times import put_off_to
from patients.notices.words import address_of
from patients.selectors import phone
from patients.services.invite import token_hash
from patients.views import answers
from patients.views.answers import UNPROCESSABLE, form_view, fresh_sign_in, status_of
from patients.wording.places import place_words
from programs import clock

PUT_OFF = dt.timedelta(hours=2)


@form_view
def reminders(request):
    patient = access.own_patient_in_care(request.user)
    if request.method != "POST":
        return _page(request, patient, RemindersForm(selectors.own_reminders(request.user)))
    form = RemindersForm(selectors.own_reminders(request.user), request.POST)
    if not form.is_valid():
        return _page(request, patient, form, UNPROCESSABLE)
    kept = services.agree_to_reminders(request.user, form.cleaned_data, by=request.user, now=clock.now())
    if kept.goes_by("by_email") or kept.goes_by("by_push"):
        messages.info(request, _("Saved."))
    else:
        messages.info(request, _("Saved. Nothing is sent yet: tick “By e-mail” below, or turn notifications on."))
    return redirect("reminders")


def _page(request, patient, form, status=200, link=""):
    page = phone.reminders_page(patient, clock.now())
    context = {
        "patient": patient,
        "assignment": page.assignment,
        "page": page,
        "form": form,
        "push_key": push.public_key(),
        "link": link,
        "webcal": link and f"webcal:{link.partition(':')[2]}",
    }
    return render(request, "patient/reminders.html", context, status=status)


@require_POST
def follow_zone(request):
    """One tap: the phone's time zone, or the one that it was."""
    patient, zone = access.own_patient(request.user), request.POST.get("zone", "")
    try:
        if "keep" in request.POST:
            services.keep_zone(patient, zone, by=request.user)
        else:
            services.follow_zone(patient, zone, by=request.user)
        say = _("Your days and reminders are in the time of %(place)s. You can change that under Reminders.")
        messages.info(request, say % {"place": place_words(patient.time_zone)})
    except services.Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("today")


@require_POST
def put_off_reminders(request):
    """By a press on a notification, or on the page: in two hours, not today, or as before."""
    patient, form, now = access.own_patient(request.user), PutOffForm(request.POST), clock.now()
    if not form.is_valid():
        return answers.refused(request, form) or redirect("reminders")
    until, wants = form.cleaned_data["until"], selectors.own_reminders(request.user)
    hours = PUT_OFF if until == form.LATER else None
    to = put_off_to(now, hours, patient.zone, wants.quiet_from, wants.quiet_to)
    services.put_off_reminders(request.user, None if until == form.NOW else to, by=request.user)
    if answers.wants_json(request):
        return JsonResponse({})
    return redirect(f"{reverse('reminders')}#put-off")


@require_POST
def subscribe_push(request):
    access.own_patient(request.user)
    form = PushForm(request.POST)
    if not form.is_valid() or not push.is_on():
        errors = [str(error) for lines in form.errors.values() for error in lines]
        return JsonResponse({"errors": errors}, status=UNPROCESSABLE)
    services.subscribe_push(request.user, **form.cleaned_data, by=request.user, now=clock.now())
    return JsonResponse({})


@require_POST
def renew_push(request):
    """This browser says again what it is; the answer is whether it takes part."""
    access.own_patient(request.user)
    form = PushForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"on": False})
    old = request.POST.get("old", "")
    on = services.renew_push(request.user, **form.cleaned_data, old=old, by=request.user, now=clock.now())
    return JsonResponse({"on": on})


@require_POST
def leave_push(request):
    """Sent before this browser's session ends."""
    access.own_patient(request.user)
    services.leave_push(request.user, request.POST.get("endpoint", ""), by=request.user, now=clock.now())
    return JsonResponse({})


@require_POST
def stop_push(request):
    access.own_patient(request.user)
    services.stop_push(request.user, by=request.user, now=clock.now())
    messages.info(request, _("Notifications are off on all your phones and computers."))
    return redirect("reminders")


@require_POST
@fresh_sign_in
@never_cache
def make_calendar(request):
    """Shows the link once: only its hash is kept."""
    patient = access.own_patient_in_care(request.user)
    token = services.make_calendar_link(request.user, by=request.user, now=clock.now())
    link = address_of("calendar-feed", token)
    return _page(request, patient, RemindersForm(selectors.own_reminders(request.user)), link=link)


@require_POST
def withdraw_calendar(request):
    access.own_patient(request.user)
    services.withdraw_calendar_link(request.user, by=request.user)
    messages.info(request, _("The calendar’s link does not work any more."))
    return redirect("reminders")


@require_safe
@login_not_required
@cache_control(private=True, no_store=True)
def calendar_feed(request, token):
    """The exercise days of whoever made the link. The link is the key; it opens nothing else."""
    mark = token_hash(token)
    patient = access.patient_of_calendar(mark)
    now = clock.now()
    assignment = patient.assignments.active().with_its_page().first()
    days = selectors.exercise_days(assignment, now) if assignment else []
    wants = selectors.reminders_of(patient.user)
    at = wants.exercise_at if wants.exercise else None
    feed = calendar_of(days, mark[:12], now, at, patient.zone, address_of("home"))
    return HttpResponse(feed, content_type="text/calendar; charset=utf-8")


@csrf_exempt  # a mail programme presses it too, which has been on none of our pages; the secret is the key
@form_view
@login_not_required
@never_cache
def stop_letters(request, secret):
    """The link of each reminder by e-mail (RFC 8058): opening it changes nothing, for scanners open links."""
    if request.method != "POST":
        return render(request, "account/stop_letters.html")
    try:
        services.stop_letters(secret)
    except services.Refused as refusal:
        return render(request, "account/stop_letters.html", {"refusal": refusal}, status=410)
    return render(request, "account/stop_letters.html", {"stopped": True})


@form_view
def digest(request):
    access.clinician_clinics(request.user)
    chosen = selectors.reminders_of(request.user)
    initial = {"digest": chosen.digest, "news": chosen.news}
    form = DigestForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.set_reminders(request.user, form.cleaned_data, by=request.user)
        messages.info(request, _("Saved."))
        return redirect("digest")
    return render(request, "clinician/digest.html", {"form": form}, status=status_of(form))
