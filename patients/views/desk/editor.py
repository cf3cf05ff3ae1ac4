"""The editor's desk, as far as patients and their logs come into it: in counts, and in names for who treats them."""

from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from patients import access
from patients.selectors import desk
from patients.services import Refused
from patients.views.answers import UNPROCESSABLE, form_view
from patients.what_if import running
from patients.what_if.discarding import discard_as_shown, kept_by
from patients.what_if.page import what_if_page
from programs import clock
from programs.editor import retiring
from programs.editor.discarding import discard_page
from programs.editor.publishing_page import publish_as_shown, publish_page


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


@form_view
def publish_version(request, version_id):
    """All that is to be known before a draft is frozen, and the button that freezes what was shown."""
    version, status = access.version_to_edit(request.user, version_id), HTTPStatus.OK
    if request.method == "POST":
        version, page = publish_as_shown(version_id, request.POST, by=request.user, now=clock.now())
        if page is None:
            said = _("Version %s is published. New assignments take it in every clinic that has chosen the programme.")
            messages.success(request, said % version.number)
            return redirect("admin:programs_programversion_change", version_id)
        status = HTTPStatus.CONFLICT if page.is_refused or not version.is_draft else UNPROCESSABLE
    else:
        page = publish_page(version)
    context = {
        "page": page,
        "tried": what_if_page(version),
        "on_versions": desk.on_versions(version.program.versions.all(), request.user),
    }
    return render(request, "editor/publish_version.html", context, status=status)


@form_view
def discard_draft(request, version_id):
    """What goes with a draft, and the button that takes it away."""
    version, status = access.version_to_edit(request.user, version_id), HTTPStatus.OK
    if request.method == "POST":
        page, done = discard_as_shown(version_id, request.POST, by=request.user)
        if done:
            return _after(request, page)
        status = HTTPStatus.CONFLICT
    else:
        page = discard_page(version, then=request.GET.get("then", ""))
    context = {"page": page, "kept_by": kept_by(page), "tried": what_if_page(version).tried}
    return render(request, "editor/discard_draft.html", context, status=status)


def _after(request, page):
    """Where somebody goes on whose draft is gone."""
    program = page.version.program
    if page.takes_all:
        messages.success(request, _("“%s” is gone, and its draft with it.") % program)
        return redirect("admin:programs_program_changelist")
    messages.success(request, _("The draft of version %s is gone.") % page.version.number)
    if page.then:
        return redirect("admin:programs_programversion_change", page.then.pk)
    return redirect("admin:programs_program_change", program.pk)


@form_view
def retire(request, kind, row_id):
    """Where something of the catalogue is used, and the button that takes it from offer, or brings it back."""
    row, status = access.row_to_edit(request.user, kind, row_id), HTTPStatus.OK
    if request.method == "POST":
        try:
            said = _retire(row, request.POST.get("act"), by=request.user)
        except retiring.InTheWay as why:
            messages.error(request, str(why))
            status = HTTPStatus.CONFLICT
        else:
            messages.success(request, said % {"name": row})
            return redirect("retire", kind, row_id)
    return render(request, "editor/retire.html", {"page": desk.retire_page(row, kind, request.user)}, status=status)


def _retire(row, act, *, by):
    """What a button of that page does, and what is said of it then."""
    if act == "bring_back":
        done = retiring.bring_back(row, by=by)
        return _("“%(name)s” is on offer again.") if done else _("“%(name)s” was on offer already.")
    if act != "retire":
        raise retiring.InTheWay(_("Please say whether to retire it or to bring it back."))
    done = retiring.retire(row, by=by, now=clock.now())
    return _("“%(name)s” is retired: it is offered nowhere new.") if done else _("“%(name)s” was retired already.")


@form_view
def delete_unused(request, kind, row_id):
    """The question before something that nobody ever used is deleted."""
    row, status = access.row_to_edit(request.user, kind, row_id), HTTPStatus.OK
    if request.method == "POST":
        try:
            retiring.delete_unused(row, by=request.user)
        except retiring.InTheWay as why:
            messages.error(request, str(why))
            status = HTTPStatus.CONFLICT
        else:
            messages.success(request, _("“%s” is deleted.") % row)
            if kind == "variation":
                return redirect("admin:programs_exercise_change", row.exercise_id)
            return redirect("admin:programs_exercise_changelist")
    page = desk.retire_page(row, kind, request.user)
    return render(request, "editor/delete_unused.html", {"page": page}, status=status)
