"""`skm setup`: load an agency's file, or ask the questions and write one."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli import say, settings
from core.errors import FileError, InputError

if TYPE_CHECKING:
    from bot.config.settings import AgencySettings
    from core.office.agency import Agency
    from core.office.questionnaire import Questionnaire
    from core.ports.store import Store

STANDARD = "permenpanrb-14-2017"


@click.command(name="setup")
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="[BERKAS]")
@click.option("--if-empty", is_flag=True, help="Tidak berbuat apa-apa bila sudah ada instansi.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("instansi.toml"),
    help="Berkas yang ditulis setelah bertanya (biasanya instansi.toml).",
)
def command(file: Path | None, output: Path, *, if_empty: bool) -> None:
    """Memuat data instansi dari BERKAS. Tanpa BERKAS: bertanya, lalu menulis berkasnya."""
    from bot.app import wiring

    chosen = settings().agency
    store = wiring.open_store(chosen)
    try:
        with store.read() as reader:
            standing = reader.upkeep.agency()
        if if_empty and standing is not None:
            say("Instansi sudah ada; tidak ada yang diubah.")
        elif file is not None:
            load(chosen, store, file)
        elif _guided(chosen, standing or {}, output):
            load(chosen, store, output)
    finally:
        store.close()


# -- from a file -------------------------------------------------------------------------------


def load(settings: AgencySettings, store: Store, file: Path) -> None:
    """Check a file of an agency, write it to the store, and print the changes.

    A second load of the same file changes nothing. Raises InputError (FileError with the place in
    the file) before anything is written.
    """
    from bot.documents.agency_toml.file import changes

    document, agency, survey = _checked(settings, file)
    at = datetime.now(UTC)
    with store.read() as reader:
        standing = reader.upkeep.agency()
    told = changes(standing or {}, document)
    with store.write() as tx:
        tx.results.save_snapshot(survey.snapshot, survey.document)
        if tx.upkeep.save_agency(document, now=at):
            tx.staff.audit("terminal", "setup", {"perubahan": len(told)}, now=at)
    for line in told if standing is not None else ():
        click.echo(line)
    services = sum(len(place.layanan) for place in agency.unit)
    say(
        f"{agency.name}: {len(agency.unit)} unit, {services} layanan, {len(agency.bidang)} bidang. "
        + ("Sudah dimuat." if told else "Tidak ada perubahan.")
    )
    _tell_orphans(store, agency)


def _tell_orphans(store: Store, agency: Agency) -> None:
    """Name the plans of a bidang or a unit that the agency's file does not name any more.

    They stay in the store, so somebody must take them over.
    """
    known, places = {one.code for one in agency.bidang}, {one.code for one in agency.unit}
    with store.read() as reader:
        plans = reader.rtl.items()
    lost = Counter(
        code for rtl in plans for one in rtl.kegiatan for code in one.bidang if code not in known
    )
    for code, n in sorted(lost.items()):
        say(
            f"Perhatikan: bidang {code} tidak ada lagi, tetapi {n} kegiatan RTL memakainya."
            " Pindahkan di chat: rtl ubah."
        )
    for code in sorted({one.unit for one in plans} - places):
        say(f"Perhatikan: unit {code} tidak ada lagi, tetapi RTL-nya tetap tersimpan dan ditagih.")


def _checked(settings: AgencySettings, file: Path) -> tuple[dict[str, Any], Agency, Questionnaire]:
    """Read a file of an agency and check it against its questionnaire.

    Raises InputError (FileError with the place in the file).
    """
    from bot.app import wiring
    from bot.documents.agency_toml.file import read
    from core.office.agency_document import parse

    document = read(file)
    agency = parse(document, str(file))
    survey = wiring.load_questionnaire(agency.questionnaire, settings, file.parent)
    _agree(str(file), agency, survey)
    _tell_languages(agency)
    if (own := wiring.questionnaire_file(agency.questionnaire, settings, file.parent)) is not None:
        # The path is made absolute, because the bot runs in another folder than the file's.
        document["survei"]["kuesioner"] = str(own.resolve())
    return document, agency, survey


def _tell_languages(agency: Agency) -> None:
    """Check that every named language exists; name those that no native speaker has reviewed."""
    from bot.config.packaged import catalogues, offered, reviewed

    for code, catalogue in offered(agency, catalogues()).items():
        if not reviewed(catalogue):
            say(f"Bahasa {code}: belum ditinjau penutur asli. Mohon diperiksa dulu.")


def _agree(file: str, agency: Agency, survey: Questionnaire) -> None:
    """Check unsur and periods against the questionnaire and the calendar.

    The agency's file alone does not show whether they exist. Raises FileError.
    """
    from core.periods import periode

    known = {one.key for one in survey.unsur}
    for number, rule in enumerate(agency.unsur_owners, start=1):
        if rule.unsur is not None and rule.unsur not in known:
            remedy = f"Pilih: {', '.join(sorted(known))}"
            where = f"tanggung_jawab[{number}].unsur"
            raise FileError(file, where, f"{rule.unsur!r} tidak ada", remedy)
    for number, users in enumerate(agency.population, start=1):
        label = periode.parse(users.periode, datetime.now(agency.zone).date()).label
        if label != users.periode:
            where = f"populasi[{number}].periode"
            raise FileError(file, where, f"{users.periode!r} bukan nama periode", f"Tulis {label}")


# -- from questions ----------------------------------------------------------------------------


def _guided(settings: AgencySettings, standing: Any, output: Path) -> bool:
    """Ask the questions, show a summary and write the file; True: load the file too."""
    from bot.app.wiring import load_questionnaire
    from bot.cli.office.setup_questions import dialog
    from bot.documents.agency_toml import file as agency_toml
    from core.office.agency_document import parse

    old = output.read_text("utf-8-sig") if output.exists() else None
    known = standing if old is None else agency_toml.read(output)
    name = parse(known, str(output)).questionnaire if known else STANDARD
    try:
        survey = load_questionnaire(name, settings, output.parent)
        document = dialog(known, survey, datetime.now(UTC))
    except click.Abort:
        raise InputError("\nBerhenti sebelum selesai. Tidak ada yang ditulis.") from None
    _summary(parse(document, str(output)))
    agency_toml.save(output, agency_toml.write(document, old))
    say(f"\nDitulis ke {output}. Boleh diubah dengan penyunting teks.")
    return _wanted(output)


def _wanted(output: Path) -> bool:
    from bot.cli.office.prompts import yes

    try:
        wanted = yes("Muat sekarang?", was=True)
    except click.Abort:
        wanted = False
    if not wanted:
        say(f"Belum dimuat. Muat kapan saja dengan: skm setup {output}")
    return wanted


def _summary(agency: Agency) -> None:
    names = {one.code: one.name for one in agency.bidang}
    say(f"\nRingkasan\n{agency.name} ({agency.short}), {agency.zone.key}")
    for place in agency.unit:
        say(f"Unit {place.name} [{place.code}]")
        say("  Layanan: " + ", ".join(f"{one.label} [{one.code}]" for one in place.layanan))
        if place.loket:
            say("  Loket: " + ", ".join(f"{one.name} [{one.code}]" for one in place.loket))
    say("Bidang: " + ", ".join(f"{name} [{code}]" for code, name in names.items()))
    for rule in agency.unsur_owners:
        about = f"{rule.unsur or 'semua unsur'}, {rule.layanan or 'semua layanan'}"
        say(f"  {about}: {names[rule.bidang]}")
    for one in agency.population:
        amount = f"N {one.users}" if one.users else f"target {one.target}"
        say(f"{one.periode}, {one.layanan or 'semua layanan'}: {amount} ({one.source})")
    say(f"Bobot: {agency.weight_policy}")
