"""`skm digest`, `skm remind`, and the lines of `skm doctor` about the clock."""

import asyncio
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from bot.app import wiring
from bot.app.assembly import assemble
from bot.app.metrics import metrics
from bot.app.serve import open_service
from bot.cli import skm
from bot.cli.doctor.clock import NAMES
from bot.config.office import Office
from bot.config.packaged import load_packaged
from bot.config.settings import Settings
from core.errors import InputError
from core.messaging.address import Address, Person
from core.periods.triwulan import Triwulan
from core.ports.upkeep import JobRun
from core.rtl.plan import Kegiatan, Rtl
from tests.support.paths import AGENCY_TOML

NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=40)


@pytest.fixture
def skm_in(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    # Always awake and at work, so that the tests do not depend on when they run.
    always = '\n[jadwal]\ntenang = ""\nhari_kerja = 6\nhari = "minggu"\n'
    shutil.copy(AGENCY_TOML, tmp_path / "agency.toml")
    with (tmp_path / "agency.toml").open("a") as file:
        days = [(NOW + timedelta(days=n)).date().isoformat() for n in (-1, 0, 1)]
        file.write(f"{always}bukan_libur = {days}\n")

    def run(*args):
        made = CliRunner().invoke(skm, args)
        if made.exception and not isinstance(made.exception, SystemExit):
            raise made.exception
        return made

    assert run("setup", "agency.toml").exit_code == 0
    return run


@pytest.fixture
def store(skm_in):
    opened = wiring.open_store(Settings.read({}).agency)
    yield opened
    opened.close()


def appoint(store, who, role, bidang=None):
    with store.write() as tx:
        until = LONG_AGO + timedelta(days=1)
        code = tx.staff.invite(role, bidang, by="uji", expires=until, now=LONG_AGO)
        chat = Address("telegram", "42", who)
        assert tx.staff.redeem(code, Person((f"tg:{who}",)), chat, now=LONG_AGO)


def waiting(store):
    with store.read() as reader:
        return reader.upkeep.counts().get("outbox.menunggu", 0)


def test_a_dry_digest_shows_every_role_and_writes_nothing(skm_in, store):
    appoint(store, "1", "admin")
    told = skm_in("digest", "--dry-run")
    assert told.exit_code == 0
    heads = [line for line in told.stdout.split("\n") if line.startswith("SKM · ")]
    assert [line.split(" · ")[1] for line in heads] == [
        "Sekretariat", "Rehabilitasi Sosial", "Semua bidang", "Pimpinan",
    ]  # fmt: skip
    assert "1 penerima akan menerimanya." in told.stderr
    assert waiting(store) == 0


def test_a_digest_is_posted_once_for_each_recipient_and_week(skm_in, store):
    appoint(store, "1", "admin")
    appoint(store, "2", "bidang", "rehsos")
    appoint(store, "3", "loket")
    assert "2 penerima dikirimi." in skm_in("digest").stderr
    assert waiting(store) == 2
    assert "Tidak ada penerima" in skm_in("digest").stderr
    assert waiting(store) == 2
    old = (NOW - timedelta(days=56)).date().isocalendar()
    week = f"{old.year}-W{old.week:02}"
    assert "2 penerima akan menerimanya." in skm_in("digest", "--week", week, "--dry-run").stderr
    assert "2 penerima dikirimi." in skm_in("digest", "--week", week).stderr
    assert waiting(store) == 4
    assert "Tidak ada penerima" in skm_in("digest", "--week", week).stderr
    assert "Tidak ada penerima" in skm_in("digest").stderr


@pytest.mark.parametrize(
    ("week", "why"), [("2026-11", "bukan minggu"), ("2099-W01", "belum berakhir"), ("W99", "W99")]
)
def test_a_week_that_is_none_or_not_over_is_refused(skm_in, week, why):
    with pytest.raises(InputError, match=why):
        skm_in("digest", "--week", week, "--dry-run")


def test_reminders_are_shown_and_then_posted_once(skm_in, store):
    assert "Tidak ada pengingat" in skm_in("remind").stderr
    appoint(store, "2", "bidang", "rehsos")
    appoint(store, "1", "admin")
    late = Kegiatan("1.1", "Pelatihan service excellent", ("rehsos",), (Triwulan(2023, 4),))
    plan = Rtl("pelayanan", "2023", 1, "perilaku", (late,))
    with store.write() as tx:
        tx.rtl.add([plan], by="uji", now=LONG_AGO)
    told = skm_in("remind", "--dry-run").stdout
    assert "RTL Rehabilitasi Sosial · Perilaku pelaksana\nPelatihan service excellent" in told
    assert "Target TW IV 2023, lewat " in told
    assert "Sudah dilaksanakan?\n(1 penerima)" in told
    assert "RTL lewat tenggat: 1 kegiatan\n• Rehabilitasi Sosial: Pelatihan" in told
    assert waiting(store) == 0
    assert "2 pengingat dikirim." in skm_in("remind").stderr
    assert "Tidak ada pengingat" in skm_in("remind").stderr
    assert waiting(store) == 2


def test_doctor_tells_when_the_clock_ran_and_that_it_stands(skm_in, store):
    assert "Jadwal belum pernah berjalan" in skm_in("doctor").stdout
    soon = NOW + timedelta(minutes=5)
    with store.write() as tx:
        tx.upkeep.log_run(JobRun("weekly", NOW, soon, succeeded=True, counts={"posted": 3}))
        tx.upkeep.log_run(JobRun("reminders", NOW, soon, succeeded=False, counts={}))
    told = skm_in("doctor").stdout
    assert "Jadwal ringkasan mingguan: terakhir" in told
    assert "; dikirim 3." in told
    assert "Gagal; dicoba lagi" in told
    assert "SALAH" not in told
    with store.write() as tx:
        day_ago = NOW - timedelta(days=1)
        tx.upkeep.log_run(JobRun("purge", day_ago, day_ago, succeeded=True, counts={}))
    stands = skm_in("doctor")
    assert "Jadwal tidak berjalan." in stands.stdout
    assert stands.exit_code == 1


def test_a_process_with_the_role_schedule_posts_and_leaves_the_sending_to_others(store):
    """Its rows are free for whoever sends; its jobs, last and next run are known outside."""
    appoint(store, "1", "admin")

    async def main():
        app = (await open_service(Settings.read({"SKM_ROLES": "schedule"}))).app
        await app.start()
        try:
            async with asyncio.timeout(20):
                while waiting(store) < 1 or len(ticks(store)) < 6:
                    await asyncio.sleep(0.02)
        finally:
            await app.stop()

    asyncio.run(main())
    did = {one.job: one.counts for one in ticks(store)}
    assert set(did) == {"purge", "weekly", "reminders", "telling", "nudges", "proposals"}
    assert did["weekly"]["posted"] == did["purge"]["undangan"] == 1
    elsewhere = metrics(assemble(store, Office(store, load_packaged), []))
    last = {one.job: one.last_at.timestamp() for one in ticks(store)}
    assert {name: elsewhere[f"clock_{name}_last"] for name in last} == last
    assert all(one.succeeded and one.next_at > one.last_at for one in ticks(store))
    with store.write() as tx:
        now = datetime.now(UTC)
        rows = tx.outbox.claim([("telegram", "42")], holder="b", now=now, lease=60, limit=5)
    assert [row.body.name for row in rows] == ["ringkasan"]


def ticks(store):
    with store.read() as reader:
        return reader.upkeep.job_runs()


def test_doctor_has_a_name_for_every_job():
    assert {job.name for job in wiring.clock(None, None, None).jobs} == NAMES.keys()
