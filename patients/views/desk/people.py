"""The people of a clinic, for its administrator."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from patients import access
from patients.selectors import desk


@require_safe
def team(request):
    clinics = access.administrator_clinics(request.user)
    clinic = access.clinic_among(clinics, request.GET.get("clinic"))
    context = {"clinic": clinic, "clinics": clinics, "members": desk.team_of(clinic)}
    return render(request, "clinician/team.html", context)
