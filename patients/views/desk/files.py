"""Programmes as files, for whoever writes them: out of this installation, and into it."""

from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from patients import access
from patients.selectors import desk
from patients.views.answers import UNPROCESSABLE, form_view
from programs import clock, transfer
from programs.editor.importing import ImportPage, import_as_shown, import_page


@require_safe
def export_version(request, version_id):
    version = access.version_to_edit(request.user, version_id)
    content, kind = transfer.exported(version)
    return _file(content, f"application/{kind}", f"{version.program.slug}-{version.number}.{kind}")


@require_safe
def programme_schema(request):
    access.writes_programmes(request.user)
    return _file(transfer.PUBLISHED.read_bytes(), "application/schema+json", "programme.schema.json")


def _file(content, kind, name):
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@form_view
def import_programme(request):
    """What a file would make and meet, which writes nothing; then the draft, as it was shown."""
    access.writes_programmes(request.user)
    if request.method != "POST":
        return render(request, "editor/import_programme.html", {"page": ImportPage()})
    sent = {"today": clock.today(), "readers": partial(desk.readers_of, user=request.user)}
    if "keep" in request.POST:
        page, version = import_as_shown(request.POST, request.FILES, by=request.user, **sent)
    else:
        page, version = import_page(request.POST, request.FILES, **sent)[0], None
    if version is None:
        return render(request, "editor/import_programme.html", {"page": page}, status=_status(page))
    messages.success(request, _("This is the draft that was imported. Nobody sees it until it is published."))
    return redirect("admin:programs_programversion_change", version.pk)


def _status(page):
    if page.moved:
        return HTTPStatus.CONFLICT
    return UNPROCESSABLE if page.faults or page.form.errors else HTTPStatus.OK
