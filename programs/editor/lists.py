"""How the lists of the catalogue are searched and filtered."""

from django.contrib.admin import SimpleListFilter
from django.db.models import Case, Exists, OuterRef, Value, When
from django.utils.translation import gettext_lazy

from programs.models import Prescription, ProgramVersion, Status, Variation

EXERCISE_TEXTS = (
    *("name", "summary", "instructions", "cue", "cues", "faults"),
    *("equipment", "equipment_guide", "equipment_alternative", "variations__name", "variations__cue"),
)


def named_first(exercises, typed):
    """Those in whose name it stands come before those in whose texts it does."""
    named = Case(When(name__istartswith=typed, then=Value(0)), When(name__icontains=typed, then=Value(1)), default=2)
    return exercises.annotate(named=named).order_by("named", "name", "pk")


class UseFilter(SimpleListFilter):
    title = gettext_lazy("used in")
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [
            ("published", gettext_lazy("a published version")),
            ("draft", gettext_lazy("a draft")),
            ("nothing", gettext_lazy("nothing")),
        ]

    def queryset(self, request, queryset):
        used = Prescription.objects.filter(exercise=OuterRef("pk"))
        if self.value() == "nothing":
            return queryset.exclude(Exists(used))
        if self.value() in Status.values:
            return queryset.filter(Exists(used.filter(stage__version__status=self.value())))
        return queryset


class PictureFilter(SimpleListFilter):
    title = gettext_lazy("picture")
    parameter_name = "picture"

    def lookups(self, request, model_admin):
        return [("missing", gettext_lazy("missing")), ("there", gettext_lazy("there"))]

    def queryset(self, request, queryset):
        if self.value() not in {"missing", "there"}:
            return queryset
        ways = Variation.objects.offered().select_related("exercise").prefetch_related("exercise__pictures")
        bare = {one.exercise_id for one in ways if not one.shown}
        return queryset.filter(pk__in=bare) if self.value() == "missing" else queryset.exclude(pk__in=bare)


class StateFilter(SimpleListFilter):
    title = gettext_lazy("has")
    parameter_name = "has"

    def lookups(self, request, model_admin):
        return [("published", gettext_lazy("a published version")), ("draft", gettext_lazy("a draft"))]

    def queryset(self, request, queryset):
        if self.value() not in Status.values:
            return queryset
        return queryset.filter(Exists(ProgramVersion.objects.filter(program=OuterRef("pk"), status=self.value())))
