"""Fixtures of the tests of core: the survey of the small office, and all catalogues."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.config.packaged import catalogues
from tests.support.office import office

if TYPE_CHECKING:
    from core.survey.state import SurveyDefinition


@pytest.fixture(scope="session")
def survey() -> SurveyDefinition:
    return office()


@pytest.fixture(scope="session")
def all_catalogues():
    return catalogues()
