"""The survey for tests: the real questionnaire and catalogues at a small office."""

from __future__ import annotations

import tomllib

from bot.config.packaged import load_packaged, texts_for
from core.office import agency_document
from core.survey.state import SurveyDefinition
from tests.support.paths import AGENCY_TOML


def office(text: str | None = None) -> SurveyDefinition:
    """The survey of this agency's TOML text, else of the small office; it promises 2 minutes."""
    document = tomllib.loads(text or AGENCY_TOML.read_text(encoding="utf-8"))
    agency = agency_document.parse(document, "agency.toml")
    questionnaire = load_packaged(agency.questionnaire)
    return SurveyDefinition(questionnaire, agency, texts_for(agency, questionnaire), minutes=2)
