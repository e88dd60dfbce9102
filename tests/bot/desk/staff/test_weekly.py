"""The weekly summary from real answers: its figures, its readers, and the facts it leaves out."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.config.office import Office
from bot.config.packaged import load_packaged
from bot.desk.features import build_registry
from bot.desk.staff.summary.content import SummaryTerms
from bot.desk.staff.summary.weekly import summary
from core.answers.response import Response, Saran
from core.messaging.address import Address, Person
from core.messaging.incoming import EventKind, Inbound
from core.messaging.outgoing import Compose, Outgoing, ResendPolicy, Template
from core.periods import periode
from core.periods.triwulan import Triwulan
from core.ports.composer import Request
from core.ports.conversations import Decision
from core.ports.upkeep import PostedSummary
from core.rtl.plan import Kegiatan, Rtl
from storage.store import open_store
from tests.support.fakes import bound
from tests.support.paths import AGENCY_TOML
from tests.support.player import CAPS

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday, 09.00 WIB
WEEK = date(2026, 11, 16)


class House:
    def __init__(self, folder, **changes) -> None:
        self.store = open_store(f"sqlite:///{folder / 'skm.db'}", [b"x" * 32])
        document = tomllib.loads(AGENCY_TOML.read_text(encoding="utf-8")) | changes
        with self.store.write() as tx:
            tx.upkeep.save_agency(document, now=NOW)
        self.office = Office(self.store, load_packaged, now=lambda: NOW)
        self.count = 0

    def answers(
        self, n: int, scores: str, day: date, layanan: str = "sktm", unit: str = "pelayanan"
    ) -> None:
        survey = self.office.survey.questionnaire
        nilai = {one.key: int(s) for one, s in zip(survey.questions, scores, strict=True)}
        row = Response(
            survey.snapshot, unit, layanan, None, day, None, None, "self", "telegram", "id",
            {}, nilai,
        )  # fmt: skip
        self.count += 1
        with self.store.write() as tx:
            tx.answers.import_responses(f"{self.count:064d}", "x", [row] * n, by="uji", now=NOW)

    def saran(
        self,
        text: str,
        unsur: str | None,
        layanan: str = "sktm",
        day: date = WEEK,
        unit: str = "pelayanan",
    ) -> None:
        self.count += 1
        person, chat = Person((f"tg:{self.count}",)), Address("telegram", "42", str(self.count))
        event = Inbound(str(self.count), NOW, EventKind.TEXT, person, chat, text="x")
        made = Decision(None, saran=Saran(unit, layanan, unsur, text, day))
        with self.store.write() as tx:
            tx.conversations.advance(
                [event], bound(lambda *_: made, tx), holder="a", now=NOW, lease=60
            )

    def tell(self, role="bidang", bidang="sekretariat", week="2026-W47", words=()):
        asked = SummaryTerms(role, bidang, (periode.parse(week, NOW.date()),), NOW)

        def say(said):
            return self.office.texts.say("id", said)

        with self.store.read() as reader:
            message, steps = summary(reader, self.office.agency, asked, say, words)
        with self.store.write() as tx:
            for key, sums in steps:
                tx.results.save_told(key, sums, now=NOW)
        return message


@pytest.fixture
def house(tmp_path):
    made = []

    def make(**changes):
        made.append(House(tmp_path, **changes))
        return made[-1]

    yield make
    for one in made:
        one.store.close()


def test_the_next_week_is_measured_against_what_the_last_summary_told(house):
    """40 answers of 87,50, then 20 of 66,67: 80,56, and that is larger than chance."""
    one = house()
    one.answers(20, "444433344", date(2026, 11, 10))
    one.answers(20, "343433343", date(2026, 11, 11))
    first = one.tell(week="2026-W46").text
    assert "Tahun 2026: IKM 87,50" in first
    assert "Minggu ini +40 responden\n" in first
    one.answers(10, "333333322", WEEK)
    one.answers(10, "333332222", WEEK)
    second = one.tell().text
    assert "Minggu ini +20 responden; IKM 87,50 → 80,56, lebih besar dari kebetulan" in second
    again = one.tell().text
    assert again == second


def test_under_five_answers_a_week_shows_no_figure_and_no_saran(house):
    one = house()
    one.answers(30, "444433344", date(2026, 11, 10))
    one.tell(week="2026-W46")
    one.answers(4, "111111111", WEEK)
    one.saran("Kursinya kurang", "sarpras")
    told = one.tell().text
    assert "Minggu ini 4 responden, belum cukup untuk angka mingguan." in told
    assert "Tahun 2026: IKM 91,67" in told  # the four wait for the fifth
    assert "Kursinya" not in told


def test_saran_go_to_whom_they_concern_masked_and_never_money(house):
    """Waktu of SKTM belongs to Rehsos here, the rest to Sekretariat."""
    duty = [{"bidang": "rehsos", "unsur": "waktu", "layanan": "sktm"}]
    one = house(tanggung_jawab=duty)
    one.answers(6, "343433343", WEEK)
    one.saran("Pak Budi lama sekali", "waktu")
    one.saran("Kursi tunggu kurang", "sarpras")
    one.saran("Diminta uang rokok di loket", "perilaku")
    one.saran("Sama, diminta uang", "waktu")
    one.saran("Minggu lalu", "waktu", day=date(2026, 11, 15))
    rehsos, sekre = one.tell(bidang="rehsos").text, one.tell().text
    assert "“Pak … lama sekali”" in rehsos
    assert "Kursi" not in rehsos
    assert "“Kursi tunggu kurang”" in sekre
    assert "Waktu" in rehsos
    assert "uang" not in rehsos + sekre
    admin = one.tell("admin", None).text
    assert "2 saran minggu ini menyebut uang; periksa lewat saran." in admin
    assert "rokok" not in admin
    assert "Minggu lalu" not in admin
    assert "(bidang Anda)" in rehsos


def test_targets_of_all_layanan_stand_for_the_unit(house):
    """SKTM: 200 users, 132 answers needed; Alat bantu: 10 by letter. 12 of the first are there."""
    users = [
        {"layanan": "sktm", "periode": "2026", "pengguna": 200, "sumber": "buku"},
        {"layanan": "alat-bantu", "periode": "2026", "target": 10, "sumber": "surat"},
    ]
    one = house(populasi=users)
    one.answers(12, "343433343", WEEK)
    assert "Responden: 12 dari 142, kurang 130" in one.tell("pimpinan", None).text
    two = one.tell("bidang", "rehsos").text
    assert "12 dari 142 responden, kurang 130" in two


def test_an_overdue_rtl_stands_in_its_bidangs_summary_and_before_pimpinan(house):
    one = house()
    one.answers(6, "343433343", WEEK)
    late = Kegiatan("1.1", "Pelatihan service excellent", ("rehsos",), (Triwulan(2026, 2),))
    runs = Kegiatan("1.2", "Papan informasi", ("rehsos",), (Triwulan(2026, 4),))
    with one.store.write() as tx:
        tx.rtl.add([Rtl("pelayanan", "2025", 1, "perilaku", (late, runs))], by="uji", now=NOW)
    told = one.tell(bidang="rehsos", words=("rtl", "hitung"))
    assert "Lewat tenggat: Pelatihan service excellent (TW II 2026, lewat 20 minggu)" in told.text
    assert "Triwulan ini: Papan informasi (TW IV 2026)" in told.text
    assert [one.payload for one in told.choices] == ["kt:rtl:", "kt:hitung:2026 pelayanan"]
    assert "Tidak ada yang jatuh tempo" in one.tell().text
    assert "RTL lewat tenggat: Rehabilitasi Sosial 1" in one.tell("pimpinan", None).text


def test_without_answers_it_says_so(house):
    told = house().tell()
    assert "Tahun 2026: belum cukup jawaban untuk IKM" in told.text
    assert "Unsur terendah" not in told.text
    assert told.choices == ()


def test_the_last_week_of_a_year_belongs_to_its_own_year(house):
    """2026-W53 ends on 3 January 2027 and tells of 2026."""
    one = house()
    one.answers(6, "343433343", date(2026, 12, 30))
    assert "Tahun 2026: IKM" in one.tell(week="2026-W53").text


def test_a_shut_window_is_knocked_at_with_the_name_of_the_report_and_its_week(house):
    one = house()
    assert one.tell().template == Template(
        "digest", ("Ringkasan SKM Sekretariat", "16–22 Nov 2026")
    )
    assert one.tell("pimpinan", None).template.values[0] == "Ringkasan SKM Pimpinan"


def test_a_week_that_left_while_the_next_was_written_is_not_named_as_missing(house):
    """W46 left after W47 was posted to cover both: the words are written when it is sent."""
    one = house()
    with one.store.write() as tx:
        code = tx.staff.invite("admin", None, by="uji", expires=NOW + timedelta(days=1), now=NOW)
        tx.staff.redeem(code, Person(("tg:1",)), Address("telegram", "42", "1"), now=NOW)
    with one.store.read() as reader:
        (to,) = reader.staff.recipients()
    args = {"bahasa": "id", "peran": "admin", "bidang": None, "penerima": to.key}
    body = Compose("ringkasan", {**args, "minggu": ["2026-W46", "2026-W47"]})
    row = Outgoing(1, "r", to.address, body, ResendPolicy.POST, None, None, 0, unsure=False)

    def words():
        with one.store.read() as reader:
            request = Request(reader, body.args, row, CAPS["telegram"], NOW)
            return build_registry(one.office).composers["ringkasan"](request).message.text

    assert "Mencakup 2 minggu, 2026-W46 sampai 2026-W47" in words()
    with one.store.write() as tx:
        tx.upkeep.post_week(PostedSummary(to.key, "2026-W46", ("2026-W46",), NOW, sent_at=NOW))
    assert "Mencakup" not in words()


# -- several units ---------------------------------------------------------------------------------


UNITS = [
    {"kode": code, "nama": f"Unit {name}", "layanan": [{"kode": f"l-{code}", "nama": name}]}
    for code, name in (("utara", "Utara"), ("timur", "Timur"), ("barat", "Barat"), ("kecil", "K"))
]


SEVERAL = """\
Tahun 2026: belum cukup jawaban untuk IKM
47 responden; target belum ada karena jumlah pengguna (N) belum diketahui
Minggu ini +47 responden

