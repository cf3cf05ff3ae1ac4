"""What the admin's templates cannot say by themselves."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

register = template.Library()


@register.filter
def labelled(cells, headers):
    """Each cell of a result row with its column's name on it, for the narrow layout, which has no table head.

    The cells come from Django as finished HTML, "<td class=…>…</td>", which is why the name is put in this way.
    """
    for cell, header in zip(cells, headers, strict=False):
        if "action-checkbox" in header["class_attrib"]:
            yield cell
        else:
            label = format_html(' data-label="{}">', capfirst(header["text"]))
            yield mark_safe(cell.replace(">", label, 1))
