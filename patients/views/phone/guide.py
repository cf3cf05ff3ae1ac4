"""The guided session on the patient's phone."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from patients import access, selectors, services
from patients.rows import read_once
from patients.selectors import phone
from programs import clock


@require_safe
def guide_session(request):
    """Leads through today's exercises. Where none is asked, it says so and leads through none."""
    assignment = access.own_assignment(request.user)
    now = clock.now()
    services.refresh_if_due(assignment, now)
    read_once(assignment, now)
    plan = phone.todays_plan(assignment, now)
    exercise = request.GET.get("exercise", "")
    guided = phone.guided_session(assignment, plan, exercise) if plan.asks_for_exercises else None
    selectors.say_to(assignment, prescriptions=guided.prescriptions if guided else ())
    return render(request, "patient/guide_session.html", {"assignment": assignment, "plan": plan, "guided": guided})