Unit Utara: IKM 66,67, mutu C; 30 responden, minggu ini +30
Terendah: Biaya 2,00 D, Produk 2,00 D, Kompetensi 2,00 D

Unit Timur: IKM 86,11; 8 responden, minggu ini +8
Terendah: Persyaratan 3,00, Waktu 3,00, Produk 3,00, dan 2 unsur lain bernilai sama

Unit Barat: IKM 91,67; 6 responden, minggu ini +6
Terendah: Produk 3,00, Kompetensi 3,00, Perilaku 3,00
dan 1 unit lain: ketik ikm"""


def several(house, **more):
    """Utara 66,67, Timur 87,50, Barat 91,67 and one of three answers; Rehsos serves two."""
    duty = [
        {"bidang": "rehsos", "unsur": "waktu", "layanan": "l-utara"},
        {"bidang": "rehsos", "layanan": "l-timur"},
    ]
    one = house(unit=UNITS, tanggung_jawab=duty, populasi=[], **more)
    for code, n, scores in (
        ("utara", 30, "333222333"),
        ("timur", 8, "343433443"),
        ("barat", 6, "444433344"),
        ("kecil", 3, "111111111"),
    ):
        one.answers(n, scores, WEEK, f"l-{code}", code)
    return one


def test_several_units_are_told_the_lowest_first_each_with_its_three_lowest_unsur(house):
    """The agency's own index waits: by subtraction it would tell of the three in the fourth."""
    told = several(house).tell("admin", None).text
    assert "\n\n".join(told.split("\n\n")[1:-1]) == SEVERAL


