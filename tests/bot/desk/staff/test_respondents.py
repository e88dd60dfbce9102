"""`responden`: official categories, decades of age, and nothing of fewer than five people."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from bot.config.packaged import texts_for
from bot.desk.staff.results.participation import coverage
from bot.desk.staff.results.participation import respondent_profile as responden_profil
from bot.desk.staff.results.participation import respondents as responden
from core.messaging.address import Address
from core.messaging.channel_limits import Caps
from core.messaging.outgoing import Compose, Outgoing, ResendPolicy
from core.ports.composer import Request
from core.ports.requests.figures import FigureQuestion
from core.survey.state import SurveyDefinition
from tests.core.results.test_figures import AGENCY, SURVEY

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
TEXTS = texts_for(AGENCY, SURVEY)
OFFICE = SimpleNamespace(agency=AGENCY, texts=TEXTS, survey=SurveyDefinition(SURVEY, AGENCY, TEXTS))


def asked(compose, query="2026", **reader):
    row = Outgoing(
        1, "a", Address("web", "web", "x"), Compose("x"), ResendPolicy.REPLY, None, None, 0, False
    )
    plain = {"coverage": lambda scope: [], "sizes": lambda scope: {}, "told": TOLD.get}
    part = SimpleNamespace(**(plain | reader))
    whole = SimpleNamespace(answers=part, results=part, conversations=part)
    request = Request(
        whole,
        FigureQuestion("id", query, None, mentions_money=False),
        row,
        Caps(4096, 10, 30),
        NOW,
    )
    made = compose(request, OFFICE)
    keep = SimpleNamespace(save_told=lambda key, sums, now: TOLD.update({key: list(sums)}))
    made.keep(SimpleNamespace(results=keep))
    return made.message.text.split("\n")


TOLD = {}  # told figures, by key


@pytest.fixture(autouse=True)
def nothing_told():
    TOLD.clear()


def profile(*people):
    return asked(responden_profil.compose, profiles=lambda scope, most: list(people))


def person(**facts):
    return {"kelamin": "P", "usia": "34", "pendidikan": "SMA", "pekerjaan": "PNS"} | facts


def test_finer_choices_are_told_by_their_official_category():
    people = [person(pekerjaan="TANI")] * 5 + [person(pekerjaan="IRT")] * 5 + [person()] * 10
    assert profile(*people)[3] == "Pekerjaan: Lainnya 50%, PNS 50%"


def test_ages_are_told_by_decades():
    people = [person(usia=age) for age in ["17"] * 5 + ["29"] * 5 + ["30"] * 5 + ["71"] * 5]
    assert profile(*people)[1] == ("Usia: di bawah 20 25%, 20–29 25%, 30–39 25%, 60 ke atas 25%")


def test_who_did_not_answer_and_who_are_few_are_told_together():
    people = [person()] * 15 + [person(kelamin="L")] * 3 + [{}] * 2
    assert profile(*people)[0] == "Jenis kelamin: Perempuan 75%, lainnya 25%"


def test_words_of_a_persons_own_are_never_told():
    people = [person(pekerjaan="Dukun Siti")] * 20
    assert "Siti" not in "\n".join(profile(*people))


def test_four_profiles_are_no_figure():
    assert profile(*[person()] * 4) == [
        "2026: kurang dari 5 jawaban, jadi belum ada angka yang ditampilkan."
    ]


def test_profiles_move_in_steps_of_five_answers():
    """Who watches the screen while one person answers learns nothing of that person."""
    people = [person()] * 10
    first = profile(*people)
    assert profile(*people, *[person(kelamin="L")] * 4) == first
    assert profile(*people, *[person(kelamin="L")] * 5)[0].endswith("Perempuan 67%, Laki-laki 33%")


def test_a_profile_by_which_a_few_others_are_known_is_held_back():
    people = [person()] * 10
    told = asked(
        responden_profil.compose,
        query="2026 sktm",
        profiles=lambda scope, most: people,
        sizes=lambda scope: {("pelayanan", "sktm"): 10, ("pelayanan", "alat-bantu"): 3},
    )
    assert told == [
        "2026: angka ini belum ditampilkan, karena sisanya di unit yang sama kurang dari 5 jawaban."
    ]


def test_many_answers_are_told_by_the_newest_of_them():
    told = profile(*[person()] * responden_profil.NEWEST)
    assert told[-1].startswith("Dari 5000 jawaban, 5000 yang terbaru.")


@pytest.mark.parametrize(
    ("channel", "words"), [("telegram", "Telegram 100%"), ("signal", "signal 100%")]
)
def test_shares_by_way_and_channel(channel, words):
    spread = [("sktm", "self", channel, 6), ("sktm", "assisted", channel, 4)]
    told = asked(responden.compose, spread=lambda scope: spread)
    assert told[-2:] == ["Cara mengisi: lainnya 100%", f"Kanal: {words}"]


def test_under_five_answers_only_their_number_is_told():
    told = asked(responden.compose, spread=lambda scope: [("sktm", "self", "web", 4)])
    assert told == [
        "4 responden; target belum ada karena jumlah pengguna (N) belum diketahui",
        "Alat bantu: 0 responden, N belum diketahui",
        "SKTM: 4 dari 132 responden, kurang 128",
    ]


def test_coverage_is_told_by_loket_in_steps():
    """A slot of which too few answered is left out; a loket of which too few did says so."""
    rows = [("", "lain", 9, 2), ("1", "08-12", 40, 21), ("1", "13-17", 30, 2), ("1", "lain", 0, 4)]
    assert asked(coverage.compose, coverage=lambda scope: rows)[:2] == [
        "Tanpa loket: belum cukup untuk dihitung",
        "1: sekitar 40% (08–12 sekitar 50%)",
    ]
    none = asked(coverage.compose, coverage=lambda scope: [])
    assert none[0] == "Belum ada kunjungan yang tercatat."
    more = asked(coverage.compose, coverage=lambda scope: [("1", "08-12", 5, 50)])
    assert more[0] == "1: jawaban lebih banyak daripada kunjungan tercatat"
    few = asked(coverage.compose, coverage=lambda scope: [("1", "08-12", 900, 5)])
    assert few[0] == "1: di bawah 5% (08–12 di bawah 5%)"


def test_responden_tells_of_visits_only_where_some_were_recorded():
    def told(rows):
        return asked(responden.compose, spread=lambda scope: [], coverage=lambda scope: rows)

    assert told([("1", "08-12", 40, 21)])[-1] == "Kunjungan tercatat: sekitar 50% dijawab"
    assert "Kunjungan" not in "".join(told([("1", "08-12", 40, 4)]))
    assert "Kunjungan" not in "".join(told([]))
