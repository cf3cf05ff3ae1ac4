"""Taking a draft away, with all that belongs to it: what goes with it, and the deed."""

from dataclasses import dataclass

from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.db import transaction
from django.utils.translation import gettext as _

from programs.editor import revision
from programs.editor.drafting import locked_draft
from programs.editor.seen import Moved, Whole, moved_since, sealed, whole_of
from programs.models import Criterion, Prescription, ProgramVersion, Stage
from programs.selectors import stages_of


@dataclass(frozen=True)
class DiscardPage:
    """`then` is the published version to go on with, if somebody came from one; `moved` says what is not as it was
    shown. `takes_all`: nothing was ever published, and the programme goes with its draft."""

    version: ProgramVersion
    whole: Whole
    stages: list
    removed: list
    then: ProgramVersion | None
    takes_all: bool
    revision: str
    moved: Moved | None


def discard_page(version, data=None, then=""):
    """With `data`, what was sent, beside what has changed since it was shown."""
    whole = whole_of(version)
    published = {str(one.pk): one for one in version.program.versions.published()}
    return DiscardPage(
        version=version,
        whole=whole,
        stages=stages_of(version),
        removed=list(version.removed_stages.all()),
        then=published.get(then),
        takes_all=version.is_draft and not published,
        revision=sealed(version, whole, note=version.changes),
        moved=None if data is None else _moved(version, whole, data),
    )


def _moved(version, whole, data):
    seen = revision.unseal(data.get(revision.FIELD), version)
    moved = moved_since(seen, whole)
    if seen and seen["note"] != version.changes:
        moved.said.append(_("The note is another one now: %(note)s") % {"note": version.changes or "–"})
    return moved


@transaction.atomic
def discard(version, *, by):
    """Raises `Frozen` for what is published. Whatever of a patient's hangs on a draft keeps it where it is."""
    draft = locked_draft(version.pk)
    stages = Stage.objects.filter(version=draft)
    for rows in (Criterion, Prescription):
        rows.objects.filter(stage__in=stages).delete()
    stages.delete()
    draft.sources.all().delete()
    draft.removed_stages.all().delete()
    draft.delete()
    program, said = version.program, _("Discarded the draft of version %s.") % version.number
    if program.versions.exists():
        LogEntry.objects.log_actions(by.pk, [program], CHANGE, said, single_object=True)
    else:
        LogEntry.objects.log_actions(by.pk, [program], DELETION, said, single_object=True)
        program.delete()
