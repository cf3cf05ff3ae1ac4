"""The content editor's admin: exercises live, programmes as drafts. A physio may look; what is published is frozen."""

from http import HTTPStatus

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from programs import clock
from programs.editor import drafting, publishing, revision, steps
from programs.editor.base import PlainAdmin, PlainRows
from programs.editor.criterion_form import CriterionForm
from programs.editor.exercises import ExerciseAdmin  # noqa: F401  registers itself
from programs.editor.forms import (
    CitationForm,
    CriterionFormSet,
    PrescriptionForm,
    PrescriptionFormSet,
    ProgramForm,
    StageForm,
    VersionForm,
)
from programs.editor.guidance import GuidanceAdmin  # noqa: F401  registers itself
from programs.editor.lists import StateFilter
from programs.editor.looked import LookedAtAdmin
from programs.editor.offer import RetirableAdmin
from programs.editor.pictures import PictureAdmin  # noqa: F401  registers itself
from programs.editor.rows import OrderedFormSet
from programs.editor.sentences import sentences_of
from programs.editor.told import ToldAdmin
from programs.gate import GATE_LINES, SAFETY_LINES
from programs.models import Citation, Criterion, Exercise, Prescription, Program, ProgramVersion, Stage
from programs.selectors import program_due_on, stages_of
from programs.wording import rule_sentences


@admin.register(Program)
class ProgramAdmin(LookedAtAdmin, ToldAdmin, RetirableAdmin):
    form = ProgramForm
    list_display = ("name", "condition", "published", "draft", "retired")
    list_filter = (StateFilter,)
    search_fields = ("name", "condition", "summary")
    search_help_text = gettext_lazy("Search names, conditions and summaries")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("versions")

    @admin.display(description=gettext_lazy("published"))
    def published(self, program):
        return next((_("version %s") % one.number for one in program.versions.all() if not one.is_draft), None)

    @admin.display(description=gettext_lazy("draft"))
    def draft(self, program):
        return next((_("version %s") % one.number for one in program.versions.all() if one.is_draft), None)

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            drafting.add_program(obj)

    def due_on(self, program):
        published = program.latest_published()
        return published and program_due_on(published)

    def looked_at(self, program, form, today):
        program.looked_on = today

    def response_post_save_add(self, request, obj):
        return redirect("admin:programs_programversion_change", obj.versions.get().pk)


class FrozenWhenPublished(ToldAdmin, PlainAdmin):
    """A page of a version. Whatever is published can be read and never written, by no path of the admin."""

    def version_of(self, obj):
        raise NotImplementedError

    def verbs(self):
        """The buttons of the page: the last part of the address, and what it does to the row."""
        return {}

    def may_edit(self, request):
        """Whether this person writes drafts at all."""
        return super().has_change_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.may_edit(request) and (obj is None or self.version_of(obj).is_draft)

    def has_add_permission(self, request):
        return False

    def get_model_perms(self, request):
        """Reached from the programme, so not listed on the first page."""
        return {}

    def save_model(self, request, obj, form, change):
        drafting.locked_draft(self.version_of(obj).pk)
        super().save_model(request, obj, form, change)

    def get_urls(self):
        return [self._button_path(verb, act) for verb, act in self.verbs().items()] + super().get_urls()

    def _button_path(self, verb, act):
        @require_POST
        def pressed(request, pk):
            if not self.may_edit(request):
                raise PermissionDenied
            return self._press(act, request, get_object_or_404(self.get_queryset(request), pk=pk))

        name = f"{self.opts.app_label}_{self.opts.model_name}_{verb}"
        return path(f"<int:pk>/{verb}/", self.admin_site.admin_view(pressed), name=name)

    @transaction.atomic
    def _press(self, act, request, row):
        """What a button of its own does, unless the row is no longer what its page showed."""
        row = self.locked(row)
        try:
            if row is None:
                raise Http404
            if why := self.changed_since(request, row):
                messages.error(request, f"{why} {_('Nothing was done. Please look at it as it is now.')}")
                return self._page_of(row)
            return act(request, row)
        except drafting.Frozen as frozen:
            messages.error(request, str(frozen))
            return self._page_of(row)

    def _page_of(self, row):
        return redirect(f"admin:programs_{self.opts.model_name}_change", row.pk)

    # what was typed on a page whose row was published, or removed, meanwhile

    def instead(self, request, object_id, obj):
        """Nothing that was typed is lost: it stays on a page to be copied from."""
        row = obj or self.model(pk=object_id)
        seen = revision.unseal(request.POST.get(revision.FIELD), row)
        if not self.may_edit(request) or (self.has_change_permission(request, obj) if obj else seen is None):
            return None
        version = obj and self.version_of(obj)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": obj,
            "version": version,
            "draft": version and version.program.versions.drafts().first(),
            "says": drafting.FROZEN if obj else _("Somebody removed this after you had opened it."),
            "typed": revision.typed(
                seen, self.form(instance=row).fields, [one.row() for one in self.inlines], request.POST
            ),
        }
        return TemplateResponse(request, "admin/programs/kept.html", context, status=HTTPStatus.CONFLICT)


