"""The rule engine. It imports the standard library and nothing else; `docs/progression.md` is its manual."""

from .answers import Because, Code, Finding, Outcome, Recommendation
from .engine import ENGINE_VERSION, evaluate
from .history import FLAG_KINDS, Away, Flag, History, MorningCheck, Session
from .thresholds import Rules, Safety, StageRules

__all__ = [
    "ENGINE_VERSION",
    "FLAG_KINDS",
    "Away",
    "Because",
    "Code",
    "Finding",
    "Flag",
    "History",
    "MorningCheck",
    "Outcome",
    "Recommendation",
    "Rules",
    "Safety",
    "Session",
    "StageRules",
    "evaluate",
]
