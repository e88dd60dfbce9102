"""Every screen of a survey, for tests of the room that a screen takes."""

from __future__ import annotations

from core.language.catalogue import Words
from core.survey.rendering import write
from core.survey.route import route
from core.survey.screens import SCREENS, show
from core.survey.state import State, Turn

ASIDES = {
    "ubah", "privasi", "bantuan", "bahasa", "tanya_berhenti", "kalimat", "pengaduan", "pertanyaan",
    "macet", "dibantu", "kembali_lagi",
}  # fmt: skip


def screens(survey, language):
    """Pairs of a screen's name and its message, with the longest facts that occur."""
    nilai = {one.key: 2 for one in survey.questionnaire.questions}
    base = State(
        survey.questionnaire.snapshot,
        "zzzzz",
        language,
        unit="pelayanan",
        layanan="alat-bantu",
        profile={"kelamin": "P", "usia": "34", "pendidikan": "TS", "pekerjaan": "IRT"},
        nilai=nilai,
        saran="x" * 1000,
        text="x",
        started=1.0,
    )
    for screen in {*route(survey, base), *SCREENS, "lain.pekerjaan", "unit"}:
        aside = screen in ASIDES
        state = (
            base._replace(screen="t.waktu", aside=screen) if aside else base._replace(screen=screen)
        )
        note = Words("catat.kembali_tanya", {"no": 9, "jawaban": Words("tanya.pengaduan.opsi.2")})
        turn = Turn(state, (show(survey, state, note if screen.startswith("t.") else None),))
        yield (
            screen,
            write(
                survey,
                turn,
                lambda s, a, b: f"sv:{s.snapshot[:4]}{s.session}:{a}:{b}",
                channel="WhatsApp",
            )[0][0],
        )
