"""The rule engine. It imports the standard library and nothing else; `docs/progression.md` is its manual."""

from .answers import MET, Because, Code, Finding, Outcome, Recommendation
from .engine import ENGINE_VERSION, answer_of, evaluate
from .history import FLAG_KINDS, Away, Ceiling, Flag, History, Measure, MorningCheck, Session
from .thresholds import CriterionRule, Rules, Safety, StageRules

__all__ = [
    "ENGINE_VERSION",
    "FLAG_KINDS",
    "MET",
    "Away",
    "Because",
    "Ceiling",
    "Code",
    "CriterionRule",
    "Finding",
    "Flag",
    "History",
    "Measure",
    "MorningCheck",
    "Outcome",
    "Recommendation",
    "Rules",
    "Safety",
    "Session",
    "StageRules",
    "answer_of",
    "evaluate",
]
