"""The physio's admin (patients, assignments, sign-in links) and the administrator's (clinics, audit, notices)."""

from patients.admin import assignments, clinics, exercises, notices, patients

__all__ = ("assignments", "clinics", "exercises", "notices", "patients")
