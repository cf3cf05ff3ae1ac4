"""The content editor's pages for guidance cards: live at once, every wording kept."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs import clock
from programs.editor.base import PlainAdmin
from programs.editor.exercise_field import ExerciseField, suggest_words
from programs.editor.looked import LookedAtAdmin
from programs.editor.revised import WordedAdmin
from programs.editor.sourced_form import SourcedForm
from programs.editor.told import ToldAdmin
from programs.guidance import STILL_RIGHT, Guidance
from programs.models import Stage
from programs.selectors import card_due, due_for_review

MOST_STAGES = 12
SOURCE = (("source", "grounds"), ("authors", "year"), ("doi", "pmid"), ("read_by", "read_on", "review_by"))
WHERE = (("topic", "place"), ("program", "from_stage", "to_stage"), "exercise")
MOST_WORDS = 80  # about 60 are asked for; this is where a card stops being one


class ExerciseOfCard(ExerciseField):
    retired = gettext_lazy("“%(name)s” is retired: no card takes it anew.")


class GuidanceForm(SourcedForm):
    from_stage = forms.ChoiceField(label=gettext_lazy("From stage"), required=False)
    to_stage = forms.ChoiceField(label=gettext_lazy("Up to stage"), required=False)
    exercise = ExerciseOfCard(required=False, help_text=Guidance._meta.get_field("exercise").help_text)

    class Meta:
        model = Guidance
        fields = (
            "title",
            "body",
            "source",
            "grounds",
            *("authors", "year", "doi", "pmid", "read_by", "read_on", "review_by"),
            "topic",
            "place",
            "program",
            "from_stage",
            "to_stage",
            "exercise",
            "position",
            "words",
            "live",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "program" in self.fields:
            self.fields["program"].empty_label = _("every programme")
        for name in {"from_stage", "to_stage"} & self.fields.keys():
            self.initial[name] = self._end(name)
            self.fields[name].choices = stage_choices(self.initial[name])
        if (named := self.instance.exercise) and "exercise" in self.fields:
            self.initial["exercise"], self.fields["exercise"].kept = named.name, named.pk
            if named.retired_at:
                self.fields["exercise"].help_text = _("It is retired. The card stays for whoever has it.")

    def _end(self, name):
        """The stage of a card as the list of choices has it."""
        key, number = getattr(self.instance, name.replace("stage", "key")), getattr(self.instance, name)
        return f"{self.instance.program_id}:{key}" if key else number or ""

    def clean_body(self):
        body = self.cleaned_data["body"].strip()
        if len(body.split()) > MOST_WORDS:
            raise ValidationError(_("This is too long for a card. Please keep it to about 60 words."))
        return body

    def clean(self):
        data = super().clean()
        first, last = (self._clean_end(data, name) for name in ("from_stage", "to_stage"))
        if first and last and last < first:
            self.add_error("to_stage", _("The last stage cannot come before the first."))
        return data

    def _clean_end(self, data, name):
        """What was chosen goes to the column of numbers or to that of keys; answers its place among the stages."""
        program, _colon, key = (data.get(name) or "").rpartition(":")
        chosen = data.get("program")
        data[name] = int(key) if key and not program else None
        setattr(self.instance, name.replace("stage", "key"), key if program else "")
        if key and program != str(chosen.pk if chosen else ""):
            self.add_error(name, _("Please choose a stage of the same programme, or a number for every programme."))
            return None
        return data[name] or (key and _newest_place(chosen, key))

    def save(self, commit=True):
        card = self.instance
        if not card.slug:
            card.slug = _free_slug(card.title)
        return super().save(commit)


def stage_choices(now):
    """Numbers for a card of every programme, and the stages of each programme as its newest version names them; what is
    chosen `now` is among them."""
    most = max(MOST_STAGES, now if isinstance(now, int) else 0)
    numbers = [(str(n), _("Stage %(n)s") % {"n": n}) for n in range(1, most + 1)]
    stages = Stage.objects.select_related("version__program").order_by(
        "version__program__name", "version__program", "-version__number", "position"
    )
    programs = {}
    for stage in stages:
        program = stage.version.program
        programs.setdefault(program, {}).setdefault(f"{program.pk}:{stage.key}", str(stage))
    groups = [(program.name, list(of_program.items())) for program, of_program in programs.items()]
    return [("", _("any")), (_("every programme"), numbers), *groups]


def _newest_place(program, key):
    of_key = Stage.objects.filter(version__program=program, key=key).order_by("-version__number")
    return of_key.values_list("position", flat=True).first()


def _free_slug(title):
    base = slugify(title)[:40] or "card"
    taken = set(Guidance.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if slug not in taken)


def _name_of(column):
    """The name that the newest version gives to the stage of a card's key."""
    of_key = Stage.objects.filter(version__program=OuterRef("program"), key=OuterRef(column))
    return Subquery(of_key.order_by("-version__number").values("name")[:1])


@admin.register(Guidance)
class GuidanceAdmin(LookedAtAdmin, ToldAdmin, PlainAdmin, WordedAdmin):
    form = GuidanceForm
    change_form_template = "admin/programs/guidance/change_form.html"
    change_list_template = "admin/programs/guidance/change_list.html"
    list_display = ("title", "topic", "place", "stages", "of_exercise", "grounds", "live")
    list_filter = ("topic", "place", "grounds")
    search_fields = ("title", "words", "body")
    search_help_text = gettext_lazy("Search questions, answers and search words")
    fieldsets = (
        (None, {"fields": ("title", "body")}),
        (gettext_lazy("Source"), {"fields": SOURCE}),
        (gettext_lazy("Where it stands"), {"fields": WHERE}),
        (gettext_lazy("In lists and searches"), {"fields": ("words", ("position", "live"))}),
    )

    def get_queryset(self, request):
        names = {f"{end}_name": _name_of(f"{end}_key") for end in ("from", "to")}
        return super().get_queryset(request).select_related("program", "exercise").with_first_day().annotate(**names)

    def due_on(self, card):
        return card_due(card)

    def render_change_form(self, request, context, *args, **options):
        context["suggest_words"] = suggest_words()
        return super().render_change_form(request, context, *args, **options)

    def looked_at(self, card, form, today):
        if set(form.changed_data) <= {"review_by"}:
            card._change_reason = STILL_RIGHT

    def changelist_view(self, request, extra_context=None):
        if self.has_change_permission(request):
            extra_context = {"reviews": due_for_review(clock.today()), **(extra_context or {})}
        return super().changelist_view(request, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.today = clock.today()
        return form

    def get_fieldsets(self, request, obj=None):
        """Who may only look reads the stages in one line."""
        if self.has_change_permission(request, obj):
            return self.fieldsets
        words, source, (title, _where), lists = self.fieldsets
        return words, source, (title, {"fields": (("topic", "place"), ("program", "stages", "exercise"))}), lists

    def get_readonly_fields(self, request, obj=None):
        return () if self.has_change_permission(request, obj) else ("stages",)

    @admin.display(description=gettext_lazy("exercise"), ordering="exercise__name")
    def of_exercise(self, card):
        retired = card.exercise and card.exercise.retired_at
        return _("%(exercise)s (retired)") % {"exercise": card.exercise} if retired else card.exercise

    @admin.display(description=gettext_lazy("stages"))
    def stages(self, card):
        first, last = (
            getattr(card, f"{end}_name", None) or getattr(card, f"{end}_key") or getattr(card, f"{end}_stage")
            for end in ("from", "to")
        )
        if first is None and last is None:
            return _("all")
        return str(first) if first == last else f"{first or 1}–{last or _('last')}"
