"""The pictures of a programme's file: drawn anew like any upload, or taken from here where the same bytes lie here."""

from hashlib import sha256

from django.utils.translation import gettext as _

from programs.editor import uploads
from programs.editor.pictures import keep
from programs.models import Picture
from programs.storage import bytes_of
from programs.transfer import Unfit, saved
from programs.transfer.schema import OF_PICTURE


class Stills:
    """`left_out` are sentences about pictures whose bytes are neither in the file nor here. Raises `Unfit` for bytes
    that are no picture."""

    def __init__(self, document, media):
        self.document, self.left_out = document, []
        self.drawn = {}
        for index, exercise in enumerate(document.said["exercises"]):
            for at, said in enumerate(exercise.get("pictures", ())):
                name = said["sha256"]
                if name not in self.drawn:
                    self.drawn[name] = self._drawn(
                        media.get(name), ("exercises", index, "pictures", at, "sha256"), name
                    )
                if self.drawn[name] is None:
                    words = {"exercise": exercise["name"], "alternative": said["alternative"]}
                    self.left_out.append(_("A picture of “%(exercise)s” is left out: %(alternative)s") % words)

    def _drawn(self, data, path, name):
        if data is None:
            return _stored(name)
        try:
            return uploads.redrawn(data)
        except uploads.Unfit as unfit:
            raise Unfit([self.document.fault(path, str(unfit))]) from None

    def show(self, index, exercise, *, store=True):
        """Puts those of the file's exercise of an index to an exercise, in place of what shows the same there."""
        ways = {way.slug: way for way in exercise.variations.all()}
        for at, said in enumerate(self.document.said["exercises"][index].get("pictures", ())):
            if drawn := self.drawn[said["sha256"]]:
                place = {"variation": ways.get(said.get("variation", "")), "position": said["position"]}
                picture = exercise.pictures.filter(**place).first() or Picture(exercise=exercise, **place)
                for name in OF_PICTURE:
                    setattr(picture, name, said.get(name, ""))
                if store:
                    keep(picture, drawn)
                else:
                    picture.file, picture.width, picture.height = "tried.jpg", drawn.width, drawn.height
                saved(self.document, ("exercises", index, "pictures", at), picture)


def _stored(name):
    for picture in Picture.objects.filter(file__startswith=name[:32]):
        held = bytes_of(picture.file.name)
        if held and sha256(held).hexdigest() == name:
            return uploads.Redrawn(held, picture.width, picture.height)
    return None
