"""The content in another language: what is missing, and the form of one thing."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from patients import access
from patients.views.answers import UNPROCESSABLE, form_view
from programs import clock
from programs.editor.translating import groups_of, translate_as_shown, translate_page


@require_safe
def translations(request, language):
    """What is missing or out of date, by version and for the answers; of one of them thing by thing."""
    access.language_to_write(request.user, language)
    groups = groups_of(language)
    chosen = next((one for one in groups if one.slug == request.GET.get("of")), groups[0])
    context = {"code": language, "name": settings.CONTENT_LANGUAGES[language], "groups": groups, "chosen": chosen}
    return render(request, "editor/translations.html", context)


@form_view
def translate(request, language, kind, row_id):
    row, status = access.row_to_translate(request.user, language, kind, row_id), HTTPStatus.OK
    if request.method == "POST":
        page, stored = translate_as_shown(row, language, request.POST, by=request.user, now=clock.now())
        if stored is not None:
            messages.success(request, _said(stored))
            return redirect(request.get_full_path())
        status = HTTPStatus.CONFLICT if page.clash else UNPROCESSABLE
    else:
        page = translate_page(row, language)
    context = {"code": language, "name": settings.CONTENT_LANGUAGES[language], "page": page}
    return render(request, "editor/translate.html", context, status=status)


def _said(stored):
    if not stored:
        return _("Nothing was changed.")
    return ngettext("%(n)s text is saved.", "%(n)s texts are saved.", stored) % {"n": stored}
