"""Whether somebody was told: what the post has taken, not what was meant to go."""

from django.db.models import Q

from patients.models import Notice


def alarm_key(flag):
    """What names the alarm of all that was ticked at one moment."""
    return f"alarm:{flag.patient_id}:{flag.client_id}"


def alarm_of(key):
    """A condition for flags: those that the alarm `key` tells of."""
    _alarm, patient, client_id = key.split(":")
    return Q(patient=patient, client_id=client_id)


def was_told(flag):
    """Whether a letter of the alarm went out, to anybody."""
    return Notice.objects.filter(key=alarm_key(flag), sent_at__isnull=False).exists()
