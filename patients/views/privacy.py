"""What is kept about people, in plain words, for whoever asks."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
@never_cache
def privacy(request):
    """A patient reads whom to ask in their clinic, and its own retention term."""
    patient = getattr(request.user, "patient", None)
    return render(request, "account/privacy.html", {"clinic": patient and patient.clinic})