class RowsOfADraft(PlainRows):
    """Rows that change, come and go while their version is a draft: nobody has been assigned it."""

    whole = "stage"

    @classmethod
    def row(cls):
        """Prefix, fields and name of such a row."""
        prefix = cls.model._meta.get_field(cls.whole).remote_field.get_accessor_name()
        return prefix, cls.form.base_fields, cls.model._meta.verbose_name

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or self.is_draft(obj))

    def has_add_permission(self, request, obj):
        return super().has_add_permission(request, obj) and self.is_draft(obj)

    def is_draft(self, obj):
        return obj.version.is_draft

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


class SourceRows(RowsOfADraft):
    model = Citation
    form = CitationForm
    formset = OrderedFormSet
    whole = "version"
    template = "admin/programs/programversion/sources.html"

    def get_formset(self, request, obj=None, **kwargs):
        made = super().get_formset(request, obj, **kwargs)
        made.form.today = clock.today()
        return made

    def is_draft(self, obj):
        return obj.is_draft


@admin.register(ProgramVersion)
class ProgramVersionAdmin(FrozenWhenPublished):
    form = VersionForm
    inlines = (SourceRows,)
    list_display = ("__str__", "status", "published_at")
    change_form_template = "admin/programs/programversion/change_form.html"

    def version_of(self, obj):
        return obj

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("program", "published_by")

    def verbs(self):
        return {"duplicate": self.duplicate, "add-stage": self.add_stage}

    def get_urls(self):
        read = self.admin_site.admin_view(require_safe(self.read_stages))
        return [path("<int:pk>/stages/", read, name="programs_programversion_stages"), *super().get_urls()]

    def read_stages(self, request, pk):
        """All stages on one page, to be read."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        version = get_object_or_404(self.get_queryset(request), pk=pk)
        stages = stages_of(version)
        for stage in stages:
            stage.gate = sentences_of(GATE_LINES, stage)
        context = {"opts": self.opts, "version": version, "stages": stages}
        context["may_change"] = self.has_change_permission(request, version)
        page = "admin/programs/programversion/stages.html"
        return TemplateResponse(request, page, self.admin_site.each_context(request) | context)

    def duplicate(self, request, version):
        if draft := version.program.versions.drafts().first():
            said = _("The draft of version %(draft)s was there already: nothing of version %(number)s went into it.")
            messages.warning(request, said % {"draft": draft.number, "number": version.number})
            return self._page_of(draft)
        draft = publishing.duplicate(version)
        self.log_change(request, draft, _("Made from version %s.") % version.number)
        said = _("This is the draft of version %(draft)s, made from version %(number)s.")
        messages.success(request, said % {"draft": draft.number, "number": version.number})
        return self._page_of(draft)

    def add_stage(self, request, version):
        stage = drafting.add_stage(version)
        self.log_change(request, version, _("Added stage %s.") % stage.position)
        return redirect("admin:programs_stage_change", stage.pk)

    def beside(self, version, stages=None):
        """The stages, which moving counts through."""
        stages = stages_of(version) if stages is None else stages
        return {stage.key: [str(stage), drafting.fingerprint(stage)] for stage in stages}

    def response_change(self, request, obj):
        """The other buttons of a draft's page save what was typed before they do what they say."""
        if "_publish" in request.POST:
            return redirect("publish-version", obj.pk)
        if "_add-stage" in request.POST:
            return self.add_stage(request, obj)
        if "_restore" in request.POST:
            removed = get_object_or_404(obj.removed_stages, pk=_number(request.POST["_restore"]))
            name = drafting.restore_stage(removed)
            self.log_change(request, obj, _("Put back “%s”.") % name)
            messages.success(request, _("“%s” is in this draft again.") % name)
            return self._page_of(obj)
        for verb, earlier in (("_earlier", True), ("_later", False)):
            if verb in request.POST:
                stage = get_object_or_404(obj.stages, pk=_number(request.POST[verb]))
                drafting.move_stage(stage, earlier=earlier)
                self.log_change(request, obj, moved(stage, earlier=earlier))
                return self._page_of(obj)
        return super().response_change(request, obj)

    def response_post_save_change(self, request, obj):
        return self._page_of(obj)

    def render_change_form(self, request, context, obj=None, **options):
        form = context["adminform"].form if self.has_change_permission(request, obj) else None
        checked = publishing.checked(obj) if obj.is_draft else publishing.Checked([], {})
        stages = stages_of(obj)
        for stage in stages:
            stage.opens_on = checked.opens_on.get(stage.pk)
        context |= {
            "stages": stages,
            "beside": self.beside(obj, stages),
            "removed": obj.removed_stages.select_related("removed_by") if form else [],
            "thresholds": [(title, sentences_of(lines, obj, form)) for title, lines in SAFETY_LINES],
            "problems": checked.problems,
            "draft": obj.program.versions.drafts().first(),
            "may_edit": self.may_edit(request),
        }
        return super().render_change_form(request, context, obj=obj, **options)


