"""Several patients to another version of their programme: who is on which, and one page that moves them."""

from contextlib import suppress
from http import HTTPStatus
from uuid import UUID

from django.shortcuts import render
from django.views.decorators.http import require_safe

from patients import access, services
from patients.forms.desk import MovesForm
from patients.selectors import desk
from patients.services.version import Move, left_meanwhile
from patients.views.answers import UNPROCESSABLE, form_view
from programs import clock


@require_safe
def versions(request):
    access.clinician_clinics(request.user)
    return render(request, "clinician/versions.html", {"versions": desk.versions_in_care(request.user)})


@form_view
def move_patients(request, before_id, after_id):
    """Where each patient would come out; sent, the same page says who was moved where, and who was not and why."""
    before, after = access.versions_to_move(request.user, before_id, after_id)
    if request.method == "POST":
        return _move(request, before, after)
    page = desk.moving_page(request.user, before, after, request.GET.get("page"))
    return _page(request, page, MovesForm(page, tick="tick" in request.GET))


def _move(request, before, after):
    sent, ids = request.POST, _ids(request.POST.getlist("row"))
    page = desk.moving_page(request.user, before, after, ids=ids)
    form = MovesForm(page, sent)
    if "look" in sent:  # the return key at a box to tick: nothing happens, and nothing of what was typed is lost
        return _page(request, page, form)
    moved = _moved(form, page, request.user) if form.is_valid() else []
    asked = {one for one in ids if sent.get(f"{one}-moves")}
    gone = desk.left_in_care(request.user, before, asked - {row.mover.assignment.public_id for row, _act in moved})
    left = [(one, left_meanwhile(one)) for one in gone]
    is_done = moved and not (form.refused or left)
    status = HTTPStatus.OK if is_done else UNPROCESSABLE
    return _page(request, page, form, status=status, moved=moved, left=left, is_answer=True)


def _page(request, page, form, *, status=HTTPStatus.OK, moved=(), **answer):
    gone = [row for row, _act in moved]
    rows = [row for row in form.rows if row not in gone]
    shown = [row.mover.assignment for row in form.rows] + [one for one, _why in answer.get("left", ())]
    access.record_list(request.user, "patients.listed", [one.patient for one in shown])
    context = {"page": page, "form": form, "rows": rows, "moved": moved, **answer}
    return render(request, "clinician/move_patients.html", context, status=status)


def _moved(form, page, user):
    """[(row, the decision as it is named to undo it)] of who was moved; the others' rows say why not."""
    now, going = clock.now(), form.going
    moves = [Move(row.mover.assignment, row.cleaned_data["seen"], row.cleaned_data.get("stage")) for row in going]
    refused = services.move_patients(
        moves, page.before, page.after, by=user, now=now, reason=form.cleaned_data["reason"]
    )
    for row, why in zip(going, refused, strict=True):
        if why:
            row.add_error("moves", why)
    undo = desk.moved_at(now, user)
    return [(row, undo[row.mover.assignment.pk]) for row in going if not row.errors]


def _ids(texts):
    """What is no id names nobody."""
    found = []
    for text in texts:
        with suppress(ValueError):
            found.append(UUID(text))
    return found
