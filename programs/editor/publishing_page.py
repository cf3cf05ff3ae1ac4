"""Publishing as a page: what an editor sees before a draft is frozen, and the door that freezes nothing else."""

from dataclasses import dataclass

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.columns import BOUNDED
from programs.editor import publishing, revision
from programs.editor.seen import Moved, Whole, moved_since, sealed, whole_of
from programs.models import ProgramVersion
from programs.selectors import stages_of


class NoteForm(forms.Form):
    """The note "what changed", which whoever decides about patients on the version before reads."""

    changes = forms.CharField(
        label=gettext_lazy("What changed"),
        required=False,
        strip=False,
        validators=BOUNDED,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, version, replaced, data=None):
        super().__init__(data, initial={"changes": version.changes})
        self.replaced = replaced
        field = self.fields["changes"]
        if replaced:
            field.widget.attrs["aria-required"] = "true"
        else:
            field.label = _("What this version is")

    def clean_changes(self):
        note = self.cleaned_data["changes"]
        if fault := publishing.note_fault(note, self.replaced):
            raise forms.ValidationError(fault)
        return note


@dataclass(frozen=True)
class Reason:
    """Why a threshold lies outside its usual range, as its row keeps it."""

    where: str
    what: str
    value: str
    reason: str


@dataclass(frozen=True)
class PublishPage:
    """`problems` are why the draft cannot be published yet; each stage of `stages` has `opens_on`, its first day, or
    None; `moved` and `clash` say what is not as it was shown to whoever pressed the button."""

    version: ProgramVersion
    whole: Whole
    problems: list
    stages: list
    reasons: list[Reason]
    form: NoteForm
    revision: str
    moved: Moved | None = None
    clash: revision.Clash | None = None

    @property
    def is_refused(self):
        return bool(self.moved or self.clash)


def publish_page(version, data=None):
    """The page of a version; with `data` what was sent, beside what has changed since it was shown."""
    whole = whole_of(version)
    stages = stages_of(version)
    checked = publishing.checked(version) if version.is_draft else publishing.Checked([], {})
    for stage in stages:
        stage.opens_on = checked.opens_on.get(stage.pk)
    form = NoteForm(version, whole.replaced)
    seal = sealed(version, whole, fields=revision.shown(form), rows={})
    moved = clash = None
    if data is not None:
        seen = revision.unseal(data.get(revision.FIELD), version)
        moved = moved_since(seen, whole)
        clash = revision.clash_of(seen, form, (), data)
        form = NoteForm(version, whole.replaced, clash.data)
        clash.mark(form)
    reasons = [reason for row in (version, *stages) for reason in _reasons(row)]
    return PublishPage(version, whole, checked.problems, stages, reasons, form, seal, moved, clash)


def _reasons(row):
    where = _("Everywhere") if isinstance(row, ProgramVersion) else str(row)
    columns = [(row.thresholds[name], reason) for name, reason in row.reasons.items() if name in row.thresholds]
    return [Reason(where, str(column.label), getattr(row, column.name), reason) for column, reason in columns]


@transaction.atomic
def publish_as_shown(version_id, data, *, by, now):
    """(version, None) where a draft is published as its page showed it, with the note of `data`; else (version, page),
    filled with what was sent, and nothing is written."""
    ProgramVersion.objects.select_for_update(no_key=True).filter(pk=version_id).first()
    version = ProgramVersion.objects.select_related("program").get(pk=version_id)
    page = publish_page(version, data)
    if not version.is_draft or page.is_refused or not page.form.is_valid() or page.problems:
        return version, page
    version.changes = page.form.cleaned_data["changes"]
    version.save(update_fields=("changes",))
    return publishing.publish(version, by=by, now=now), None
