"""Something new or alarming: the ticks, and what to do at once."""

from django.shortcuts import get_list_or_404, get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from patients import access, selectors, services
from patients.forms.phone import FlagForm
from patients.models import FlagKind
from patients.views import answers
from patients.views.answers import form_view
from patients.wording import told_words
from programs import clock


@form_view
def raise_flag(request):
    patient = access.own_patient(request.user)
    now = clock.now()
    sent = request.POST if request.method == "POST" else None
    form = FlagForm(patient, now, sent, ticked=request.GET.getlist("tick"))
    if request.method == "POST" and form.is_valid():
        kinds, client_id = form.cleaned_data["kinds"], form.cleaned_data["client_id"]
        how = {"by": request.user, "now": now, "capture": form.capture}
        flags, created = services.raise_flags(patient, kinds, client_id=client_id, **how)
        receipt = services.receipt.of_flags(flags, created, kinds)
        return answers.taken(request, receipt, reverse("flag-raised", args=[client_id]))
    whom = selectors.whom_to_call_page(patient.clinic, dict.fromkeys(FlagKind.values), now)
    unticked = selectors.whom_to_call_page(patient.clinic, {}, now)
    context = {
        "patient": patient,
        "form": form,
        "whom": whom,
        "unticked": unticked,
        "program": selectors.last_program(patient),
    }
    return answers.form_page(request, form, "patient/raise_flag.html", context)


@require_safe
def flag_raised(request, client_id):
    """What was ticked then, and what else is open: one alarm hides no other. What was a mistake, says the patient,
    calls nobody to act."""
    patient = access.own_patient(request.user)
    ticked = get_list_or_404(patient.flags.select_related("closed_by"), client_id=client_id)
    still_open = list(patient.flags.open())
    by_kind = {flag.kind: flag for flag in (*still_open, *ticked)}
    mistakes = {kind: flag for kind, flag in by_kind.items() if flag.mistake_at and not flag.closed_at}
    meant, now = {kind: flag for kind, flag in by_kind.items() if kind not in mistakes}, clock.now()
    context = {
        "patient": patient,
        "whom": selectors.whom_to_call_page(patient.clinic, meant, now),
        "mistakes": selectors.whom_to_call_page(patient.clinic, mistakes, now).ticks,
        "told": told_words(selectors.told_of_alarms(ticked)),
        "pauses": selectors.pauses(still_open),
        "running": patient.assignments.active().exists(),
    }
    return render(request, "patient/flag_raised.html", context)


@require_POST
def take_back_flag(request, flag_id):
    flag = get_object_or_404(access.own_patient(request.user).flags.all(), public_id=flag_id)
    noted = services.take_back_flag(flag, by=request.user, now=clock.now())
    return answers.taken(request, "stored" if noted else "duplicate", reverse("flag-raised", args=[flag.client_id]))
