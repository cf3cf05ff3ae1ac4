"""The end of a record, by the clinic's administrator. The page names nobody: who is erased is typed."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from patients import access, services
from patients.forms.desk.erasure import EraseForm
from patients.selectors import desk
from patients.views.answers import form_view, fresh_sign_in, status_of
from programs import clock


@form_view
@fresh_sign_in
def erase_patient(request, clinic_id):
    """What is kept and why, whose term is over, what was erased; and one form."""
    clinic, now = access.clinic_run_by(request.user, clinic_id), clock.now()
    form = EraseForm(
        clinic, request.POST if request.method == "POST" else None, initial={"record": request.GET.get("record")}
    )
    if form.is_valid():
        words = form.cleaned_data
        try:
            services.erase_patient(
                words["record"], typed=words["typed"], reason=words["reason"], by=request.user, now=now
            )
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The record is erased. Its number stands in the list below."))
            return redirect("erase-patient", clinic.pk)
    context = {"clinic": clinic, "form": form, "over": desk.past_the_term(clinic, now)}
    context["ledger"] = clinic.erasures.select_related("by")
    return render(request, "clinician/erase_patient.html", context, status=status_of(form))
