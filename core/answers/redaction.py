"""The mask over everything in a saran that could name a person: numbers, addresses, names.

Staff see a saran only through `redacted`. A name without a title stays, because no rule can know
it; that is why the question asks not to write names.
"""

from __future__ import annotations

import re

HIDDEN = "…"
TITLES = (
    "pak|bapak|bpk|bu|ibu|mas|mbak|mba|kak|kakak|bang|sdr|sdri|saudara|saudari|an|a\\.n|atas nama"
    "|nama saya|nama|petugas bernama|bernama|mr|mrs|ms"
)
# A title, then one to three words with a capital: "Ibu Siti Aminah".
NAMED = re.compile(
    rf"(?<!\w)((?i:{TITLES}))([.:]?\s+)((?:[A-Z][\w'’.-]*)(?:\s+[A-Z][\w'’.-]*){{0,2}})"
)
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LINK = re.compile(r"(?:https?://|www\.|t\.me/|wa\.me/)\S+", re.IGNORECASE)
HANDLE = re.compile(r"(?<!\w)@\w{3,}")
# Telephone, NIK, KK: five digits in a row, or eight parted by blanks, dots or dashes.
DIGITS = re.compile(r"(?<!\d)(?<!\d,)(?:\+?\d(?:[\s().-]{0,2}\d){7,}|\d{5,})")
PLATE = re.compile(r"(?<!\w)[A-Z]{1,2}[ -]?\d{1,4}[ -]?[A-Z]{1,3}(?!\w)")
# Many people type without capitals: the word after a title is a name unless it is in NO_NAMES.
ADDRESSED = re.compile(
    r"(?<![\w-])((?i:pak|bapak|bpk|bu|ibu|mas|mbak|mba|nama saya)\s+)([a-z][\w'’-]*)(?!\w)"
)
_ROLES = (
    "petugas pegawai satpam kepala kadis kabid kasi sekretaris lurah camat bupati wali walikota"
    " gubernur ketua rt rw guru dokter bidan perawat polisi kades kadus operator loket kasir sopir"
    " hamil menyusui lansia tua muda rumah tangga kota dan atau yang di ke dari untuk dengan pada"
    " ini itu saya kami kita anda tidak sudah belum sangat ramah baik kurang lebih juga harus bisa"
    " tolong mohon semua para siapa mana pun lain sendiri"
)
NO_NAMES = frozenset(_ROLES.split())
MONEY = re.compile(r"(?i:rp\.?\s*)$")


def redacted(text: str) -> str:
    """Return the text with "…" for every mail address, link, handle, number, plate and name."""
    for pattern in (MAIL, LINK, HANDLE):
        text = pattern.sub(HIDDEN, text)
    text = DIGITS.sub(lambda found: _number(found, text), text)
    text = PLATE.sub(HIDDEN, text)
    text = NAMED.sub(lambda found: f"{found[1]}{found[2]}{HIDDEN}", text)
    return ADDRESSED.sub(_addressed, text)


def _addressed(found: re.Match[str]) -> str:
    return found[0] if found[2] in NO_NAMES else f"{found[1]}{HIDDEN}"


def _number(found: re.Match[str], text: str) -> str:
    """Mask a row of digits, unless it is an amount of money."""
    return found[0] if MONEY.search(text[: found.start()]) else HIDDEN
