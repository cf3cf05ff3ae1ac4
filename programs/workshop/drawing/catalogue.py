"""What pictures there are: their file names, and a sentence on each for alternative texts.

The sentences are English source texts. Pages put them, or a translation, beside the picture; the files hold no text.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Frame:
    """One picture; `position` is "start" or "end"."""

    exercise: str
    variation: str
    position: str
    sentence: str

    @property
    def slugs(self) -> tuple[str, str, str]:
        return self.exercise, self.variation, self.position

    @property
    def file_name(self) -> str:
        return "--".join(self.slugs) + ".svg"


@dataclass(frozen=True)
class Drawing:
    """Start and end of one variation, and its motion: names of files under static/. `way` is what the motion does:
    "lift", "bend", "lower" or "roll"; `second_view` says that it is seen from the feet too."""

    start: str
    end: str
    moves: str
    way: str
    second_view: bool = False


FRAMES = (
    Frame(
        "double-leg-bridge",
        "heels-close",
        "start",
        "Lying on the back, arms beside the body, knees bent, feet flat on the floor close to the buttocks.",
    ),
    Frame(
        "double-leg-bridge",
        "heels-close",
        "end",
        "Hips lifted: shoulders, hips and knees form a straight line. Feet flat, close to the buttocks.",
    ),
    Frame(
        "double-leg-bridge",
        "heels-far",
        "start",
        "Lying on the back, arms beside the body, heels on the floor far from the buttocks, toes up.",
    ),
    Frame(
        "double-leg-bridge",
        "heels-far",
        "end",
        "Hips lifted on both heels, far from the buttocks: shoulders, hips and knees form a straight line.",
    ),
    Frame(
        "single-leg-bridge",
        "standard",
        "start",
        "Lying on the back, one foot flat on the floor, the other leg lifted and nearly straight, thighs side by side.",
    ),
    Frame(
        "single-leg-bridge",
        "standard",
        "end",
        "Hips lifted on one foot: shoulders, hips and knee form a straight line, the other leg in line with it.",
    ),
    Frame(
        "prone-hamstring-curl",
        "unloaded",
        "start",
        "Lying face down, forehead on the hands, both legs straight.",
    ),
    Frame(
        "prone-hamstring-curl",
        "unloaded",
        "end",
        "Lying face down, one knee bent so that the heel comes towards the buttock; the hips stay on the floor.",
    ),
    Frame(
        "prone-hamstring-curl",
        "resisted",
        "start",
        "Lying face down, one knee at a right angle; the other ankle lies behind it and presses it down.",
    ),
    Frame(
        "prone-hamstring-curl",
        "resisted",
        "end",
        "The working leg has come down slowly against the pressure of the other ankle; the knee is almost straight.",
    ),
    Frame(
        "swiss-ball-curl",
        "standard",
        "start",
        "Lying on the back, heels on the ball, legs long, hips lifted: the body is one line from shoulders to heels.",
    ),
    Frame(
        "swiss-ball-curl",
        "standard",
        "end",
        "Knees bent, the ball rolled in towards the buttocks under the heels, hips still lifted.",
    ),
    Frame(
        "single-leg-swiss-ball-curl",
        "standard",
        "start",
        "One heel on the ball, that leg long, hips lifted; the other knee is drawn towards the chest.",
    ),
    Frame(
        "single-leg-swiss-ball-curl",
        "standard",
        "end",
        "The working knee is bent and the ball rolled in; the other knee stays drawn towards the chest, hips lifted.",
    ),
)

WAYS = {
    ("double-leg-bridge", "heels-close"): "lift",
    ("double-leg-bridge", "heels-far"): "lift",
    ("single-leg-bridge", "standard"): "lift",
    ("prone-hamstring-curl", "unloaded"): "bend",
    ("prone-hamstring-curl", "resisted"): "lower",
    ("swiss-ball-curl", "standard"): "roll",
    ("single-leg-swiss-ball-curl", "standard"): "roll",
}
"""What the motion of each variation is: of a curl that is resisted on the way down, the way is down."""

SEEN_FROM_THE_FEET = {("single-leg-bridge", "standard")}
"""Where the side view hides the point: whether the pelvis stays level. A ball hides it from there too."""

FILES = {frame.slugs: f"img/exercises/{frame.file_name}" for frame in FRAMES}


def moves_name(exercise: str, variation: str) -> str:
    return f"{exercise}--{variation}--moves.svg"


def drawing_of(exercise: str, variation: str) -> Drawing | None:
    """The drawing of a variation, by the slugs of both; None of what an editor wrote and nobody drew."""
    slugs = exercise, variation
    if slugs not in WAYS:
        return None
    start, end = (FILES[*slugs, position] for position in ("start", "end"))
    moves = f"img/exercises/{moves_name(*slugs)}"
    return Drawing(start, end, moves, WAYS[slugs], slugs in SEEN_FROM_THE_FEET)
