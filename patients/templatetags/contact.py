"""What waits between a patient and the clinic, where a page only says so."""

from django import template

from patients import selectors

register = template.Library()


@register.simple_tag
def new_messages(patient):
    """{% new_messages patient as count %}: how many messages of the clinic the patient has not seen."""
    return selectors.new_for_patient(patient)
