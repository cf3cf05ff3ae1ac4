from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models


class Row(models.Model):
    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.pk}"


class Visit(Row):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    day = models.DateField()
    pain = models.PositiveSmallIntegerField(validators=[MaxValueValidator(10)])
    note = models.TextField(blank=True)


class Exercise(Row):
    """One set of a visit."""

    visit = models.ForeignKey(Visit, models.PROTECT)
    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=5, choices=[("left", "left"), ("right", "right")])
    target = models.PositiveSmallIntegerField()
    done = models.PositiveSmallIntegerField(validators=[MaxValueValidator(600)])

    class Meta:
        constraints = (models.UniqueConstraint(fields=("visit", "number", "side"), name="once_a_visit"),)


class Line(Row):
    """One of the 500 rows of a list."""

    name = models.CharField(max_length=80)
    stage = models.PositiveSmallIntegerField()
    last_on = models.DateField()
    pain = models.PositiveSmallIntegerField()
