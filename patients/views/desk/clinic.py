"""The clinic as its patients meet it: when it is open and whom they call, for a physio to check and to stand for; and
when a physio of it is away."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from patients import access, selectors, services
from patients.domain.countries import countries, read_on
from patients.forms.desk.clinic import AbsenceForm, NumbersForm, TakeOutForm
from patients.views.answers import form_view, status_of
from programs import clock


@form_view
def clinic_numbers(request):
    """The numbers as they stand, or those of `?country=`; sending them says that they are right."""
    clinics = access.clinician_clinics(request.user)
    sent = request.POST if request.method == "POST" else None
    clinic = access.clinic_among(clinics, (sent or request.GET).get("clinic"))
    form = NumbersForm(clinic, request.GET.get("country", ""), sent)
    if sent is not None and form.is_valid():
        try:
            services.confirm_numbers(clinic, form.cleaned_data, by=request.user, now=clock.now())
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Confirmed. Patients of %(clinic)s are told these numbers.") % {"clinic": clinic}
            )
            return redirect(f"{request.path}?clinic={clinic.pk}")
    country = countries().get(form["country"].value())
    context = {"clinic": clinic, "clinics": clinics, "form": form, "country": country}
    context |= {"countries": countries().values(), "read_on": read_on()}
    return render(request, "clinician/clinic_numbers.html", context, status=status_of(form))


@form_view
def absence(request):
    """The same dates for every clinic that the physio works in."""
    clinics = access.clinician_clinics(request.user)
    today = clock.now().astimezone(clinics[0].zone).date()
    sent = request.POST if request.method == "POST" else None
    if sent and "take_out" in sent:
        return _take_out(request, TakeOutForm(sent))
    form = AbsenceForm(today, sent)
    if sent is not None and form.is_valid():
        try:
            services.set_absence(request.user, **form.cleaned_data, by=request.user)
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, _("Saved."))
            return redirect("absence")
    context = {"form": form, "aways": selectors.absences_of(request.user, clinics, today)}
    return render(request, "clinician/absence.html", context, status=status_of(form))


def _take_out(request, form):
    if form.is_valid() and services.take_out_absence(request.user, form.cleaned_data["take_out"], by=request.user):
        messages.info(request, _("Taken out."))
    return redirect("absence")
