"""The physio's admin (patients, assignments, sign-in links) and the administrator's (clinics, audit)."""

from patients.admin import assignments, clinics, patients

__all__ = ("assignments", "clinics", "patients")
