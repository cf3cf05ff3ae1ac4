"""The catalogue: exercises, and programmes made of versions, stages and prescriptions.

No patient and no clinic is known here.
"""

from programs.guidance import Guidance
from programs.models.exercise import Exercise, Kind, Retirable, Variation
from programs.models.programme import (
    Criterion,
    Operator,
    Prescription,
    Program,
    ProgramVersion,
    RemovedStage,
    Role,
    SafetyThresholds,
    Stage,
    Statistic,
    Status,
)

__all__ = (
    "Criterion",
    "Exercise",
    "Guidance",
    "Kind",
    "Operator",
    "Prescription",
    "Program",
    "ProgramVersion",
    "RemovedStage",
    "Retirable",
    "Role",
    "SafetyThresholds",
    "Stage",
    "Statistic",
    "Status",
    "Variation",
)
