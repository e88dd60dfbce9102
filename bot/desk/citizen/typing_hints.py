"""Hints on answering by typing, said on every screen of a channel that may show no buttons.

`DeskRouter` adds the hints to its decisions, `survey_turn` and the reminder to their screens.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.language.catalogue import BASE, Words
from core.messaging.numbering import counted
from core.messaging.outgoing import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.language.catalogue import Texts
    from core.messaging.channel_limits import Caps
    from core.messaging.outgoing import Draft
    from core.ports.conversations import Decision


def ways(texts: Texts, language: str = BASE) -> tuple[str, str]:
    """The two hints: answer by the number of a choice, and answer by words."""
    return texts.say(language, Words("ketik.angka")), texts.say(language, Words("ketik.kata"))


def way(texts: Texts, language: str, screen: Message) -> str:
    """The hint for one screen: by number where its choices are counted, else by words."""
    return ways(texts, texts.known(language))[0 if counted(screen) else 1]


def with_typing_hint(
    decision: Decision, caps: Mapping[str, Caps], texts: Texts, language: str | None
) -> Decision:
    """The decision, with a hint on each screen with choices, on channels where numbers are typed.

    `language` is used where the decision names none; None means Indonesian.
    """
    if not any(_lacks(draft, caps) for draft in decision.drafts):
        return decision
    told = decision.language or language or BASE
    drafts = (_told(one, texts, told) if _lacks(one, caps) else one for one in decision.drafts)
    return replace(decision, drafts=tuple(drafts))


def _lacks(draft: Draft, caps: Mapping[str, Caps]) -> bool:
    there, body = caps.get(draft.to.channel), draft.body
    typed = there is not None and there.numbers
    return typed and isinstance(body, Message) and bool(body.choices) and not body.how_to_answer


def _told(draft: Draft, texts: Texts, language: str) -> Draft:
    assert isinstance(draft.body, Message)  # noqa: S101 - a request has no choices yet
    return replace(draft, body=replace(draft.body, how_to_answer=way(texts, language, draft.body)))
