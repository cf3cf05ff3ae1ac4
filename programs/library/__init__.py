"""The built-in programmes: one reviewable file each, with its sources."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from programs.progression.thresholds import CriterionRule, Rules, Safety, StageRules

FOLDER = Path(__file__).parent
EVERY_PROGRAM = "every-programme"


def available() -> tuple[str, ...]:
    """The slugs of the programmes that come with the product."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def read(slug: str) -> dict[str, Any]:
    """The whole file of one programme; KeyError if there is none."""
    return tomllib.loads(text(slug).decode())


def text(slug: str) -> bytes:
    """The same as it lies there."""
    if slug not in available():
        raise KeyError(slug)
    return (FOLDER / f"{slug}.toml").read_bytes()


def guidance() -> dict[str, list[dict[str, Any]]]:
    """The guidance cards that come with the product, by the slug of their programme; EVERY_PROGRAM for the rest."""
    files = sorted((FOLDER / "guidance").glob("*.toml"))
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8"))["cards"] for path in files}


@cache
def rules(slug: str) -> Rules:
    """What the engine reads of a built-in programme; KeyError if there is none."""
    return rules_of(read(slug))


def rules_of(document: dict[str, Any]) -> Rules:
    """The rules inside a programme's document; TypeError names a threshold that does not exist or is left out."""
    stages = (
        StageRules(
            position=stage["position"],
            criteria=tuple(CriterionRule(**criterion) for criterion in stage.get("criteria", ())),
            **stage["gate"] | {"variations": tuple(stage["gate"]["variations"])},
        )
        for stage in document["stages"]
    )
    return Rules(document["slug"], document["version"], Safety(**document["safety"]), tuple(stages))
