"""The conversation between a patient and the clinic, on the phone and at the desk."""

from django.contrib import messages as say
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from patients import access, selectors, services
from patients.domain.danger_words import ticks_of
from patients.forms.contact import CannedForm, MessageForm, SeenForm
from patients.views import answers
from patients.views.answers import UNPROCESSABLE, form_view
from patients.wording import kept_words
from programs import clock


@form_view
def messages(request):
    """The patient's side. A patient whose programme has ended can still read and write."""
    patient = access.own_patient(request.user)
    if request.method != "POST":
        return _phone_page(request, patient, MessageForm())
    form = MessageForm(request.POST)
    if form.is_valid():
        if _asks_first(request, form):
            return answers.asked_first(request) or _phone_page(request, patient, form, UNPROCESSABLE, asks=True)
        if receipt := _send(request, patient, form):
            sent = kept_words(somebody=selectors.somebody_is_told(patient))
            return answers.taken(request, receipt, reverse("messages"), say=sent)
    return answers.refused(request, form) or _phone_page(request, patient, form, UNPROCESSABLE)


def _asks_first(request, form):
    """Whether somebody is there who can be shown the alarm list before the message goes: once, and never where it comes
    from a queue in the background, which nobody looks at."""
    text = form.cleaned_data["text"]
    return bool(ticks_of(text)) and "sure" not in request.POST and not answers.in_background(request)


def _send(request, patient, form):
    """The receipt; None where it was refused, which the form then says."""
    now = clock.now()
    try:
        message, created = services.send_message(patient, **form.cleaned_data, by=request.user, now=now)
    except services.Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    return services.receipt.of_message(message, created, form.cleaned_data["text"], request.user)


def _phone_page(request, patient, form, status=200, *, asks=False):
    now = clock.now()
    talk = selectors.conversation(patient, now, as_patient=True, everything="all" in request.GET)
    assignment = patient.assignments.active().first()
    context = {"patient": patient, "assignment": assignment, "talk": talk, "form": form, "asks": asks}
    context["discharged"] = patient.discharges.in_force().exists()
    context |= selectors.danger_live(patient.clinic, now)
    context["danger"] = selectors.danger_in(patient.clinic, form["text"].value() if asks else talk.waiting, now)
    return render(request, "patient/messages.html", context, status=status)


@require_POST
def see_messages(request):
    """The page was looked at, as it says itself: the phone also fetches it beforehand, and then nobody has read it."""
    return _see(request, access.own_patient(request.user), reverse("messages"))


@require_POST
def see_thread(request, patient_id):
    return _see(request, access.patient_in_care(request.user, patient_id), reverse("thread", args=[patient_id]))


def _see(request, patient, page):
    form = SeenForm(request.POST)
    newest = form.is_valid() and patient.messages.filter(client_id=form.cleaned_data["newest"]).first()
    seen = newest and services.mark_seen(patient, by=request.user, now=clock.now(), up_to=newest.at)
    return answers.taken(request, "stored" if seen else "duplicate", page)


@form_view
@transaction.atomic
def thread(request, patient_id):
    """The clinic's side. Opening it is a look at the patient."""
    patient = access.patient_in_care(request.user, patient_id)
    if request.method != "POST":
        return _desk_page(request, patient, MessageForm())
    if "insert" in request.POST:
        return _with_canned_text(request, patient)
    form = MessageForm(request.POST)
    receipt = _send(request, patient, form) if form.is_valid() else None
    if receipt is None:
        return _desk_page(request, patient, form, status=UNPROCESSABLE)
    if receipt == services.receipt.CONFLICT:
        say.warning(request, _("This was sent before and said something else. Nothing was sent now."))
    return redirect("thread", patient_id)


def _with_canned_text(request, patient):
    """The page again with the chosen text under what was typed; nothing is sent."""
    chosen = CannedForm(selectors.canned_texts(patient.clinic), request.POST)
    typed = request.POST.get("text", "").replace("\x00", "").strip()
    form = MessageForm()
    form.initial["text"] = typed
    if not chosen.is_valid():
        return _desk_page(request, patient, form, chosen, UNPROCESSABLE)
    form.initial["text"] = "\n\n".join(filter(None, (typed, chosen.cleaned_data["canned"].text)))
    return _desk_page(request, patient, form)


def _desk_page(request, patient, form, canned=None, status=200):
    access.record(request.user, "patient.opened", patient)
    now = clock.now()
    talk = selectors.conversation(patient, now, as_patient=False, everything="all" in request.GET)
    canned = canned or CannedForm(selectors.canned_texts(patient.clinic))
    context = {"patient": patient, "talk": talk, "form": form, "canned": canned}
    context["discharged"] = patient.discharges.in_force().exists()
    context["reminded"] = selectors.is_reminded(patient.user)
    return render(request, "clinician/thread.html", context, status=status)
