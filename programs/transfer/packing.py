"""A programme's file with the bytes of its pictures: a zip of `programme.toml` and `media/<sha256>`.

Bytes are bounded before anything is unpacked, and nothing is ever written under a name that a zip says.
"""

import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO

from django.utils.translation import gettext as _

from programs.models import ProgramVersion
from programs.transfer.reading import MOST_BYTES, Fault, Unfit
from programs.transfer.writing import media_of, to_toml

PROGRAMME = "programme.toml"
MEDIUM = re.compile(r"media/([0-9a-f]{64})")
MOST_PACKED = 12 * 2**20  # what a request may upload
MOST_OF_A_PICTURE = 2 * 2**20
MOST_UNPACKED = 24 * 2**20
MOST_ENTRIES = 200
BEGINS, ENTRY = b"PK\x03\x04", b"PK\x01\x02"
KINDS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Pack:
    """The bytes of a programme's file and of pictures, by the hash of each."""

    programme: bytes
    media: Mapping[str, bytes] = field(default_factory=dict)


def exported(version: ProgramVersion) -> tuple[bytes, str]:
    """(bytes, "toml" or, where there are pictures, "zip"). The same rows give the same bytes."""
    programme, media = to_toml(version), media_of(version)
    if not media:
        return programme, "toml"
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in ((PROGRAMME, programme), *((f"media/{name}", one) for name, one in media.items())):
            file.writestr(_entry(name), content)
    return made.getvalue(), "zip"


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.create_system, entry.external_attr = 3, 0o600 << 16  # whatever machine packs it
    return entry


def unpacked(data: bytes) -> Pack:
    """What somebody sends, a zip or the programme's file alone. Raises `Unfit`."""
    if not data.startswith(BEGINS):
        return Pack(data)
    if len(data) > MOST_PACKED:
        raise _unfit(_("This file is too large: at most %s MB with pictures.") % (MOST_PACKED // 2**20))
    if data.count(ENTRY) > MOST_ENTRIES:
        raise _unfit(_("This zip has too many entries: at most %s.") % MOST_ENTRIES)
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            return _read(file)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as broken:
        if isinstance(broken, Unfit):
            raise
        raise _unfit(_("This zip is damaged, or not packed as ours are.")) from broken


def _read(file: zipfile.ZipFile) -> Pack:
    entries = file.infolist()
    names = [one.filename for one in entries]
    for one in entries:
        if one.filename != PROGRAMME and not MEDIUM.fullmatch(one.filename):
            raise _unfit(
                _("“%s” does not belong in it: a zip has programme.toml and media/<sha256>.") % one.filename[:80]
            )
        if one.flag_bits & 1 or one.compress_type not in KINDS:
            raise _unfit(
                _("“%s” cannot be unpacked here: please pack it without a password, as zip usually does.")
                % one.filename
            )
    if len(set(names)) < len(names):
        raise _unfit(_("An entry is there twice in this zip."))
    if PROGRAMME not in names:
        raise _unfit(_("There is no programme.toml in this zip."))
    if sum(one.file_size for one in entries) > MOST_UNPACKED:
        raise _unfit(_("Unpacked, this zip is too large: at most %s MB.") % (MOST_UNPACKED // 2**20))
    media = {one.filename[6:]: _bytes(file, one, MOST_OF_A_PICTURE) for one in entries if one.filename != PROGRAMME}
    if wrong := next((name for name, held in media.items() if sha256(held).hexdigest() != name), None):
        raise _unfit(_("media/%s has other bytes than its name says.") % wrong)
    return Pack(_bytes(file, file.getinfo(PROGRAMME), MOST_BYTES), media)


def _bytes(file: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """Whatever an entry says of its size, no more of it is unpacked."""
    with file.open(entry) as held:
        found = held.read(most + 1)
    if len(found) > most:
        raise _unfit(
            _("“%(name)s” is too large: at most %(most)s KB.") % {"name": entry.filename, "most": most // 1024}
        )
    return found


def _unfit(says: str) -> Unfit:
    return Unfit([Fault(0, "", says)])
