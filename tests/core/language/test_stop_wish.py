"""A wish to be left alone is obeyed in any words; a mere mention is asked about or kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.survey.beginning import new_state
from core.survey.state import Said
from core.survey.step import step

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def said(survey, screen, text):
    unit = survey.agency.unit[0].code
    state = new_state(survey, NOW, "id")._replace(screen=screen, unit=unit)
    return step(survey, state, Said(NOW + timedelta(seconds=9), text))


@pytest.mark.parametrize("screen", ["t.waktu", "saran", "p.usia", "salam", "selesai", "tutup"])
@pytest.mark.parametrize(
    "text",
    [
        "STOP", "Berhenti!", "UNSUBSCRIBE", "unsub", "tolong hentikan", "Mohon berhenti ya pak",
        "jangan kirim lagi", "Tolong jangan kirim pesan lagi ke saya", "jangan hubungi saya lagi",
        "stop kirim pesan dong", "stoppp", "s t o p", "behenti", "jgn kirim lg", "gak usah kirim lagi",
        "jangan wa saya", "jangan spam", "aku ga mau lagi di wa", "stop dong kirim2 wa ini",
        "saya tidak mau menerima pesan ini lagi", "leave me alone", "ojo wa maneh", "please stop", "stop messaging", "berhenti berlangganan",
        "stop aja", "udah, stop ya", "Berhenti 🙏", "stop🛑", "stop,jangan wa saya lagi", "jangan sms", "jangan telepon saya lagi",
        "jangan japri", "jgn krm pesan lg", "jngan kirim pesan lgi", "jangan kirim kirim lagi", "jangan kirim survei lagi",
        "jangan kirim apa apa lagi", "jangan kirimkan pesan lagi", "mohon untuk tidak mengirim pesan lagi", "hentikan semua pesan",
        "jangan mengirim wa kepada saya", "sy tdk mau di wa lg", "nomor ini jangan dikirim pesan lagi", "stop mengirim", "brhnti",
        "saya keberatan dihubungi", "hentikan survei ini", "dont text me again", "unsubscribe me", "mandeg",
    ],
)  # fmt: skip
def test_to_be_left_alone_needs_no_set_form_and_wins_over_every_question(survey, screen, text):
    turn = said(survey, screen, text)
    assert turn.silence
    assert not turn.state.open


@pytest.mark.parametrize(
    "text",
    [
        "Petugas jangan kirim berkas lagi ke loket lain",
        "hentikan pungutan di loket 2",
        "jangan kirim lagi berkas yang sama",
        "Petugas jangan main wa terus",
        "tidak menerima pesan",
        "jangan kirim dulu",
        "jangan lama lagi ya",
        "tidak perlu",
        "stopwatch",
        "jangan sms saya soal tagihan",
        "sudah semua",
        "jangan sms saja",
        "saya keberatan",
        "🙏",
    ],
)
def test_a_saran_that_speaks_of_stopping_something_else_is_a_saran(survey, text):
    assert said(survey, "saran", text).state.saran == text


def test_stopping_within_a_sentence_is_asked_about(survey):
    turn = said(survey, "t.waktu", "saya mau berhenti karena antre")
    assert (turn.silence, turn.state.aside) == (False, "tanya_berhenti")


def test_politeness_alone_asks_for_nothing(survey):
    assert not said(survey, "t.waktu", "terima kasih ya pak").silence
    assert survey.texts.command("tolong") == "bantuan"


def test_a_question_mark_asks_what_a_question_means(survey):
    """It is what WhatsApp's screens offer; elsewhere than at a question it changes nothing."""
    for text in ("?", " ? "):
        turn = said(survey, "t.waktu", text)
        assert turn.replies[0].note.key == "tanya.waktu.apa"
    assert said(survey, "saran", "?").state.saran is None


@pytest.mark.parametrize("text", ["tidak, terima kasih", "nanti saja", "ga", "maaf, tidak"])
def test_a_no_is_a_no_even_as_the_first_word(survey, text):
    turn = step(survey, None, Said(NOW, text))
    assert (turn.state.screen, turn.silence) == ("tutup", False)


@pytest.mark.parametrize("text", ["3", "3.", "setuju", "tidak sesuai", "halo"])
def test_whatever_else_comes_first_is_welcomed(survey, text):
    assert step(survey, None, Said(NOW, text)).state.screen == "salam"
