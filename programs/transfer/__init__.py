"""Programmes as files: from bytes to rows and back, by one format, which `published.json` describes."""

from programs.transfer.checking import check
from programs.transfer.loading import BY_THE_LIBRARY, Taken, load, load_guidance
from programs.transfer.reading import MOST_BYTES, Document, Fault, Unfit, read
from programs.transfer.writing import exercise_in_file, to_toml

__all__ = (
    "BY_THE_LIBRARY",
    "MOST_BYTES",
    "Document",
    "Fault",
    "Taken",
    "Unfit",
    "check",
    "exercise_in_file",
    "load",
    "load_guidance",
    "read",
    "to_toml",
)
