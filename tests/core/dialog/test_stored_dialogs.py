"""Dialogues that 0.1.0 left open: each goes on where it was, and comes to the same end."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime

import pytest

from core.dialog import assisted, engine, invitation, population
from core.dialog.rtl import change, done, forum, new_item, not_done, return_claim
from core.dialog.values import DialogAttachment, DialogFacts, DialogPress, DialogState, DialogText
from core.messaging.incoming import Attachment
from core.periods.triwulan import Triwulan
from tests.support.paths import FIXTURES

# Written by the code of 0.1.0: what was stored before each answer, what could be pressed, the
# answer, and the effect of the last one.
PATHS = json.loads((FIXTURES / "stored-0.1.0" / "dialogs.json").read_text(encoding="utf-8"))
DIALOGS = {
    one.DIALOG.name: one.DIALOG
    for one in (
        *(assisted, invitation, population),
        *(change, done, forum, new_item, not_done, return_claim),
    )
}
NOW = datetime(2025, 1, 15, 2, 0, tzinfo=UTC)


@pytest.fixture
def facts(survey):
    return DialogFacts(survey.agency, survey.texts, "id", NOW, survey.questionnaire)


def flow_of(path):
    return path["steps"][0]["stored"]["flow"]


def given(place, answer):
    if isinstance(answer, str):
        return DialogText(answer)
    if "pick" in answer:
        return DialogPress(engine.payload(place, answer["pick"]))
    kind, size, name = (answer[key] for key in ("jenis", "ukuran", "nama"))
    return DialogAttachment(Attachment(kind, answer["ref"], size, answer["mime"], name))


# Fields of effects that 0.1.0 called otherwise than today's code.
NAMES_OF_0_1_0 = {
    "beyond_unsur": "di_luar_unsur",
    "day": "tanggal",
    "description": "uraian",
    "doubtful": "diragukan",
    "evidence": "bukti",
    "file": "berkas",
    "hour": "jam",
    "kind": "jenis",
    "locked": "tetap",
    "removable": "lepas",
    "language": "bahasa",
    "last": "terakhir",
    "link": "tautan",
    "minutes": "berita_acara",
    "name": "nama",
    "needs_budget": "anggaran",
    "number": "nomor",
    "obstacle": "hambatan",
    "participants": "peserta",
    "partners": "mitra",
    "party": "pihak",
    "profile": "profil",
    "reason": "alasan",
    "role": "sebagai",
    "fingerprint": "sidik",
    "schedule": "jadwal",
    "source": "sumber",
    "strategy": "strategi",
    "topic": "tentang",
    "way": "cara",
    "whole": "semua",
}


def told(effect):
    """An effect as 0.1.0 had it: fields by their old names, triwulan by their codes."""
    if isinstance(effect, Triwulan):
        return effect.code
    if isinstance(effect, date):
        return effect.isoformat()
    if is_dataclass(effect):
        return {
            NAMES_OF_0_1_0.get(one.name, one.name): told(getattr(effect, one.name))
            for one in fields(effect)
        }
    if isinstance(effect, dict):
        return {told(key): told(one) for key, one in effect.items()}
    return [told(one) for one in effect] if isinstance(effect, tuple) else effect


def expected(path):
    """A kegiatan of 0.1.0 that is new told nothing of ticks that stay."""
    effect = path["effect"]
    if flow_of(path) != "ubah":
        return effect
    rows = [{"tetap": {}, **one} for one in effect["kegiatan"]]
    return effect | {"kegiatan": rows}


@pytest.mark.parametrize("path", PATHS, ids=flow_of)
def test_each_step_goes_on_where_it_was(path, facts):
    dialog = DIALOGS[flow_of(path)]
    for step in path["steps"]:
        stored = step["stored"]
        place = engine.resume(dialog, stored, facts)
        assert isinstance(place, DialogState)
        assert (place.session, place.step) == (stored["data"]["sesi"], stored["data"]["di"])
        turn = engine.again(dialog, place, facts)
        pressed = [engine.payload(place, one.code) for one in turn.ask.choices]
        assert pressed == step["choices"]
        again = json.loads(json.dumps(place.to_json()))
        assert (again["flow"], again["version"]) == (stored["flow"], stored["version"])
        assert set(again["data"]["isi"]) <= set(stored["data"]["isi"])  # no key has another name
        assert engine.resume(dialog, again, facts) == place


@pytest.mark.parametrize("path", PATHS, ids=flow_of)
def test_from_each_step_the_same_answers_lead_to_the_same_effect(path, facts):
    dialog, steps = DIALOGS[flow_of(path)], path["steps"]
    for n, step in enumerate(steps):
        place = engine.resume(dialog, step["stored"], facts)
        for later in steps[n:]:
            turn = engine.step(dialog, place, given(place, later["given"]), facts)
            if turn.place is not None:
                place = engine.resume(dialog, json.loads(json.dumps(turn.place.to_json())), facts)
                assert place == turn.place
        assert told(turn.effect) == expected(path)


def test_every_dialogue_and_every_step_is_among_them():
    seen = {(flow_of(path), one["stored"]["data"]["di"]) for path in PATHS for one in path["steps"]}
    wanted = {
        "isi": assisted.AssistedStep,
        "undang": invitation.InvitationStep,
        "populasi": population.PopulationStep,
        "ubah": change.ChangeStep,
        "sudah": done.DoneStep,
        "forum": forum.ForumStep,
        "baru": new_item.NewItemStep,
        "belum": not_done.NotDoneStep,
        "kembalikan": (return_claim.REASON,),
    }
    missing = {(flow, str(one)) for flow, steps in wanted.items() for one in steps} - seen
    assert missing == {("isi", "unit")}  # this office has but one


@pytest.mark.parametrize("flow", sorted(DIALOGS))
@pytest.mark.parametrize("version", [0, 9, None, "1"])
def test_another_version_begins_anew_with_its_subject(flow, version, facts):
    dialog = DIALOGS[flow]
    path = next(path for path in PATHS if flow_of(path) == flow)
    first, last = path["steps"][0]["stored"], path["steps"][-1]["stored"]
    turn = engine.resume(dialog, last | {"version": version}, facts)
    assert turn.note.key == "dialog.diperbarui"
    begun = engine.resume(dialog, first, facts)
    subject, now = (
        {name: value for name, value in one.content.to_json().items() if name in dialog.data.keeps}
        for one in (begun, turn.place)
    )
    assert turn.place.step == begun.step
    assert flow == "ubah" or now == subject  # of an item all that was changed is its subject
