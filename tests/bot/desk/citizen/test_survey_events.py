"""`survey_events`: an answer belongs to the day and hours of the unit where it was given."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from bot.desk.citizen.survey_events import response_of, saran
from core.messaging.address import Address, Person
from core.messaging.incoming import EventKind, Inbound
from core.office import agency_document
from core.survey.state import Finished, Noted
from tests.support.paths import AGENCY_TOML

LATE = datetime(2026, 12, 31, 15, 30, tzinfo=UTC)  # 22.30 WIB, 00.30 WIT of the next year


@pytest.mark.parametrize(
    ("zone", "day"), [(None, date(2026, 12, 31)), ("WIT", date(2027, 1, 1))], ids=["office", "unit"]
)
def test_the_local_day_is_that_of_the_unit(zone, day):
    document = tomllib.loads(AGENCY_TOML.read_text(encoding="utf-8"))
    document["unit"][0] |= {"zona": zone} if zone else {}
    agency = agency_document.parse(document, "uji")
    survey = SimpleNamespace(agency=agency, questionnaire=SimpleNamespace(snapshot="s"))
    event = Inbound("1", LATE, EventKind.TEXT, Person(("tg:1",)), Address("telegram", "42", "1"))
    done = Finished("pelayanan", "sktm", None, "id", {}, {}, 90)
    noted = Noted("pelayanan", "sktm", None, "Bagus")
    assert response_of(survey, event, done).day == day
    assert saran(survey, event, noted).day == day
