"""Guidance cards in the page where they are asked for: {% guidance_at "log" program_id stage_position %}."""

from django import template

from programs import selectors

register = template.Library()


@register.inclusion_tag("patient/_guidance.html")
def guidance_at(place, program_id, position):
    return {"place": place, "cards": selectors.guidance_at(place, program_id, position)}
