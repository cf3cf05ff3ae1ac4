"""What one page of the physio's desk shows, each; they change nothing."""

from patients.selectors.desk.audit import PAGE as AUDIT_PAGE
from patients.selectors.desk.audit import acts_of, audit_csv, audit_lines, audit_of, people_of
from patients.selectors.desk.caseload import Wanted, caseload
from patients.selectors.desk.erasure import past_the_term
from patients.selectors.desk.everybody import Everybody
from patients.selectors.desk.export import COMMA, SEMICOLON, caseload_lines, sets_lines
from patients.selectors.desk.foreseen import as_it_stands, foreseen
from patients.selectors.desk.identity import alike, apart_by, told_apart
from patients.selectors.desk.measures import kinds_asked_for, measures_of_page
from patients.selectors.desk.on_versions import on_versions
from patients.selectors.desk.patient_page import page_without_programme, patient_page
from patients.selectors.desk.people import patients_of, physios_with_patients, team_of
from patients.selectors.desk.readers import readers_of
from patients.selectors.desk.record import discharge_page, transfer_page
from patients.selectors.desk.retire_page import retire_page
from patients.selectors.desk.start import awaited, checklist, left_to_do
from patients.selectors.desk.summary import summary_of
from patients.selectors.desk.version_page import left_in_care, moved_at, moving_page, version_page, versions_in_care

__all__ = (
    "AUDIT_PAGE",
    "COMMA",
    "SEMICOLON",
    "Everybody",
    "Wanted",
    "acts_of",
    "alike",
    "apart_by",
    "as_it_stands",
    "audit_csv",
    "audit_lines",
    "audit_of",
    "awaited",
    "caseload",
    "caseload_lines",
    "checklist",
    "discharge_page",
    "foreseen",
    "kinds_asked_for",
    "left_in_care",
    "left_to_do",
    "measures_of_page",
    "moved_at",
    "moving_page",
    "on_versions",
    "page_without_programme",
    "past_the_term",
    "patient_page",
    "patients_of",
    "people_of",
    "physios_with_patients",
    "readers_of",
    "retire_page",
    "sets_lines",
    "summary_of",
    "team_of",
    "told_apart",
    "transfer_page",
    "version_page",
    "versions_in_care",
)
