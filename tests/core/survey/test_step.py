"""`step` under random respondents: any event in any order, the state through JSON each turn."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.office.questionnaire import from_snapshot
from core.survey.presses import payload
from core.survey.rendering import write
from core.survey.state import KEPT, Attached, Checked, Chose, Opened, Said, Started, from_json
from core.survey.step import step
from tests.support.office import office

WORDS = [
    "1", "2", "3", "4", "9", "0", "b", "s", "sesuai", "sesaui", "ya", "tidak", "kembali", "lanjut",
    "ubah", "batal", "bantuan", "bahasa", "privasi", "berhenti", "saya mau stop", "mulai", "mulai L1",
    "?", "34", "340", "pengaduan", "saran", "profil", "kirim", "lewati", "tidak ada", "stop", "english",
    "petugasnya ramah sekali dan cepat", "", " ", "\x00", "\ud83d", "{hasil} [[x]]", "x" * 5000, "🙏🏽",
]  # fmt: skip
SURVEY = office()


class Respondent(RuleBasedStateMachine):
    """A person who does anything: each act is answered, one finish at most, and never stuck."""

    @initialize()
    def arrive(self):
        self.at, self.state = datetime(2026, 3, 2, 2, 0, tzinfo=UTC), None
        self.finished = 0
        self.sent_before: set[str] = set()
        self.pressable: list[str] = ["sv:0000:t.waktu:1", "x", "", "sv:::"]

    def turn(self, event):
        turn = step(SURVEY, self.state, event)
        while turn.check:
            event = Checked(self.at, already=turn.check in self.sent_before)
            turn = step(SURVEY, self.through_json(turn.state), event)
        messages, notice = write(SURVEY, turn, payload, channel="Telegram")
        assert messages or notice or turn.command, "nobody is left without an answer"
        for message in messages:
            self.pressable += [one.payload for one in message.choices]
            assert message.text.strip()
        if turn.finished:
            self.ended(turn.finished)
        self.state = self.through_json(turn.state)
        return turn

    def ended(self, finished):
        keys = [one.key for one in SURVEY.questionnaire.questions]
        assert sorted(finished.nilai) == sorted(keys)
        assert set(finished.nilai.values()) <= {1, 2, 3, 4}
        assert finished.layanan not in self.sent_before, "nothing is counted twice"
        assert self.state is not None
        assert self.state.screen == "periksa", "nothing is sent but from the review"
        self.sent_before.add(finished.layanan)

    def through_json(self, state):
        return from_json(json.loads(json.dumps(state.to_json())))

    @rule(text=st.one_of(st.sampled_from(WORDS), st.text(max_size=40)), guarded=st.booleans())
    def says(self, text, guarded):
        self.turn(Said(self.at, text, guarded=guarded))

    @rule(data=st.data(), popup=st.booleans())
    def presses(self, data, popup):
        recent = self.pressable[-12:] + self.pressable[:6]
        self.turn(Chose(self.at, data.draw(st.sampled_from(recent)), popup=popup))

    @rule(code=st.sampled_from(["", "L1", "sktm", "salah"]), page=st.booleans())
    def starts(self, code, page):
        self.turn(Opened(self.at, code) if page else Started(self.at, code))

    @rule()
    def attaches(self):
        self.turn(Attached(self.at))

    @rule(hours=st.sampled_from([0.0001, 0.01, 1, 7, 50, 400]))
    def waits(self, hours):
        self.at += timedelta(hours=hours)

    @precondition(lambda self: self.state is not None and self.state.open)
    @rule()
    def is_never_stuck(self):
        """From any open place, starting over and pressing the first choice leads to the end."""
        kept = self.state
        self.turn(Started(self.at, ""))
        for _ in range(60):
            self.at += timedelta(seconds=5)
            last = step(SURVEY, self.state, Opened(self.at)).replies[0]
            if not self.state.open or self.state.screen == "sudah":
                break
            code = self.sensible(last)
            self.turn(Chose(self.at, payload(self.state, last.screen, code)))
        assert not self.state.open or self.state.screen == "sudah", (kept, self.state)

    def sensible(self, reply):
        codes = [one.code for one in reply.choices]
        for wanted in ("dari_awal", "setuju", "kirim", "lanjutkan", "rahasia"):
            if wanted in codes:
                return wanted
        return codes[0]

    @invariant()
    def holds_no_more_than_it_may(self):
        state = getattr(self, "state", None)
        if state is None:
            return
        if not state.open:
            assert not state.nilai
            assert not state.profile
            assert state.saran is None
        assert len(json.dumps(state.to_json())) < 12_000


TestRespondent = Respondent.TestCase
TestRespondent.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def fill(survey, upto: str):
    """A state in front of `upto`, reached by pressing first choices."""
    turn = step(survey, None, Started(NOW, "L1"))
    while turn.state.screen != upto:
        reply = turn.replies[0]
        codes = [one.code for one in reply.choices]
        code = next((one for one in ("setuju", "rahasia", "4") if one in codes), codes[0])
        turn = step(survey, turn.state, Chose(NOW, payload(turn.state, reply.screen, code)))
        while turn.check:
            turn = step(survey, turn.state, Checked(NOW, already=False))
    return turn.state


def test_a_changed_questionnaire_repeats_the_nine_and_says_so(survey):
    """Answers to two wordings are never mixed in one response."""
    state = fill(survey, "t.biaya")
    document = {k: v for k, v in survey.questionnaire.document.items() if k != "bobot"}
    document["kuesioner"] = document["kuesioner"] | {"versi": "2"}
    changed = type(survey)(from_snapshot(document), survey.agency, survey.texts)
    turn = step(changed, state, Said(NOW + timedelta(minutes=1), "gratis"))
    assert turn.state.screen == "t.persyaratan"
    assert turn.state.nilai == {}
    assert turn.state.profile == state.profile
    assert turn.replies[0].note.key == "catat.kuesioner_baru"


def test_an_answer_of_another_person_between_check_and_send_is_told(survey):
    """Two chats of one person race: the second hears that it was received already."""
    state = fill(survey, "periksa")
    pressed = step(survey, state, Chose(NOW, payload(state, "periksa", "kirim")))
    assert pressed.check == "sktm"
    turn = step(survey, pressed.state, Checked(NOW, already=True))
    assert turn.state.screen == "sudah"
    assert turn.finished is None


def test_nothing_of_an_expired_survey_is_used(survey):
    state = fill(survey, "t.biaya")
    late = NOW + KEPT + timedelta(minutes=5)
    turn = step(survey, state, Said(late, "gratis"))
    assert turn.state.screen == "salam"
    assert turn.state.nilai == {}


def test_a_state_of_another_flow_or_version_is_not_read(survey):
    stored = fill(survey, "t.biaya").to_json()
    assert from_json(stored | {"version": 99}) is None
    assert from_json(stored | {"flow": "rtl"}) is None
    assert from_json(stored | {"data": {**stored["data"], "asing": 1}}) is None


@pytest.mark.parametrize(
    ("screen", "typed", "code"),
    [
        ("p.pendidikan", "s1", "S1"), ("p.pendidikan", "S1", "S1"), ("p.pendidikan", "d3", "D3"),
        ("p.pendidikan", "sarjana", "S1"), ("p.pendidikan", "smk", "SMA"), ("p.pendidikan", "diploma", "D3"),
        ("p.pekerjaan", "nelayan", "TANI"), ("p.pekerjaan", "mahasiswa", "PELAJAR"),
        ("p.pekerjaan", "ibu rumah tangga", "IRT"), ("p.pekerjaan", "asn", "PNS"),
        ("p.pekerjaan", "pensiunan", "LAINNYA"), ("p.kelamin", "wanita", "P"),
    ],
)  # fmt: skip
def test_profile_answers_are_read_as_people_write_them(survey, screen, typed, code):
    """A button's label of two words is named by either; the commonest words have their button."""
    state = fill(survey, screen)
    turn = step(survey, state, Said(NOW + timedelta(seconds=9), typed))
    assert turn.state.profile[screen.partition(".")[2]] == code


