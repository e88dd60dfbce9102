"""The survey as tests see it: the real instrument and catalogues, and a small office."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

from bot.office import catalogues, load_packaged, texts_for
from core import agency_file
from core.conversation import Survey

FIXTURES = Path(__file__).parents[1] / "fixtures"


def office(text: str | None = None) -> Survey:
    document = tomllib.loads(text or (FIXTURES / "agency.toml").read_text(encoding="utf-8"))
    agency = agency_file.parse(document, "agency.toml")
    questionnaire = load_packaged(agency.kuesioner)
    return Survey(questionnaire, agency, texts_for(agency, questionnaire), menit=2)


sys.modules["tests_office"] = sys.modules[__name__]  # tests/ is no package; others need office()


@pytest.fixture(scope="session")
def survey() -> Survey:
    return office()


@pytest.fixture(scope="session")
def all_catalogues():
    return catalogues()
