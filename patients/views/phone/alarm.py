"""Something new or alarming: the ticks, and what to do at once."""

from django.shortcuts import get_list_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from patients import access, selectors, services
from patients.forms.phone import FlagForm
from patients.models import FlagKind
from patients.views import answers
from patients.views.answers import form_view
from programs import clock


@form_view
def raise_flag(request):
    patient = access.own_patient(request.user)
    now = clock.now()
    form = FlagForm(patient, now, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        kinds, client_id = form.cleaned_data["kinds"], form.cleaned_data["client_id"]
        ticked_at = form.captured and form.captured.at
        flags = services.raise_flags(patient, kinds, client_id=client_id, by=request.user, now=now, ticked_at=ticked_at)
        receipt = services.receipt.of_flags(flags, kinds, now)
        return answers.taken(request, receipt, reverse("flag-raised", args=[client_id]))
    ticks = selectors.flag_texts(patient.clinic, FlagKind.values)
    context = {"patient": patient, "form": form, "ticks": ticks}
    return answers.form_page(request, form, "patient/raise_flag.html", context)


@require_safe
def flag_raised(request, client_id):
    patient = access.own_patient(request.user)
    kinds = [flag.kind for flag in get_list_or_404(patient.flags.all(), client_id=client_id)]
    context = {"patient": patient, "ticks": selectors.flag_texts(patient.clinic, kinds)}
    return render(request, "patient/flag_raised.html", context)
