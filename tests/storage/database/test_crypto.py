"""`Vault`: a sealed value opens by its own key and purpose alone, and lookups tell nothing."""

from __future__ import annotations

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError
from storage.database.crypto import Vault

VAULT = Vault([b"now", b"before"])


@given(st.binary(), st.text(max_size=20))
def test_what_is_sealed_opens_again(plain, purpose):
    assert VAULT.open(purpose, VAULT.seal(purpose, plain)) == plain


def test_the_same_words_never_look_the_same():
    assert VAULT.seal("pesan", b"x") != VAULT.seal("pesan", b"x")


def test_a_value_serves_its_own_purpose_only():
    """An address cannot be passed off as a message, even by who can write the database."""
    sealed = VAULT.seal("alamat", b"x")
    with pytest.raises(InputError, match="pesan"):
        VAULT.open("pesan", sealed)


@pytest.mark.parametrize("place", [4, 15, 16, -1])
def test_a_changed_byte_is_noticed(place):
    sealed = bytearray(VAULT.seal("pesan", b"some words"))
    sealed[place] ^= 1
    with pytest.raises(InputError, match="rusak"):
        VAULT.open("pesan", bytes(sealed))


def test_each_value_names_its_key():
    old = Vault([b"before"]).seal("pesan", b"x")

    assert VAULT.open("pesan", old) == b"x"
    assert VAULT.seal("pesan", b"x")[:4] != old[:4]
    with pytest.raises(InputError, match="Kunci rahasia tidak cocok"):
        Vault([b"now"]).open("pesan", old)


@pytest.mark.parametrize("secrets", [[], [b""], [b"now", b""]])
def test_an_empty_secret_is_refused(secrets):
    with pytest.raises(InputError):
        Vault(secrets)


PARTS = st.lists(st.none() | st.text(max_size=5), max_size=4)


@given(PARTS, PARTS)
def test_a_hash_tells_tuples_apart(one, other):
    assert (VAULT.hash("a", *one) == VAULT.hash("a", *other)) == (one == other)


def test_a_hash_hangs_on_key_and_purpose():
    other = Vault([b"now"])
    other.use_hash_key(b"k" * 32)

    assert len({VAULT.hash("a", "x"), VAULT.hash("b", "x"), other.hash("a", "x")}) == 3
    assert VAULT.hash("a", "\ud83d") == VAULT.hash("a", "\ud83d")


def test_hashes_stay_what_they_were():
    """Rows that a database holds under other hashes would be found no more."""
    vault = Vault([b"now"])
    vault.use_hash_key(b"k" * 32)

    told = vault.hash("alamat", "telegram", "42", "7", None)
    plain = b"6:alamat8:telegram2:421:7-"
    assert told == hmac.digest(b"k" * 32, plain, "sha256")[:16]
