"""Sealing of values that must not stand in clear, and keyed hashes to look them up by."""

from __future__ import annotations

import hmac
import os
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

ID_BYTES = 4
NONCE_BYTES = 12
HASH_BYTES = 16
HEAD = ID_BYTES + NONCE_BYTES


class Vault:
    """AES-256-GCM under keys derived (HKDF) for each purpose; the first secret seals, every one
    opens.

    The hash key depends on no secret: it is kept sealed in the database, so that every address is
    still found after a change of secret. Raises InputError for an empty secret.
    """

    def __init__(self, secrets: Sequence[bytes]) -> None:
        if not secrets or not all(secrets):
            raise InputError("Kunci rahasia kosong. Isi SKM_SECRET_KEY atau pulihkan secret.key")
        self._secrets = {_derive(secret, "id", ID_BYTES): secret for secret in reversed(secrets)}
        self.current = _derive(secrets[0], "id", ID_BYTES)
        self._ciphers: dict[tuple[bytes, str], AESGCM] = {}
        self.use_hash_key(_derive(secrets[0], "hash"))

    def seal(self, purpose: str, plain: bytes) -> bytes:
        """Return key id (4 bytes), nonce (12 bytes) and ciphertext as one value.

        Only `open` with the same purpose reads the value.
        """
        nonce = os.urandom(NONCE_BYTES)
        cipher = self._cipher(self.current, purpose)
        return self.current + nonce + cipher.encrypt(nonce, plain, purpose.encode())

    def open(self, purpose: str, sealed: bytes) -> bytes:
        """Return the plain bytes. Raises InputError when no secret of ours opens the value."""
        cipher = self._cipher(sealed[:ID_BYTES], purpose)
        try:
            return cipher.decrypt(sealed[ID_BYTES:HEAD], sealed[HEAD:], purpose.encode())
        except InvalidTag:
            raise InputError(f"Data tersandi ({purpose}) rusak atau bukan untuk ini") from None

    def hash(self, purpose: str, *parts: str | None) -> bytes:
        """Return the 16-byte lookup key (HMAC-SHA256) of a tuple of strings.

        Lengths go into the hash, so that no two different tuples give the same input.
        """
        told = ["-" if part is None else f"{len(part)}:{part}" for part in (purpose, *parts)]
        mac = self._mac.copy()  # a copy spares the setup of the key
        mac.update("".join(told).encode("utf-8", "surrogatepass"))
        return mac.digest()[:HASH_BYTES]

    def use_hash_key(self, key: bytes) -> None:
        """Hash with this key from now on: the one that all processes share."""
        self._mac = hmac.new(key, digestmod="sha256")

    def _cipher(self, key_id: bytes, purpose: str) -> AESGCM:
        cipher = self._ciphers.get((key_id, purpose))
        if cipher is None:
            secret = self._secrets.get(key_id)
            if secret is None:
                raise InputError(
                    "Kunci rahasia tidak cocok dengan basis data. "
                    "Periksa SKM_SECRET_KEY atau berkas secret.key"
                )
            cipher = self._ciphers[key_id, purpose] = AESGCM(_derive(secret, f"seal:{purpose}"))
        return cipher


def _derive(secret: bytes, info: str, length: int = 32) -> bytes:
    return HKDF(SHA256(), length, salt=b"skm-bot", info=info.encode()).derive(secret)