def test_a_bidang_reads_of_the_units_it_serves_with_its_own_unsur_marked(house):
    """Of Utara only waktu is theirs, of Timur everything; the other two are not their business."""
    told = several(house).tell(bidang="rehsos").text
    assert "Unit Utara: IKM" in told
    assert "Terendah: Persyaratan 3,00 (bidang Anda), Waktu 3,00 (bidang Anda)" in told
    assert "Barat" not in told
    assert "unit lain" not in told
    assert len(told) <= 1000


def test_a_bidang_of_one_unit_gets_the_summary_of_that_unit(house):
    duty = [{"bidang": "rehsos", "layanan": "l-timur"}]
    one = house(unit=UNITS, tanggung_jawab=duty, populasi=[])
    one.answers(30, "222222222", WEEK, "l-utara", "utara")
    one.answers(8, "343433443", WEEK, "l-timur", "timur")
    told = one.tell(bidang="rehsos", words=("grafik",))
    assert "Tahun 2026: IKM 86,11" in told.text
    assert "Minggu ini +8 responden" in told.text
    assert "1 Persyaratan 3,00 (bidang Anda)" in told.text
    assert [one.payload for one in told.choices] == ["kt:grafik:2026 timur"]


def test_saran_are_quoted_only_from_units_with_five_answers_this_week(house):
    one = several(house)
    one.saran("Kursi kurang", "sarpras", "l-kecil", unit="kecil")
    one.saran("Antrean lama", "waktu", "l-utara", unit="utara")
    told = one.tell("admin", None).text
    assert "“Antrean lama”" in told
    assert "Kursi" not in told


