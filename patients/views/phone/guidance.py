"""The page of all answers."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from patients import access, selectors
from programs import clock
from programs import selectors as catalogue

LONGEST_SEARCH = 80


@require_safe
def guidance(request):
    """Every card that holds for the own programme and stage; `?q=` searches them, and
    danger words in it lead to the alarm list. No programme: the general ones."""
    patient = access.own_patient(request.user)
    assignment = patient.assignments.active().with_its_page().first()
    program, stage = _whereabouts(assignment)
    wanted = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    topics = catalogue.all_guidance(program, stage, wanted)
    found = sum(len(cards) for _topic, cards in topics)
    context = {"patient": patient, "assignment": assignment, "topics": topics, "wanted": wanted, "found": found}
    now = clock.now()
    context["danger"] = selectors.danger_in(patient.clinic, wanted, now)
    context |= selectors.danger_live(patient.clinic, now)
    return render(request, "patient/guidance.html", context)


def _whereabouts(assignment):
    if assignment is None:
        return None, None
    return assignment.version.program_id, assignment.standing.stage
