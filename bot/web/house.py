"""What the pages are handed: the house they stand on, what is set for them, their watchers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bot.config.survey_links import Ways
from core.messaging.outgoing import Message, Outgoing
from core.office.agency import Agency
from core.ports.channel import Writer
from core.ports.store import Store
from core.survey.state import SurveyDefinition


@dataclass(frozen=True, slots=True)
class WebHouse:
    """One agency's house behind its pages. Agency and survey are those in force when asked."""

    writer: Writer
    store: Store
    agency: Callable[[], Agency]
    survey: Callable[[], SurveyDefinition]
    compose: Callable[[Outgoing], Awaitable[Message]]  # what stands in a row that holds a request


@dataclass(frozen=True, slots=True)
class WebTerms:
    """What is set for an agency's pages."""

    secret: bytes = field(repr=False)  # signs sessions, and makes the code of a queue number
    public_url: str | None
    ways: Callable[[], Ways]  # into the survey
    api_token: str | None = field(default=None, repr=False)  # of a queue system; None: shut
    inviting: bool = False  # there is an approved template for those who agreed at a counter


@dataclass(frozen=True, slots=True)
class HealthSources:
    """What those who watch the process are told."""

    metrics: Callable[[], Mapping[str, float]]
    channels: Callable[[], Mapping[str, bool]] = dict  # which is well; a sick one: we are not ready
