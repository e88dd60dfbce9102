"""The secret keys that seal every value which leads to a person.

They come from `SKM_SECRET_KEY`, or from the file `secret.key` beside the database. Values sealed
with a key cannot be read without it; only `drop_old` ever removes one.
"""

from __future__ import annotations

import base64
import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.config.settings import AgencySettings

NAME = "secret.key"
_BYTES = 32  # of a fresh key, before base64; no shorter key is accepted


def secret_keys(settings: AgencySettings) -> tuple[bytes, ...]:
    """All keys, the current one first. Without `SKM_SECRET_KEY` the key file is read, or made once.

    Raises InputError for a damaged key file, and for a missing one beside a database with data.
    """
    if settings.secret_key:
        return tuple(one.encode() for one in settings.secret_key)
    path = key_path(settings)
    if not path.exists():
        _make(path, database_path(settings))
    return _read(path)


def key_path(settings: AgencySettings) -> Path:
    """The path of the key file, beside the SQLite database or in `data/`; it need not exist."""
    file = database_path(settings)
    return (file.parent if file else Path("data")) / NAME


def database_path(settings: AgencySettings) -> Path | None:
    """The path of the SQLite file; None when the database is a server."""
    scheme, _, rest = settings.database_url.partition(":///")
    return Path(rest.partition("?")[0]) if scheme == "sqlite" else None


def open_to_others(path: Path) -> bool:
    """Whether group or others have any right on the file."""
    return bool(path.stat().st_mode & 0o077)


def kept_beside(backup: Path) -> Path:
    """The path of the key that belongs to a backup: `<backup>.key`."""
    return backup.with_name(f"{backup.name}.key")


@contextlib.contextmanager
def bring_back(settings: AgencySettings, backup: Path) -> Iterator[None]:
    """Wrap the restoring of a backup: check that its key is there, and put the key in place after.

    Keys that stood in the file stay behind the backup's, so no key is ever lost. Raises InputError
    before anything is restored when the key is missing and `SKM_SECRET_KEY` is not set.
    """
    beside, path = kept_beside(backup), key_path(settings)
    if settings.secret_key is None and backup.exists() and not beside.exists() | path.exists():
        raise InputError(
            f"Kunci cadangan {beside} tidak ada. Taruh di situ, atau isi SKM_SECRET_KEY."
        )
    keys = _read(beside) if settings.secret_key is None and beside.exists() else ()
    yield
    if keys:
        standing = _read(path) if path.exists() else ()
        path.parent.mkdir(parents=True, exist_ok=True)
        put(path, b"\n".join(dict.fromkeys((*keys, *standing))) + b"\n", over=True)


def _read(path: Path) -> tuple[bytes, ...]:
    found = tuple(path.read_bytes().split())
    if not found or any(len(one) < _BYTES for one in found):
        raise InputError(f"Kunci rahasia di {path} kosong atau rusak. Pulihkan dari cadangan.")
    return found


def _make(path: Path, database: Path | None) -> None:
    if database and database.exists() and database.stat().st_size:
        # A new key beside old data would hide that the right key was lost.
        raise InputError(
            f"Kunci rahasia {path} tidak ada, padahal data di {database} sudah ada. "
            "Pulihkan berkas kunci dari cadangan, atau isi SKM_SECRET_KEY."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, _fresh() + b"\n")


def add_new(settings: AgencySettings) -> None:
    """Put a fresh key in front of the file's; the old ones stay until `drop_old`."""
    standing = secret_keys(settings)
    put(key_path(settings), b"\n".join((_fresh(), *standing)) + b"\n", over=True)


def drop_old(settings: AgencySettings) -> None:
    """Keep only the newest key. Call it when nothing is sealed with the others any more."""
    path = key_path(settings)
    put(path, _read(path)[0] + b"\n", over=True)


def _fresh() -> bytes:
    return base64.b64encode(secrets.token_bytes(_BYTES))


def put(path: Path, content: bytes, *, over: bool = False) -> None:
    """Write a file that its owner alone may read, whole or not at all.

    `over`: replace a file that stands there; otherwise that file stays, and nothing is written.
    """
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if over:
            Path(draft).replace(path)
        else:
            os.link(draft, path)  # another process may have been quicker
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink(missing_ok=True)