def test_targets_of_all_units_stand_for_the_agency(house):
    users = [
        {"unit": one["kode"], "periode": "2026", "target": 10, "sumber": "surat"} for one in UNITS
    ]
    one = house(unit=UNITS, populasi=users)
    one.answers(12, "343433343", WEEK, "l-utara", "utara")
    assert "Responden: 12 dari 40, kurang 30" in one.tell("pimpinan", None).text


# -- the interval ----------------------------------------------------------------------------------


def test_the_interval_is_told_with_the_index_where_no_change_tells_it(house):
    """Twenty of 87,50 and twenty of 77,78, in the first week of all: 82,64 ± 1,5."""
    one = house()
    one.answers(20, "444433333", WEEK)
    one.answers(20, "343333333", WEEK)
    told = one.tell().text
    assert "Tahun 2026: IKM 81,94 (rentang " in told
    one.answers(20, "333333222", date(2026, 11, 24))
    later = one.tell(week="2026-W48").text
    assert "Tahun 2026: IKM 76,85, mutu" in later
    assert "(rentang " in later.split("\n")[4]


def test_an_interval_of_answers_that_are_all_alike_is_none(house):
    one = house()
    one.answers(8, "343433343", WEEK)
    assert "rentang" not in one.tell().text


def test_saran_about_the_lowest_unsur_come_first_and_their_order_tells_no_day(house):
    one = house()
    one.answers(8, "433333333", date(2026, 11, 17))
    one.answers(8, "433333323", date(2026, 11, 17))
    one.saran("z biaya", "biaya", day=date(2026, 11, 17))
    one.saran("a biaya", "biaya", day=date(2026, 11, 18))
    one.saran("m sarana", "sarpras", day=date(2026, 11, 20))
    quoted = [line for line in one.tell().text.split("\n") if line.startswith("“")]
    assert quoted == ["“m sarana”", "“a biaya”", "“z biaya”"]
