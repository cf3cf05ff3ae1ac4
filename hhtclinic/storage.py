import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.session import SessionStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

FACES = "css/faces/"
IMPORT = re.compile(r'^@import url\("([^"]+)"\);$', re.MULTILINE)


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Files named by their content; modules that import each other are renamed along. A style sheet of `FACES` is made
    of those that it imports: a page asks for one."""

    support_js_module_import_aggregation = True

    @cached_property
    def _known(self) -> dict[str, str]:
        return {}

    def url(self, name: str, force: bool = False) -> str:
        """Once a name: a page has twenty, of few files, and each is taken apart four times on its way."""
        if force or settings.DEBUG:
            return super().url(name, force)
        if name not in self._known:
            self._known[name] = super().url(name)
        return self._known[name]

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        faces = [] if dry_run else [name for name in paths if name.startswith(FACES)]
        for name in faces:
            Path(self.path(name)).write_text(self._joined(name, paths), encoding="utf-8")
        yield from super().post_process(paths | {name: (self, name) for name in faces}, dry_run, **options)

    def _joined(self, name: str, paths: dict[str, Any]) -> str:
        """From the sources, for what was joined before lies where it was collected."""
        return IMPORT.sub(lambda found: _sheet(normpath(join(dirname(name), found[1])), paths), _sheet(name, paths))


def _sheet(name: str, paths: dict[str, Any]) -> str:
    source, path = paths[name]
    with source.open(path) as file:
        text: str = file.read().decode()
    return text


class SessionMessages(SessionStorage):
    """A page that a phone fetches to keep it shows no message: that is for the page which somebody opens next, and no
    kept copy says it again."""

    @property
    def is_for_nobody(self) -> bool:
        return self.request.headers.get("Purpose") == "prefetch"

    def __iter__(self) -> Iterator[Message]:
        return iter(()) if self.is_for_nobody else super().__iter__()

    def __len__(self) -> int:
        return 0 if self.is_for_nobody else super().__len__()
