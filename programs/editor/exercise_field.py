"""The exercise of a dose: a line in which its name is typed. Script offers what is found meanwhile; without script the
name is looked up once it is sent, and what is like it is named."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.http import urlencode
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.models import Exercise

MOST_NAMED = 6
ASKED = urlencode({"app_label": "programs", "model_name": "prescription", "field_name": "exercise"})
FOUND_AT = format_lazy("{}?{}", reverse_lazy("admin:autocomplete"), ASKED)


class ExerciseField(forms.CharField):
    """What is retired is not chosen anew; `kept` is the id of the exercise that a row has already."""

    kept = None
    retired = gettext_lazy("“%(name)s” is retired: no stage takes it anew.")

    def __init__(self, **options):
        super().__init__(
            label=gettext_lazy("Exercise"),
            widget=forms.TextInput(attrs={"autocomplete": "off", "data-suggest": FOUND_AT}),
            error_messages={"required": gettext_lazy("Please choose an exercise.")},
            **options,
        )

    def clean(self, value):
        name = super().clean(value)
        if not name:
            return None
        of_name = list(Exercise.objects.filter(name__iexact=name)[:2]) or list(_by_number(name))
        if len(of_name) == 1:
            if of_name[0].retired_at and of_name[0].pk != self.kept:
                raise ValidationError(self.retired % {"name": of_name[0]})
            return of_name[0]
        raise ValidationError(_unclear(name) if of_name else _unknown(name))


def suggest_words():
    """What `suggest.js` says about the exercises that it finds."""
    words = {
        "hint": _("When exercises are found, the arrow keys lead through them and the return key takes one."),
        "short": _("Type two letters or more."),
        "found": _("Exercises found"),
        "none": _("No exercise is found."),
    }
    return json.dumps(words)


def _by_number(text):
    """As the lists sent it that a page had which was opened before this version."""
    return Exercise.objects.filter(pk=int(text)) if text.isdecimal() and len(text) < 10 else ()


def _unclear(name):
    return _("Several exercises are called “%(name)s”. Please give them names of their own first.") % {"name": name}


def _unknown(name):
    like = Exercise.objects.offered()
    for word in name.split():
        like = like.filter(name__icontains=word)
    names = list(like.values_list("name", flat=True)[: MOST_NAMED + 1])
    if not names:
        return _("No exercise is called “%(name)s”. Choose another, or write a new exercise.") % {"name": name}
    more = _(" and more") if len(names) > MOST_NAMED else ""
    return _("No exercise is called “%(name)s”. There is: %(names)s%(more)s.") % {
        "name": name,
        "names": "; ".join(names[:MOST_NAMED]),
        "more": more,
    }
