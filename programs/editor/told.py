"""What somebody saved, told in words: which field of which row, what it was and what it is."""

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from programs.editor import revision

MOST = 160  # characters of a value


class ToldAdmin:
    """An admin whose log says what a value was and became. Not for people's rows: the log outlives them."""

    def construct_change_message(self, request, form, formsets, add=False):
        if add:
            return super().construct_change_message(request, form, formsets, add)
        return "\n".join([*_of_fields(form), *(line for each in formsets or () for line in _of_rows(each))])

    def log_change(self, request, obj, message):
        """Nothing, where nothing changed."""
        return super().log_change(request, obj, message) if message else None


def _of_fields(form, where=""):
    for name in form.changed_data:
        if name in revision.NO_VALUES:
            continue
        was, now = revision.stored_and_sent(form[name])
        if was != now:
            label = form[name].label
            label = f"{where}{label[:1].lower()}{label[1:]}" if where else capfirst(label)
            yield _("%(what)s: %(was)s → %(now)s") % {"what": label, "was": _short(was), "now": _short(now)}


def _of_rows(formset):
    name = capfirst(str(getattr(formset, "row_name", formset.model._meta.verbose_name)))
    for number, form in enumerate(formset.forms, start=1):
        if not form.has_changed():
            continue
        row = f"{name} {number}"
        what = getattr(form, "subject", form.instance)
        if form in formset.deleted_forms:
            yield _("%(row)s, %(what)s: removed") % {"row": row, "what": what}
        elif form in formset.extra_forms:
            yield _("%(row)s, %(what)s: added") % {"row": row, "what": getattr(form, "whole", form.instance)}
        else:
            yield from _of_fields(form, f"{row}, {what}: ")


def _short(words):
    return Truncator(words).chars(MOST)