def test_going_on_after_the_question_about_stopping_shows_the_question_that_waits(survey):
    state = fill(survey, "t.biaya")
    asked = step(survey, state, Said(NOW + timedelta(seconds=9), "stop dulu ya"))
    assert asked.state.aside == "tanya_berhenti"
    turn = step(survey, asked.state, Said(NOW + timedelta(seconds=19), "lanjut"))
    assert (turn.state.here, turn.state.text) == ("t.biaya", None)


@pytest.mark.parametrize(
    ("changing", "kept", "key"),
    [(None, "Satu.\nDua.", "layar.saran_ada"), ("satu", "Dua.", "layar.saran_ganti")],
)
def test_a_kept_saran_grows_or_is_replaced_as_its_screen_says(survey, changing, kept, key):
    """On the way through, more words are added; in a change from the review they take its place."""
    state = fill(survey, "saran")._replace(saran="Satu.", changing=changing)
    assert step(survey, state, Opened(NOW)).replies[0].content.key == key
    assert step(survey, state, Said(NOW, "Dua.")).state.saran == kept


def test_the_bare_word_saran_is_no_saran(survey):
    """Who types what the screen speaks of has not written anything yet."""
    state = fill(survey, "saran")._replace(saran="Satu.")
    turn = step(survey, state, Said(NOW, "Saran"))
    assert (turn.state.screen, turn.state.saran) == ("saran", "Satu.")


def test_half_a_character_is_never_kept(survey):
    """Every channel replaces it; whoever hands it on all the same is asked again."""
    turn = step(survey, fill(survey, "saran"), Said(NOW, "rusak \ud83d"))
    assert (turn.replies[0].note.key, turn.state.saran) == ("catat.tanda_rusak", None)
