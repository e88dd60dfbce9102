"""`Office`: it takes up a changed agency, freezes its survey, and promises measured minutes."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta

import pytest

from bot.config.office import Office
from bot.config.packaged import load_packaged
from core.answers.response import Response
from core.errors import InputError
from storage.store import open_store
from tests.support.paths import AGENCY_TOML

SECRET = (b"a secret for tests, 32 bytes long",)
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/skm.db", SECRET)
    yield store
    store.close()


def load(store, survei=None, **changes):
    document = tomllib.loads(AGENCY_TOML.read_text(encoding="utf-8"))
    document["instansi"] |= changes
    document["survei"] = document.get("survei", {}) | (survei or {})
    with store.write() as tx:
        tx.upkeep.save_agency(document, now=NOW)


def answer(store, seconds):
    survey = load_packaged("permenpanrb-14-2017")
    row = Response(
        snapshot=survey.snapshot, unit="pelayanan", layanan="sktm", loket=None, day=NOW.date(),
        slot="08-12", duration=seconds, mode="self", channel="telegram", language="id", profile={},
        nilai={one.key: 3 for one in survey.questions},
    )  # fmt: skip
    with store.write() as tx:
        tx.answers.import_responses(f"{seconds:064d}", "x", [row], by="test", now=NOW)


def test_an_office_that_was_never_set_up_says_what_to_do(store):
    with pytest.raises(InputError, match="skm setup"):
        Office(store, load_packaged)


def test_the_promised_time_is_the_measured_median(store):
    """Five answers of 50 to 250 seconds: the median is 150, told as 3 minutes; until then nothing."""
    load(store)
    office = Office(store, load_packaged, now=lambda: NOW)
    assert office.survey.minutes is None
    for seconds in (250, 50, 150, 200):
        answer(store, seconds)
    office.refresh()
    assert office.survey.minutes is None
    answer(store, 100)
    office.refresh()
    assert office.survey.minutes == 3


def test_what_is_asked_is_frozen_before_anybody_answers(store):
    load(store)
    office = Office(store, load_packaged)
    asked = office.survey.questionnaire
    with store.read() as reader:
        assert reader.results.snapshot(asked.snapshot) == asked.document


def test_a_changed_agency_is_taken_up_and_an_unchanged_one_keeps_its_texts(store):
    load(store)
    office = Office(store, load_packaged)
    texts = office.texts
    office.refresh()
    assert office.texts is texts
    load(store, kontak="Jl. Baru 2")
    office.refresh()
    assert office.agency.contact == "Jl. Baru 2"


def test_a_questionnaire_that_is_mended_is_taken_up_without_a_new_agency(store):
    """Until it is mended, every look refuses it: nobody is told once and then kept waiting."""
    load(store)
    mended = []

    def find(name):
        if name == "kantor" and not mended:
            raise InputError("kantor.toml: belum dapat dibaca")
        return load_packaged("permenpanrb-14-2017")

    office = Office(store, find)
    load(store, survei={"kuesioner": "kantor"})
    for _ in range(2):
        with pytest.raises(InputError, match="kantor"):
            office.refresh()
    mended.append(True)
    office.refresh()
    assert office.agency.questionnaire == "kantor"


def test_old_answers_promise_nothing(store):
    load(store)
    for seconds in (50, 60, 70, 80, 90):
        answer(store, seconds)
    late = NOW + timedelta(days=120)
    assert Office(store, load_packaged, now=lambda: late).survey.minutes is None


def test_an_unknown_questionnaire_is_refused_with_its_name(store):
    with pytest.raises(InputError, match="tidak-ada"):
        load_packaged("tidak-ada")
