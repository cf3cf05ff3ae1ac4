"""Taking a draft away, and with it what was tried of it."""

from django.db import transaction
from django.utils.translation import ngettext

from patients.models import ClinicProgram, WhatIf
from programs.editor.discarding import discard, discard_page
from programs.models import Guidance, ProgramVersion


@transaction.atomic
def discard_as_shown(version_id, data, *, by):
    """(page, whether the draft is gone): it goes as its page showed it, or stays, and nothing is written."""
    ProgramVersion.objects.select_for_update(no_key=True).filter(pk=version_id).first()
    version = ProgramVersion.objects.select_related("program").get(pk=version_id)
    page = discard_page(version, data, data.get("then", ""))
    if not version.is_draft or page.moved or kept_by(page):
        return page, False
    WhatIf.objects.filter(draft=version).delete()
    discard(version, by=by)
    return page, True


def kept_by(page):
    """Why a programme cannot go with its only draft, as sentences; none where it may, or stays anyway."""
    if not page.takes_all:
        return []
    clinics = ClinicProgram.objects.filter(program=page.version.program_id).count()
    cards = Guidance.objects.filter(program=page.version.program_id).count()
    chosen = ngettext(
        "%(n)s clinic has chosen this programme. An administrator takes it off the clinic’s list first.",
        "%(n)s clinics have chosen this programme. An administrator takes it off their lists first.",
        clinics,
    )
    written = ngettext(
        "%(n)s card of guidance is written for this programme. Please give it to another one first.",
        "%(n)s cards of guidance are written for this programme. Please give them to another one first.",
        cards,
    )
    return [words % {"n": n} for words, n in ((chosen, clinics), (written, cards)) if n]
