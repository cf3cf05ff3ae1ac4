"""The catalogue: exercises, and programmes made of versions, stages and prescriptions.

No patient and no clinic is known here.
"""

from programs.guidance import Guidance
from programs.models.citation import Citation
from programs.models.criterion import Criterion, Operator, Statistic
from programs.models.dose import LEAST_LOAD
from programs.models.exercise import Exercise, Kind, Retirable, Variation
from programs.models.picture import Consent, Licence, Picture, Position, Shown, Still, StoredFile
from programs.models.programme import (
    Prescription,
    Program,
    ProgramVersion,
    RemovedStage,
    Role,
    SafetyThresholds,
    Stage,
    Status,
)
from programs.models.translation import Translation, texts_of

__all__ = (
    "LEAST_LOAD",
    "Citation",
    "Consent",
    "Criterion",
    "Exercise",
    "Guidance",
    "Kind",
    "Licence",
    "Operator",
    "Picture",
    "Position",
    "Prescription",
    "Program",
    "ProgramVersion",
    "RemovedStage",
    "Retirable",
    "Role",
    "SafetyThresholds",
    "Shown",
    "Stage",
    "Statistic",
    "Status",
    "Still",
    "StoredFile",
    "Translation",
    "Variation",
    "texts_of",
)
