"""Whether anything of a patient waits for somebody of the clinic to call."""

from patients.models import Patient, Standing


def has_open_alarm(patient: Patient) -> bool:
    """Whether a tick, an answer of the start or words of danger in a message wait for somebody of the clinic."""
    return (
        patient.flags.open().exists()
        or Standing.objects.filter(assignment__patient=patient).exclude(intake_at=None).exists()
        or patient.messages.filter(from_patient=True, seen_at=None).exclude(danger="").exists()
    )
