"""Whatever somebody uploads as a picture is refused with a reason or made harmless, within bounds, and never fails."""

import struct
import subprocess
import sys
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import ExifTags, Image, ImageCms, ImageDraw, ImageFile, PngImagePlugin

from programs.editor import uploads
from programs.models import Exercise, Picture
from tests import make
from tests.html import words_of

SECRET = b"secret-words-of-the-camera"
SCRIPT = b"<script>alert(1)</script>"


def drawn(mode="RGB", size=(640, 480)):
    image = Image.new("RGB", size, "#406080")
    ImageDraw.Draw(image).ellipse((size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2), fill="#f0c080")
    return image.convert(mode)


def saved(image, kind="JPEG", **options):
    made = BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


JPEG, PNG, WEBP = saved(drawn()), saved(drawn(), "PNG"), saved(drawn(), "WEBP")


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, *, data=b"", depth=8, colour=2, before=()):
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    packed = chunk(b"IDAT", zlib.compress(data, 1))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(before) + packed + chunk(b"IEND", b"")


def jpeg_of_size(width, height):
    """A JPEG whose head claims another size."""
    at = JPEG.index(b"\xff\xc0")
    return JPEG[: at + 5] + struct.pack(">HH", height, width) + JPEG[at + 9 :]


def webp_of_size(width, height):
    canvas = b"\x00" * 4 + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + canvas + WEBP[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def moving(kind, **options):
    frames = [drawn(), drawn().rotate(90)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100, **options)


def exif(**tags):
    said = Image.Exif()
    for name, value in tags.items():
        said[ExifTags.Base[name]] = value
    said.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (51.5, 0.0, 0.0)
    return said


def text(key):
    said = PngImagePlugin.PngInfo()
    said.add_text(key, SECRET.decode())
    said.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return said


PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
BOMB = png(60_000, 60_000, data=bytes(2**20))
TEXT_BOMB = chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(80 * 2**20), 9))
SCANS = JPEG[:-2] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00" * 2000 + b"\xff\xd9"

