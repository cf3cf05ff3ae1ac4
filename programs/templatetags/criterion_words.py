"""A criterion's row as the sentence it stands for."""

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from programs.progression.metrics import fault_of
from programs.wording import criterion_words

register = template.Library()


@register.filter
def as_sentence(criterion):
    """ "Pain when sitting at most 2 (last time)"; of an either-or it says that one is enough."""
    rule = criterion.as_rule
    words = str(criterion) if fault_of(rule) else criterion_words(rule)
    if not rule.group:
        return capfirst(words)
    return _("Either-or %(group)s, one is enough: %(what)s") % {"group": rule.group, "what": words}
