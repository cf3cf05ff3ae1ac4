"""Beside an exercise and its pictures, how many people read them: a number, and only of the editor's own clinics."""

from django.contrib import admin

from patients.selectors import desk
from programs.editor.exercises import ExerciseAdmin
from programs.editor.pictures import PictureAdmin
from programs.models import Exercise, Picture

admin.site.unregister([Exercise, Picture])


class OfOwnClinics:
    def readers(self, request, exercise):
        return desk.readers_of(exercise, request.user)


@admin.register(Exercise)
class ReadExerciseAdmin(OfOwnClinics, ExerciseAdmin):
    pass


@admin.register(Picture)
class ReadPictureAdmin(OfOwnClinics, PictureAdmin):
    pass