REFUSED = {
    "nothing": (b"", "empty"),
    "a letter": (b"x", uploads.NO_PICTURE),
    "words": (b"Dear Sir or Madam, " * 100, uploads.NO_PICTURE),
    "SVG": (SVG, uploads.NO_PICTURE),
    "SVG behind XML": (b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, uploads.NO_PICTURE),
    "a page": (b"<!doctype html><html>" + SCRIPT, uploads.NO_PICTURE),
    "an archive": (b"PK\x03\x04" + bytes(1000), uploads.NO_PICTURE),
    "a program": (b"\x7fELF" + bytes(1000), uploads.NO_PICTURE),
    "PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run", uploads.NO_PICTURE),
    "a PDF": (b"%PDF-1.7\n" + bytes(1000), uploads.NO_PICTURE),
    "a GIF": (saved(drawn("P"), "GIF"), uploads.NO_PICTURE),
    "a TIFF": (saved(drawn(), "TIFF"), uploads.NO_PICTURE),
    "a BMP": (saved(drawn(), "BMP"), uploads.NO_PICTURE),
    "an icon": (saved(drawn(), "ICO"), uploads.NO_PICTURE),
    "a head of JPEG alone": (JPEG[:20], uploads.NO_PICTURE),
    "a head of PNG alone": (PNG[:20], uploads.BROKEN),
    "a head of WebP alone": (WEBP[:20], uploads.BROKEN),
    "half a JPEG": (JPEG[: len(JPEG) // 2], uploads.BROKEN),
    "half a PNG": (PNG[: len(PNG) // 2], uploads.BROKEN),
    "half a WebP": (WEBP[: len(WEBP) // 2], uploads.BROKEN),
    "a page renamed to JPEG": (b"\xff\xd8\xff\xe0" + SCRIPT * 20, uploads.BROKEN),
    "a PNG whose pixels are missing": (png(640, 480), uploads.BROKEN),
    "a PNG that unpacks to gigabytes": (BOMB, uploads.TOO_MANY_PIXELS),
    "a PNG of every pixel there can be": (png(2**31 - 1, 2**31 - 1), uploads.TOO_MANY_PIXELS),
    "a PNG as wide as a wall": (png(10**6, 200), uploads.TOO_MANY_PIXELS),
    "a PNG with a comment that unpacks to 80 MB": (png(640, 480, before=[TEXT_BOMB]), uploads.BROKEN),
    "a JPEG of a size that it has not": (jpeg_of_size(65_535, 65_535), uploads.TOO_MANY_PIXELS),
    "a JPEG of size nought": (jpeg_of_size(0, 0), uploads.NO_PICTURE),
    "a WebP of a size that it has not": (webp_of_size(16_383, 16_383), uploads.TOO_MANY_PIXELS),
    "a JPEG of two thousand scans": (SCANS, uploads.BROKEN),
    "a moving PNG": (moving("PNG"), uploads.MOVING),
    "a moving WebP": (moving("WEBP"), uploads.MOVING),
    "a pixel": (saved(drawn(size=(8, 8)), "PNG"), uploads.TOO_SMALL),
    "a line": (saved(drawn(size=(4000, 20)), "PNG"), uploads.TOO_SMALL),
    "too many bytes": (JPEG + bytes(uploads.MOST_BYTES), uploads.TOO_LARGE),
}
MADE_HARMLESS = {
    "place and time": saved(drawn(), exif=exif(ImageDescription=SECRET.decode())),
    "place and time in a PNG": saved(drawn(), "PNG", exif=exif(Artist=SECRET.decode()), pnginfo=text("Author")),
    "place and time in a WebP": saved(drawn(), "WEBP", exif=exif(Artist=SECRET.decode()), xmp=SECRET),
    "EXIF that is none": saved(drawn(), exif=b"Exif\x00\x00" + SECRET),
    "a turn that there is not": saved(drawn(), exif=exif(Orientation=77)),
    "a comment": saved(drawn(), comment=SECRET),
    "a colour profile": saved(drawn(), icc_profile=PROFILE + SECRET),
    "a page behind the picture": JPEG + SCRIPT,
    "a PNG that ends in noughts": PNG[:60] + bytes(len(PNG)),
    "an archive behind the picture": PNG + b"PK\x03\x04" + SECRET,
    "a page in its comment": saved(drawn(), comment=SCRIPT),
    "four inks": saved(drawn("CMYK")),
    "grey": saved(drawn("L")),
    "black and white": saved(drawn("1"), "PNG"),
    "sixteen bits": saved(drawn("L").convert("I;16"), "PNG"),
    "a palette with a hole": saved(drawn("P"), "PNG", transparency=3),
    "a hole": saved(drawn("RGBA"), "PNG"),
    "grey with a hole": saved(drawn("LA"), "PNG"),
    "a progressive one": saved(drawn(), progressive=True),
    "noise": saved(Image.effect_noise((1600, 1200), 200).convert("RGB"), quality=95),
    "a large one": saved(drawn(size=(4000, 3000)), quality=60),
}


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED)
def test_refuses(data, reason):
    with pytest.raises(uploads.Unfit) as refusal:
        uploads.redrawn(data)
    if data:
        assert str(refusal.value) == str(reason)


@pytest.mark.parametrize("data", MADE_HARMLESS.values(), ids=MADE_HARMLESS)
def test_makes_a_small_picture_of_pixels_alone(data):
    made = uploads.redrawn(data)
    image = Image.open(BytesIO(made.content))
    image.load()
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (made.width, made.height))
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not image.getexif()
    assert SECRET not in made.content
    assert SCRIPT not in made.content
    assert len(made.content) <= uploads.KEPT_BYTES
    assert max(image.size) <= uploads.LONGEST_SIDE


def test_turns_a_photograph_upright():
    assert uploads.redrawn(saved(drawn(), exif=exif(Orientation=6))).height == 640


def test_keeps_what_sixteen_bits_show():
    grey = saved(Image.new("I;16", (640, 480), 40_000), "PNG")
    assert abs(Image.open(BytesIO(uploads.redrawn(grey).content)).getpixel((9, 9))[0] - 156) < 3


def test_shows_white_where_there_is_a_hole():
    clear = saved(Image.new("RGBA", (640, 480), (0, 0, 0, 0)), "PNG")
    assert Image.open(BytesIO(uploads.redrawn(clear).content)).getpixel((9, 9)) == (255, 255, 255)


@pytest.mark.parametrize("noise", [20, 120, 250])
def test_keeps_every_byte_of_what_was_drawn_here(noise):
    """Also of one that fitted at a lower quality only."""
    once = uploads.redrawn(saved(Image.effect_noise((900, 700), noise).convert("RGB"), "PNG"))
    assert uploads.redrawn(once.content) == once


def test_takes_no_half_picture_after_a_pdf_was_drawn(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # what drawing a PDF leaves behind
    with pytest.raises(uploads.Unfit):
        uploads.redrawn(JPEG[: len(JPEG) // 2])
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


MEASURED = """
import resource, sys
from programs.editor import uploads
data = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    uploads.redrawn(data)
    said = "drawn"
except uploads.Unfit:
    said = "refused"
print(said, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
LARGEST = {
    "a bomb": (lambda: BOMB, "refused", 16),
    "a JPEG": (lambda: saved(Image.new("CMYK", (5000, 5000)), progressive=True), "drawn", 256),
    "a WebP": (lambda: saved(Image.new("RGBA", (4000, 3000), (9, 9, 9, 9)), "WEBP", method=0), "drawn", 256),
    "a PNG one pixel too large": (lambda: png(4001, 3000, data=bytes(3000 * 12_004)), "refused", 16),
}


@pytest.mark.parametrize(("data", "said", "megabytes"), LARGEST.values(), ids=LARGEST)
def test_takes_no_more_memory_than(data, said, megabytes):
    """In a process of its own, for what it took at its worst."""
    run = subprocess.run([sys.executable, "-c", MEASURED], input=data(), capture_output=True, check=True)
    found, took = run.stdout.decode().split()
    assert found == said
    assert int(took) <= megabytes


# At the door ----------------------------------------------------------------------------------------------------------

TYPED = {
    "variation": "",
    "position": "end",
    "alternative": "Hips lifted, both feet on the floor.",
    "licence": "cc-by",
    "source": "Jo Example, example.org",
    "consent": "written",
    "consent_kept": "Cabinet 3, 2 May 2026",
    "means": "same",
}


@pytest.fixture
def door(client):
    make.version()
    client.force_login(make.editor())
    bridge = Exercise.objects.get(slug="double-leg-bridge")
    return f"{reverse('admin:programs_picture_add')}?exercise={bridge.pk}"


@pytest.mark.once
@pytest.mark.django_db
def test_answers_each_with_a_reason_and_with_what_was_typed(client, door):
    for name, (data, reason) in REFUSED.items():
        sent = SimpleUploadedFile("../../etc/p\u0000asswd.png", data, content_type="image/png")
        answer = client.post(door, {**TYPED, "upload": sent})
        assert answer.status_code == 200, name
        assert str(reason) in words_of(answer), name
        page = answer.content.decode()
        assert all(words in page for words in (TYPED["alternative"], TYPED["source"], TYPED["consent_kept"])), name
    assert not Picture.objects.exists()


@pytest.mark.once
@pytest.mark.django_db
def test_goes_by_what_a_file_is_and_not_by_what_it_is_called(client, door):
    sent = SimpleUploadedFile("a.php.svg", JPEG + SCRIPT, content_type="image/svg+xml")
    assert client.post(door, {**TYPED, "upload": sent}).status_code == 302
    stored = Picture.objects.get().file
    answer = client.get(reverse("picture", args=[stored.name]))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert SCRIPT not in answer.content


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("left_out", "says"),
    [
        ("alternative", "This field is required."),
        ("licence", "This field is required."),
        ("source", "This field is required."),
        ("consent", "This field is required."),
        ("consent_kept", "Please say where the consent is kept."),
        ("upload", "This field is required."),
        ("means", "Please say whether it shows what people do already."),
    ],
)
def test_takes_no_picture_without(client, door, left_out, says):
    sent = {**TYPED, "upload": SimpleUploadedFile("a.jpg", JPEG)}
    answer = client.post(door, {**sent, left_out: ""})
    assert (answer.status_code, Picture.objects.count()) == (200, 0)
    assert says in words_of(answer)
    assert left_out == "upload" or "Please choose the picture again" in words_of(answer)


@pytest.mark.once
@pytest.mark.django_db
def test_keeps_no_more_of_a_request_than_a_picture_may_have(client, door):
    two = [SimpleUploadedFile("a.jpg", JPEG + bytes(8 * 2**20)) for _one in range(2)]
    answer = client.post(door, {**TYPED, "upload": two})
    assert str(uploads.TOO_LARGE) in words_of(answer)
