"""What somebody uploads as a picture becomes a small JPEG of ours, or is refused with a sentence.

Nothing of the file goes on but what is seen: it is decoded and drawn anew, so that EXIF with its place and time, colour
profiles, comments and whatever hangs behind the picture stay here. Bytes and pixels are bounded before anything is
decoded: a file of a few kilobytes may ask for gigabytes.
"""

import contextlib
import warnings
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageFile, ImageFilter, ImageOps

MOST_BYTES = 12 * 2**20  # a telephone's photograph has 3 to 8
MOST_PIXELS = {"JPEG": 25_000_000, "PNG": 12_000_000, "WEBP": 12_000_000}  # only JPEG is read at less than full size
MOST_SCANS = 100  # a progressive JPEG has about ten; each is a walk over the whole picture
LONGEST_SIDE, SHORTEST_SIDE = 960, 160  # as kept: twice what the widest place on a telephone shows
KEPT_BYTES = 120_000  # so that each is kept on the telephone and goes over a slow line
QUALITIES = (82, 70, 55, 40)
MOST_ROUNDS = 12
ORIENTATION = ExifTags.Base.Orientation

NO_PICTURE = _("This is no JPEG, PNG or WebP picture. Please save it as one of these and choose it again.")
TOO_LARGE = _("This file is too large: at most 12 MB.")
TOO_MANY_PIXELS = _(
    "This picture is too large: at most 25 megapixels as JPEG, 12 as PNG or WebP. Please make it smaller."
)
TOO_SMALL = _("This picture is too small or too narrow to be seen on a phone: at least 160 pixels on its shorter side.")
MOVING = _("This picture moves. Please choose a still one.")
BROKEN = _("This picture is damaged or not complete. Please save it anew and choose it again.")


class Unfit(ValueError):
    """Nothing that can be shown; the message says why, for whoever chose the file."""


@dataclass(frozen=True)
class Redrawn:
    """A JPEG of ours, of RGB pixels and nothing else."""

    content: bytes
    width: int
    height: int

    @property
    def digest(self):
        """Another one for any other picture."""
        return sha256(self.content).hexdigest()[:32]


def redrawn(data):
    """The `Redrawn` picture of a file's bytes, None where they were too many to be kept. Raises `Unfit`, and nothing
    else whatever the bytes are."""
    if data is None or len(data) > MOST_BYTES:
        raise Unfit(TOO_LARGE)
    if data.count(b"\xff\xda") > MOST_SCANS and data.startswith(b"\xff\xd8"):
        raise Unfit(BROKEN)
    try:
        with _strict():
            image = _flat(_opened(data))
            return _as_ours(image, data) or _jpeg_of(image)
    except Unfit:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Unfit(TOO_MANY_PIXELS) from bomb
    except Image.UnidentifiedImageError as unknown:
        raise Unfit(NO_PICTURE) from unknown
    except Exception as broken:  # a decoder may raise anything at hostile bytes, and each of it means the same
        raise Unfit(BROKEN) from broken


@contextlib.contextmanager
def _strict():
    """Pillow as it is meant for what strangers send. Both values are the process's own, and drawing PDFs sets the
    second: half a picture would pass for a whole one."""
    before = Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES
    Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = max(MOST_PIXELS.values()), False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    finally:
        Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = before


def _opened(data):
    """The picture with its head read and nothing decoded."""
    image = Image.open(BytesIO(data), formats=tuple(MOST_PIXELS))
    if image.width * image.height > MOST_PIXELS[image.format]:
        raise Unfit(TOO_MANY_PIXELS)
    if getattr(image, "is_animated", False):
        raise Unfit(MOVING)
    if _as_kept(image.size) < SHORTEST_SIDE:
        raise Unfit(TOO_SMALL)
    return image


def _as_kept(size):
    """The shorter side once the longer one fits."""
    return min(size) * min(1, LONGEST_SIDE / max(size))


def _flat(image):
    """Small, upright, on white, and a picture of its own: what was known about the old one stays behind."""
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    turned = _turned(image)
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.convert("I").point(lambda grey: grey / 256).convert("L")
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    flat = Image.new("RGB", image.size, "white")
    flat.paste(image, mask=image if image.mode == "RGBA" else None)
    flat.getexif()[ORIENTATION] = turned
    return ImageOps.exif_transpose(flat)


def _turned(image):
    """How the camera was held, as EXIF numbers it; upright where its words make no sense, which spoils no picture."""
    with contextlib.suppress(Exception):
        turned = image.getexif().get(ORIENTATION)
        return turned if turned in range(1, 9) else 1
    return 1


def _jpeg_of(image):
    """The best quality that fits; what fits in none, or does not settle, noise, is made smaller and softer."""
    for quality in QUALITIES:
        made = _encoded(image, quality)
        if len(made) <= KEPT_BYTES and (settled := _settled(made, quality)):
            return Redrawn(settled, *image.size)
    softer = image.filter(ImageFilter.GaussianBlur(1))
    return _jpeg_of(softer.resize((image.width * 3 // 4, image.height * 3 // 4)))


def _encoded(image, quality):
    """Colours at full size: at half of it, each encoding moves them, forty times and more before they stand still."""
    made = BytesIO()
    image.save(made, "JPEG", quality=quality, subsampling=0, optimize=True, exif=b"")
    return made.getvalue()


def _settled(made, quality):
    """Drawn from itself until nothing changes any more, mostly six times: so its file is known again as one of ours
    by drawing it once, and goes from one installation to another without losing anything. None where it goes on."""
    for _round in range(MOST_ROUNDS):
        again = _encoded(Image.open(BytesIO(made)), quality)
        if again == made and len(made) <= KEPT_BYTES:
            return made
        made = again
    return None


def _as_ours(image, data):
    """The very bytes where drawing them gives the same: nothing else hangs on them."""
    if len(data) > KEPT_BYTES:
        return None
    ours = any(_encoded(image, quality) == data for quality in QUALITIES)
    return Redrawn(data, *image.size) if ours else None
