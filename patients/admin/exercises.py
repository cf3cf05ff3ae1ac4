"""Beside an exercise and its pictures, how many people read them: a number, and only of the editor's own clinics."""

from django.contrib import admin
from django.utils.translation import ngettext

from patients.models import Assignment
from programs.editor.exercises import ExerciseAdmin
from programs.editor.pictures import PictureAdmin
from programs.models import Exercise, Picture

admin.site.unregister([Exercise, Picture])


class OfOwnClinics:
    def readers(self, request, exercise):
        of_exercise = Assignment.objects.active().filter(version__stages__prescriptions__exercise=exercise)
        number = of_exercise.in_care_of(request.user).values("patient").distinct().count()
        words = ngettext("%(n)s patient of your clinics.", "%(n)s patients of your clinics.", number)
        return [words % {"n": number}] if number else []


@admin.register(Exercise)
class ReadExerciseAdmin(OfOwnClinics, ExerciseAdmin):
    pass


@admin.register(Picture)
class ReadPictureAdmin(OfOwnClinics, PictureAdmin):
    pass
