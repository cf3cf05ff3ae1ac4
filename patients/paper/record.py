"""The whole of a record on paper, table by table, for the person whose it is."""

from patients.selectors import whole_record


def record_paper(patient, now):
    """(context, pictures) of print/record.html: the tables that have a row."""
    parts = [part for part in whole_record(patient, in_words=True) if part.rows]
    return {"patient": patient, "clinic": patient.clinic, "today": patient.today(now), "parts": parts}, {}
