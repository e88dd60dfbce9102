"""Reads a typed number or label as the choice on the chat's screen that it stands for.

`DeskRouter` calls `as_pressed` before anything else. The screens of a survey or a dialogue are read
by their own flow; these choices belong to no flow, so the store keeps them with the address and
they outlive a restart.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.language.matching import Match, TypedOption, bare, choose, normal
from core.messaging.incoming import EventKind
from core.messaging.numbering import counted, unnumbered
from core.messaging.outgoing import Message

if TYPE_CHECKING:
    from bot.desk.dialogs import Dialogs
    from bot.desk.incoming import IncomingEvent
    from core.language.catalogue import Texts
    from core.messaging.incoming import Inbound
    from core.ports.conversations import Seen

BEGIN = "kt:mulai:"  # payload of an invitation's button; the code of the visit follows


def as_pressed(event: Inbound, seen: Seen) -> Inbound:
    """Read a typed number or label of the last screen as the press that it stands for.

    The event is unchanged where the text names no choice, or names one only with a typing error.
    """
    if event.kind is not EventKind.TEXT or not event.text or not seen.shown:
        return event
    numbered = counted(Message(text="", choices=seen.shown))
    options = [
        TypedOption((unnumbered(one.label),), number=one in numbered, exact=True)
        for one in seen.shown
    ]
    match choose(bare(event.text), options):
        case Match(index=index, typo=False):
            return replace(
                event, kind=EventKind.CHOICE, choice=seen.shown[index].payload, text=None
            )
    return event


def accept_invitation(incoming: IncomingEvent) -> IncomingEvent:
    """Read any reply to an invitation, except a refusal, as `mulai <kode>`.

    The event is unchanged inside a survey, unless the invitation's own button was pressed.
    """
    event, seen = incoming.event, incoming.seen
    if incoming.in_survey and not (event.choice or "").startswith(BEGIN):
        return incoming
    idle = seen.state is None or (incoming.before is not None and not incoming.in_survey)
    offered = [one.payload for one in seen.shown] if idle and _is_yes(incoming) else []
    found = next((one for one in (event.choice or "", *offered) if one.startswith(BEGIN)), None)
    if found is None:
        return incoming
    begun = ("mulai", found.removeprefix(BEGIN))
    event = replace(event, kind=EventKind.COMMAND, command=begun, choice=None, text=None)
    return incoming._replace(event=event, text="mulai", command_name="mulai")


def _is_yes(incoming: IncomingEvent) -> bool:
    """Whether a reply accepts: no other word of the survey, no code of its own, no "nanti"."""
    if incoming.event.kind is not EventKind.TEXT:
        return incoming.event.kind is EventKind.CHOICE
    texts, words = incoming.survey.texts, normal(incoming.text).split()
    own = len(words) > 1 and words[0] in texts.words_for("kata.mulai")
    no = bool({bare(word) for word in words} & texts.words_for("juga.nanti"))
    return incoming.command_name in (None, "mulai") and not own and not no


def only_wants_waiting_messages(incoming: IncomingEvent, dialogs: Dialogs) -> bool:
    """Whether the messages that waited for this person are the whole answer; they go out now.

    True where the person says "OK", or is staff with nothing else open.
    """
    event = incoming.event
    if _is_ok(event, incoming.survey.texts):
        return True
    busy = incoming.in_survey or dialogs.is_open(incoming.seen.state)
    return not busy and event.kind is EventKind.TEXT and bool(incoming.tx.staff.roles(event.person))


def _is_ok(event: Inbound, texts: Texts) -> bool:
    """Whether the sender typed OK or pressed a template's button, whose payload is not ours."""
    if event.kind is EventKind.CHOICE:
        return ":" not in (event.choice or ":")
    return event.kind is EventKind.TEXT and bare(event.text or "") in texts.words_for("juga.siap")
