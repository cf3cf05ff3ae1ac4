"""What leaves the screen on paper: the programme, the history, a letter and the whole of a record, each a PDF made when
it is asked for.

`sheet` turns a template of templates/print into a PDF, and `glyphs` knows what no font draws; every other module
answers what one of those templates reads. Nothing is stored: a PDF is as new as the moment it was asked for.
"""

from patients.paper.history import history_paper
from patients.paper.letter import letter_paper, letter_text
from patients.paper.programme import programme_paper
from patients.paper.record import record_paper
from patients.paper.sheet import NoPango, pdf_of, scripts_without_font, warning_of

__all__ = (
    "NoPango",
    "history_paper",
    "letter_paper",
    "letter_text",
    "pdf_of",
    "programme_paper",
    "record_paper",
    "scripts_without_font",
    "warning_of",
)
