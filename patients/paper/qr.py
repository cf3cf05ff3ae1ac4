"""A text as a code to scan."""

from base64 import b64encode

import qrcode
from qrcode.image.svg import SvgPathImage

QUIET_ZONE = 2  # modules


def code_of(text):
    """A QR code as the address of an SVG picture."""
    picture = qrcode.make(text, image_factory=SvgPathImage, border=QUIET_ZONE).to_string()
    return f"data:image/svg+xml;base64,{b64encode(picture).decode()}"
