"""How to answer by typing: said on every screen of a channel that may show no buttons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.channels.layout import counted
from core.model import Message
from core.texts import BASE, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.model import Caps, Draft
    from core.ports import Decision
    from core.texts import Texts


def ways(texts: Texts, language: str = BASE) -> tuple[str, str]:
    """By the number of a choice, and by words."""
    return texts.say(language, Words("ketik.angka")), texts.say(language, Words("ketik.kata"))


def spelled(
    decision: Decision, caps: Mapping[str, Caps], texts: Texts, language: str | None
) -> Decision:
    """The same, with every screen that such a channel shows telling how to answer it."""
    if not any(_is_typed(draft, caps) for draft in decision.drafts):
        return decision
    said = ways(texts, texts.known(decision.language or language))
    drafts = (_told(draft, said) if _is_typed(draft, caps) else draft for draft in decision.drafts)
    return replace(decision, drafts=tuple(drafts))


def _is_typed(draft: Draft, caps: Mapping[str, Caps]) -> bool:
    there = caps.get(draft.to.channel)
    return there is not None and there.numbers


def _told(draft: Draft, said: tuple[str, str]) -> Draft:
    body = draft.body
    if not isinstance(body, Message) or not body.choices or body.cara:
        return draft
    return replace(draft, body=replace(body, cara=said[0 if counted(body) else 1]))
