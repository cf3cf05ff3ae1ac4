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
from programs.transfer.packing import MOST_PACKED, Pack, exported, unpacked
from programs.transfer.reading import MOST_BYTES, Document, Fault, Unfit, read
from programs.transfer.rows import saved
from programs.transfer.schema import PUBLISHED
from programs.transfer.writing import exercise_in_file, pictures_in_file, to_toml

__all__ = (
    "BY_THE_LIBRARY",
    "MOST_BYTES",
    "MOST_PACKED",
    "PROGRAM",
    "PUBLISHED",
    "Document",
    "Fault",
    "Pack",
    "Take",
    "Taken",
    "Unfit",
    "bring",
    "check",
    "exercise_in_file",
    "exported",
    "here",
    "load",
    "load_guidance",
    "mine_in_file",
    "next_number",
    "pictures_in_file",
    "read",
    "saved",
    "theirs_in_file",
    "to_toml",
    "unpacked",
    "why_not_mine",
    "why_not_theirs",
)
