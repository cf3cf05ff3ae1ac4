"""Draws the exercise pictures and their motions, or checks that the committed ones are what the generator draws."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from programs.workshop.drawing.anatomy import faults, motion_faults
from programs.workshop.drawing.catalogue import FRAMES, moves_name
from programs.workshop.drawing.motion import MOTIONS
from programs.workshop.drawing.poses import all_poses
from programs.workshop.drawing.puppet import animation
from programs.workshop.drawing.svg import VIEWS, picture

PICTURES = Path(settings.BASE_DIR) / "static" / "img" / "exercises"


class Command(BaseCommand):
    help = "Draw the exercise pictures (SVG) into static/img/exercises."
    requires_system_checks = []  # pictures need no address and no database

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing; fail when a picture differs")
        parser.add_argument("--folder", type=Path, default=PICTURES, help="where the pictures are")
        parser.add_argument("--exercise", help="only this exercise, by its slug")

    def handle(self, *, check, folder, exercise, **options):
        drawings = self.drawings(exercise)
        if check:
            self.compare(drawings, folder, complete=exercise is None)
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in drawings.items():
            (folder / name).write_text(text)
        self.stdout.write(f"{len(drawings)} pictures drawn.")

    def drawings(self, exercise: str | None) -> dict[str, str]:
        """SVG text by file name; raises CommandError on an anatomical fault or an unknown exercise."""
        poses = all_poses()
        frames = [frame for frame in FRAMES if exercise in (None, frame.exercise)]
        if not frames:
            raise CommandError(f"No exercise is called {exercise}.")
        wrong = [
            f"{frame.file_name}: {fault}"
            for frame in frames
            for fault in faults(frame.slugs, poses[frame.slugs], VIEWS[frame.exercise])
        ]
        moving = [slugs for slugs in MOTIONS if exercise in (None, slugs[0])]
        wrong += [
            f"{moves_name(*slugs)}: {fault}" for slugs in moving for fault in motion_faults(slugs, MOTIONS[slugs])
        ]
        if wrong:
            raise CommandError("\n".join(wrong))
        stills = {frame.file_name: picture(frame.exercise, poses[frame.slugs]) for frame in frames}
        return stills | {moves_name(*slugs): animation(slugs) for slugs in moving}

    def compare(self, drawings: dict[str, str], folder: Path, complete: bool) -> None:
        present = {path.name: path.read_text() for path in folder.glob("*.svg")}
        wrong = [name for name, text in drawings.items() if present.get(name) != text]
        if complete:
            wrong += sorted(present.keys() - drawings.keys())
        if wrong:
            names = ", ".join(wrong)
            raise CommandError(f"These pictures are not what the generator draws: {names}. Run draw_exercises.")
        self.stdout.write(f"{len(drawings)} pictures are as drawn.")