def moved(stage, *, earlier):
    words = _("Moved “%s” earlier.") if earlier else _("Moved “%s” later.")
    return words % stage.name


def _number(text):
    """The number that a button of ours carries; 0, which is no row, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


class PrescriptionRows(RowsOfADraft):
    model = Prescription
    form = PrescriptionForm
    formset = PrescriptionFormSet
    template = "admin/programs/stage/prescriptions.html"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("exercise").prefetch_related("exercise__variations")


class CriterionRows(RowsOfADraft):
    model = Criterion
    form = CriterionForm
    formset = CriterionFormSet
    template = "admin/programs/stage/criteria.html"


@admin.register(Stage)
class StageAdmin(FrozenWhenPublished):
    form = StageForm
    inlines = (PrescriptionRows, CriterionRows)
    list_display = ("__str__", "version")
    change_form_template = "admin/programs/stage/change_form.html"

    def version_of(self, obj):
        return obj.version

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("version__program")

    @method_decorator(csp_update({"frame-src": [SELF]}))  # the preview stands beside the form
    def change_view(self, request, *args, **kwargs):
        return super().change_view(request, *args, **kwargs)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Two buttons of a row save nothing: they lead to a new exercise and back, or to what else a criterion asks."""
        stage = self.get_object(request, unquote(object_id)) if object_id else None
        if stage and self.has_change_permission(request, stage):
            if steps.AWAY in request.POST:
                return steps.to_new_exercise(request, stage)
            if steps.NEXT in request.POST:
                steps.to_what_fits(request)
            if request.method == "GET" and steps.BACK in request.GET:
                new = Exercise.objects.filter(pk=_number(request.GET[steps.BACK])).first()
                steps.come_back(request, object_id, new)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def verbs(self):
        return {"earlier": self.earlier, "later": self.later, "remove": self.remove}

    def earlier(self, request, stage):
        return self._move(request, stage, earlier=True)

    def later(self, request, stage):
        return self._move(request, stage, earlier=False)

    def _move(self, request, stage, *, earlier):
        drafting.move_stage(stage, earlier=earlier)
        self.log_change(request, stage.version, moved(stage, earlier=earlier))
        return self._version_page(stage)

    def log_change(self, request, obj, message):
        """The history of a version tells of its stages too."""
        if isinstance(obj, Stage) and message:
            of_version = "\n".join(f"{obj}: {line}" for line in message.split("\n"))
            super().log_change(request, obj.version, of_version)
        return super().log_change(request, obj, message)

    def whole_of(self, stage):
        return stage.version

    def remove(self, request, stage):
        drafting.remove_stage(stage, by=request.user)
        self.log_change(request, stage.version, _("Removed “%s”.") % stage.name)
        messages.success(
            request, _("“%s” is no longer in this draft. “Undo” below the stages puts it back.") % stage.name
        )
        return self._version_page(stage)

    def _version_page(self, stage):
        return redirect("admin:programs_programversion_change", stage.version_id)

    def response_post_save_change(self, request, obj):
        steps.forget(request)
        return redirect("admin:programs_stage_change", self._next(request, obj).pk)

    def _next(self, request, stage):
        """The stage to go on with: a new one where that was asked for."""
        if "_add-stage" not in request.POST:
            return stage
        new = drafting.add_stage(stage.version)
        super().log_change(request, stage.version, _("Added stage %s.") % new.position)
        return new

    def render_change_form(self, request, context, obj=None, **options):
        form = context["adminform"].form if self.has_change_permission(request, obj) else None
        published = obj.version.program.latest_published()
        before = published and obj.version.is_draft and published.stages.filter(key=obj.key).first()
        context |= {
            "sentences": sentences_of(GATE_LINES, obj, form, before),
            "patient_reads": rule_sentences(Stage.objects.get(pk=obj.pk)),
            "published": published,
            "is_last": not obj.version.stages.filter(position__gt=obj.position).exists(),
        }
        return super().render_change_form(request, context, obj=obj, **options)
