"""The two lists that `skm setup` asks last: owners of unsur, and population or target."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from bot.cli.office.prompts import choose, number, say, text, until_right
from core.errors import InputError
from core.office.schedule_document import zone_named
from core.periods import periode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from core.office.questionnaire import Questionnaire

SetupRow = dict[str, Any]
Options = list[tuple[str, str]]
_DONE, _EVERY = ("", "cukup"), "*"


# -- owners of unsur and layanan ---------------------------------------------------------------


def ask_owners(
    old: Sequence[SetupRow], made: Mapping[str, Any], survey: Questionnaire
) -> list[SetupRow]:
    """Ask which bidang answers for which unsur and layanan; return rows of `tanggung_jawab`.

    The first bidang answers for all else. `old`: the rows so far; `made`: the document so far.
    """
    bidang = [(one["kode"], one["nama"]) for one in made["bidang"]]
    if len(bidang) == 1:
        return []
    say(f"\nSiapa menjawab untuk unsur apa. {bidang[0][1]} menjawab untuk semuanya, kecuali:")
    layanan = [(one["kode"], one["nama"]) for place in made["unit"] for one in place["layanan"]]
    unsur = [(one.key, one.name) for one in survey.unsur]
    rules = [rule for rule in old if _keep(rule, made["bidang"], layanan, survey)]
    while True:
        rule = _owner(unsur, layanan, bidang)
        if rule is None:
            return rules
        rules = [one for one in rules if not _same(one, rule)] + [rule]


def _keep(rule: SetupRow, bidang: list[SetupRow], layanan: Options, survey: Questionnaire) -> bool:
    """Tell whether an old rule still makes sense and is wanted."""
    words = {one["kode"]: one["nama"] for one in bidang} | dict(layanan)
    unsur = {one.key: one.name for one in survey.unsur}
    parts = (rule["bidang"], rule.get("layanan", rule["bidang"]))
    if any(one not in words for one in parts) or rule.get("unsur", next(iter(unsur))) not in unsur:
        return False
    what = unsur.get(rule.get("unsur", ""), "semua unsur")
    where = words.get(rule.get("layanan", ""), "semua layanan")
    return _stays(f"{what}, {where}: {words[rule['bidang']]}")


def _owner(unsur: Options, layanan: Options, bidang: Options) -> SetupRow | None:
    what = choose("Unsur nomor (Enter bila cukup)", [_DONE, (_EVERY, "semua unsur"), *unsur], "")
    if not what:
        return None
    where = choose("  Layanan nomor", [(_EVERY, "semua layanan"), *layanan], _EVERY)
    who = choose("  Bidang nomor", bidang, None)
    rule = {"unsur": what, "layanan": where, "bidang": who}
    return {key: value for key, value in rule.items() if value != _EVERY}


def _same(one: SetupRow, other: SetupRow) -> bool:
    return all(one.get(key) == other.get(key) for key in ("unsur", "layanan"))


def _stays(what: str) -> bool:
    def read(typed: str) -> bool:
        if typed not in ("", "-"):
            raise InputError("Tekan Enter bila tetap, atau ketik - untuk menghapus.")
        return not typed

    return until_right(f"  {what} [tetap]", read)


# -- users N, or a target ----------------------------------------------------------------------


def ask_population(
    old: Sequence[SetupRow], made: Mapping[str, Any], now: datetime
) -> list[SetupRow]:
    """Ask for the users (N) of a layanan and period, or a target; return rows of `populasi`.

    N comes with its source, a target with the letter that sets it. `now`: UTC.
    """
    today = now.astimezone(zone_named(made["instansi"]["zona"])).date()
    say("\nPengguna layanan tiap periode, atau target responden menurut surat (boleh tidak ada)")
    rows = [one for one in old if _still_there(one, made["unit"]) and _stays(_told(one))]
    while True:
        row = _population(made["unit"], today)
        if row is None:
            return rows
        rows = [one for one in rows if not _same_users(one, row)] + [row]


def _still_there(row: SetupRow, units: Sequence[SetupRow]) -> bool:
    places = {one["kode"]: {s["kode"] for s in one["layanan"]} for one in units}
    known = places.get(row.get("unit", units[0]["kode"]))
    return known is not None and row.get("layanan", next(iter(known))) in known


def _told(row: SetupRow) -> str:
    amount = f"N {row['pengguna']}" if "pengguna" in row else f"target {row['target']}"
    return f"{row['periode']}, {row.get('layanan', 'semua layanan')}: {amount}"


def _same_users(one: SetupRow, other: SetupRow) -> bool:
    return all(one.get(key) == other.get(key) for key in ("unit", "layanan", "periode"))


def _population(units: Sequence[SetupRow], today: date) -> SetupRow | None:
    question = "Periode, misalnya 2026, 2026-S2, atau 2026-TW3 (Enter bila cukup)"
    when = until_right(question, partial(_label, today))
    if not when:
        return None
    places = [(one["kode"], one["nama"]) for one in units]
    unit = choose("  Unit nomor", places, None) if len(units) > 1 else units[0]["kode"]
    inside = next(one["layanan"] for one in units if one["kode"] == unit)
    options = [(_EVERY, "semua layanan"), *((one["kode"], one["nama"]) for one in inside)]
    layanan = choose("  Layanan nomor", options, _EVERY)
    row = {"unit": unit, "layanan": layanan, "periode": when, **_amount()}
    return {key: value for key, value in row.items() if value != _EVERY}


def _amount() -> SetupRow:
    while True:
        users = number("  Jumlah pengguna (Enter bila yang ada hanya target)")
        if users:
            source = text("  Sumber angka itu, misalnya register layanan 2025")
            return {"pengguna": users, "sumber": source}
        target = number("  Target responden")
        if target:
            return {"target": target, "sumber": text("  Nomor dan tanggal suratnya")}
        say("  Isi jumlah pengguna atau target, salah satu.")


def _label(today: date, written: str) -> str:
    """Return the period's own name for the typed words: 2026-TW3 for "tw iii 2026"."""
    return periode.parse(written, today).label if written else ""
