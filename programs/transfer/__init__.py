"""Programmes as files: from bytes to rows and back, by one format, which `published.json` describes."""

from programs.transfer.bringing import (
    PROGRAM,
    Take,
    Taken,
    bring,
    here,
    mine_in_file,
    next_number,
    theirs_in_file,
    why_not_mine,
    why_not_theirs,
)
from programs.transfer.checking import check
from programs.transfer.loading import BY_THE_LIBRARY, load, load_guidance
from programs.transfer.reading import MOST_BYTES, Document, Fault, Unfit, read
from programs.transfer.schema import PUBLISHED
from programs.transfer.writing import exercise_in_file, to_toml

__all__ = (
    "BY_THE_LIBRARY",
    "MOST_BYTES",
    "PROGRAM",
    "PUBLISHED",
    "Document",
    "Fault",
    "Take",
    "Taken",
    "Unfit",
    "bring",
    "check",
    "exercise_in_file",
    "here",
    "load",
    "load_guidance",
    "mine_in_file",
    "next_number",
    "read",
    "theirs_in_file",
    "to_toml",
    "why_not_mine",
    "why_not_theirs",
)
