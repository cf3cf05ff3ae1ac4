"""This week's plan: {% this_week assignment today as week %}; without `today` it is the patient's own day now."""

from django import template

from patients.selectors.phone.week import week_of
from programs import clock

register = template.Library()


@register.simple_tag
def this_week(assignment, today=None):
    return week_of(assignment, today or assignment.patient.today(clock.now()))
