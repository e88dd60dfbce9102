"""`WebParts`, `WebTerms`, `HealthSources`: the objects that `bot.app.serve` gives the pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bot.config.survey_links import SurveyLinks
from core.messaging.outgoing import Message, Outgoing
from core.office.agency import Agency
from core.ports.channel import Writer
from core.ports.store import Store
from core.survey.state import SurveyDefinition


@dataclass(frozen=True, slots=True)
class WebParts:
    """The parts of the program that pages use. Agency and survey are those in force when asked."""

    writer: Writer
    store: Store
    agency: Callable[[], Agency]
    survey: Callable[[], SurveyDefinition]
    compose: Callable[[Outgoing], Awaitable[Message]]  # `Dispatcher.compose`


@dataclass(frozen=True, slots=True)
class WebTerms:
    """The settings of an agency's pages."""

    secret: bytes = field(repr=False)  # signs sessions, and makes the code of a queue number
    public_url: str | None  # without a slash at the end
    ways: Callable[[], SurveyLinks]  # links into the survey
    api_token: str | None = field(default=None, repr=False)  # of a queue system; None: no API
    inviting: bool = False  # an approved template for invitations is set


@dataclass(frozen=True, slots=True)
class HealthSources:
    """The figures and states that the health pages show."""

    metrics: Callable[[], Mapping[str, float]]
    channels: Callable[[], Mapping[str, bool]] = dict  # by name: whether it is well
