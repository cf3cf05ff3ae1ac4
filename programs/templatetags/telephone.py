"""Telephone numbers in pages: each one a link that dials it."""

import re

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()
UNDIALLED = re.compile(r"[^\d+*#]")


@register.filter
def tel(number):
    """What a tel: link dials: "01632 960142" as "01632960142"."""
    return UNDIALLED.sub("", str(number))


@register.filter
def dial(text, numbers):
    """The text with each of the numbers in it as a link; a number inside a longer one is none of them."""
    known = sorted({str(number) for number in numbers if number}, key=len, reverse=True)
    if not known:
        return text
    pattern = re.compile(rf"(?<!\d)(?<!\d )({'|'.join(map(re.escape, known))})(?!\d)(?! \d)")
    parts = pattern.split(str(text))
    return format_html_join("", "{}", ((_link(part) if place % 2 else part,) for place, part in enumerate(parts)))


def _link(number):
    return format_html('<a class="hit nowrap" href="tel:{}">{}</a>', tel(number), number)
