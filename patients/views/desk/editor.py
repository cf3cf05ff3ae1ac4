"""The editor's desk, as far as patients' logs come into it: in counts alone."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from patients import access
from patients.services import Refused
from patients.what_if import running
from patients.what_if.page import what_if_page
from programs import clock


@require_safe
def what_if(request, version_id):
    version = access.version_to_edit(request.user, version_id)
    return render(request, "editor/what_if.html", {"page": what_if_page(version)})


@require_POST
def ask_what_if(request, version_id):
    """Works for a moment itself, which is enough for a few histories; the loop does the rest."""
    version = access.version_to_edit(request.user, version_id)
    now = clock.now()
    try:
        running.work_on(running.ask(version, by=request.user, now=now), now, running.SECONDS_IN_A_REQUEST)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("what-if", version_id)
