"""Paths of the repository, its examples and the tests' material, so that no test counts folders."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
REPO = TESTS.parent
EXAMPLES = REPO / "examples"
FIXTURES = TESTS / "fixtures"
TELEGRAM_UPDATES = FIXTURES / "telegram_updates"  # as the Bot API gives them
AGENCY_TOML = FIXTURES / "agency.toml"  # the small office that most tests work for
CHATS = TESTS / "chats"
SHARED = REPO.parent / "shared"  # papers beside the repository, which a clone may lack
