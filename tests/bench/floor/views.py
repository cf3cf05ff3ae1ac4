from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.forms import inlineformset_factory, modelform_factory
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from tests.bench.floor.models import Exercise, Line, Visit

VisitForm = modelform_factory(Visit, fields=["day", "pain", "note"])
Sets = inlineformset_factory(Visit, Exercise, fields=["number", "side", "target", "done"], extra=10, can_delete=False)


@require_POST
def log_visit(request):
    """Stores a visit and its sets."""
    form = VisitForm(request.POST)
    form.instance.user = request.user
    sets = Sets(request.POST, instance=form.instance, prefix="sets")
    if not (form.is_valid() and sets.is_valid()):
        return JsonResponse({"errors": [form.errors, *sets.errors]}, status=422)
    with transaction.atomic():
        form.save()
        sets.save()
    return JsonResponse({"status": "stored"})


@require_safe
def lines(request):
    """500 rows, as a list of patients would have them."""
    return render(request, "floor/lines.html", {"lines": Line.objects.order_by("name")})


@require_safe
def line(request, pk):
    """What each row leads to."""
    return HttpResponse(pk)


@require_safe
@login_not_required
def livez(request):
    return HttpResponse("ok")
