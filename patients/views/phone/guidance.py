"""The page of all answers."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from patients import access, selectors
from programs import clock

LONGEST_SEARCH = 80


@require_safe
def guidance(request):
    """Every card that holds for the own programme and stage, by topic; with `?q=` those and the exercises that answer
    it, the best first. Danger words in it, slips of the thumb too, lead to the alarm list."""
    patient = access.own_patient(request.user)
    assignment = patient.assignments.active().with_its_page().first()
    language = selectors.language_of(patient)
    wanted = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    context = {"patient": patient, "assignment": assignment, "wanted": wanted}
    now = clock.now()
    if wanted:
        context["found"] = found = selectors.find_guidance(assignment, wanted, language)
        context["danger"] = selectors.danger_in(patient.clinic, f"{wanted}\n{found.read_as}", now)
    else:
        context["topics"] = selectors.all_guidance(assignment, language)
    context |= selectors.danger_live(patient.clinic, now)
    return render(request, "patient/guidance.html", context)
