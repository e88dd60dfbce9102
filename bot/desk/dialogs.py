"""`Dialogs`: the dialogues of staff in chat, opened over the conversation that was open before.

`DeskRouter` hands events to `Dialogs`; `bot.desk.features` lists each `StaffDialog`. Steps and
answers of a dialogue are pure and stand in `core.dialog`; this file checks roles, turns questions
into messages, and runs the function that carries out the effect.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from core.dialog import engine
from core.dialog.values import DialogAttachment, DialogFacts, DialogPress, DialogState, DialogText
from core.language.catalogue import Words
from core.messaging.incoming import EventKind
from core.messaging.outgoing import Choice, Draft, Message
from core.office.roles import Role
from core.ports.conversations import Decision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from core.dialog.values import Dialog, DialogData, DialogEvent, DialogTurn
    from core.language.catalogue import Fact, Says
    from core.messaging.incoming import Inbound

PRESSED = f"{engine.MARK}:"  # begins the payload of every button of a dialogue


@dataclass(frozen=True, slots=True)
class DialogResult:
    """The outcome of a dialogue's effect: the last screen for the sender, and messages to others.

    `screen` is None where the drafts say all.
    """

    screen: Message | None
    drafts: tuple[Draft, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffDialog:
    """A dialogue, the roles that may lead it, and the function that carries out its effect."""

    dialog: Dialog[Any]
    roles: frozenset[Role]
    carry_out: Callable[[CommandCall, Any], DialogResult]


class Dialogs:
    """All dialogues of one office, by name."""

    def __init__(self, office: Office, dialogs: Iterable[StaffDialog]) -> None:
        self._office = office
        self._dialogs = {one.dialog.name: one for one in dialogs}

    def is_open(self, state: Mapping[str, Any] | None) -> bool:
        """Whether a stored state belongs to one of these dialogues."""
        return bool(state) and (state or {}).get("flow") in self._dialogs

    def expects(self, call: CommandCall, tail: str) -> bool:
        """Whether a typed text answers the open dialogue, rather than being a word of the bot.

        `tail`: the words that would follow the command. Only called while a dialogue is open.
        """
        said = call.event.text or ""
        if call.event.kind is not EventKind.TEXT or said.lstrip().startswith("/"):
            return False
        stored = dict(call.seen.state or {})
        flow, facts = self._dialogs[stored["flow"]], self._facts(call)
        place = engine.resume(flow.dialog, stored, facts)
        if not isinstance(place, DialogState):
            return False
        return engine.expects(flow.dialog, place, said, tail, facts)

    def start(self, call: CommandCall, content: DialogData) -> Decision:
        """Ask the first question; the conversation that was open waits beneath and comes back.

        A sender without one of the dialogue's roles is refused in words.
        """
        flow = self._dialogs[content.flow]
        if not self._may(call, flow):
            return call.reply(Words("dialog.bukan_petugas"))
        turn = engine.begin(flow.dialog, content, self._facts(call))
        return self._decide(call, flow, turn, _without(call.seen.state, content.flow))

    def talk(self, call: CommandCall) -> Decision:
        """Hand one event to the open dialogue, and write its next question or its effect.

        Roles are read anew at every event, so a role that was taken back ends the dialogue.
        """
        stored = dict(call.seen.state or {})
        beneath = stored.pop("beneath", None)
        flow = self._dialogs[stored["flow"]]
        if not self._may(call, flow):
            return replace(call.reply(Words("dialog.bukan_petugas")), state=None)
        facts = self._facts(call)
        turn = engine.resume(flow.dialog, stored, facts)
        if isinstance(turn, DialogState):
            turn = engine.step(flow.dialog, turn, as_event(call.event), facts)
        return self._decide(call, flow, turn, beneath)

    def _may(self, call: CommandCall, flow: StaffDialog) -> bool:
        return any(one.role in flow.roles for one in call.tx.staff.roles(call.event.person))

    def _facts(self, call: CommandCall) -> DialogFacts:
        return self._known(call.language, call.event.at)

    def _known(self, language: str, now: datetime) -> DialogFacts:
        asked = self._office.survey
        return DialogFacts(asked.agency, asked.texts, language, now, asked.questionnaire)

    def reshow(
        self, state: Mapping[str, Any], language: str, now: datetime, note: Words
    ) -> Message | None:
        """The open question of a private chat once more, with a note.

        None where the stored state is broken or of another version of the dialogue.
        """
        flow, texts = self._dialogs[state["flow"]], self._office.texts
        facts = self._known(language, now)
        place = engine.resume(flow.dialog, dict(state), facts)
        if not isinstance(place, DialogState):
            return None
        turn = engine.again(flow.dialog, place, facts, note)
        return _screen(partial(texts.say, language), turn, None)

    # -- from a turn to what is written ----------------------------------------------------------

    def _decide(
        self,
        call: CommandCall,
        flow: StaffDialog,
        turn: DialogTurn[Any],
        beneath: Mapping[str, Any] | None,
    ) -> Decision:
        if turn.place is None:
            return self._end(call, flow, turn, beneath)
        state = turn.place.to_json() | ({"beneath": beneath} if beneath else {})
        notice = call.say(turn.notice) if turn.notice else None
        # The first question is a new message: a pressed reminder, list or details stay.
        fresh = not self.is_open(call.seen.state) or not _pressed(call)
        drafts = (call.draft(_asked(call, turn), fresh=fresh),) if turn.ask else ()
        return Decision(state, language=call.language, drafts=drafts, notice=notice)

    def _end(
        self,
        call: CommandCall,
        flow: StaffDialog,
        turn: DialogTurn[Any],
        beneath: Mapping[str, Any] | None,
    ) -> Decision:
        said = Message(text=call.say(turn.note)) if turn.note else None
        done = flow.carry_out(call, turn.effect) if turn.effect is not None else DialogResult(said)
        drafts = (call.draft(done.screen), *done.drafts) if done.screen else done.drafts
        decision = Decision(beneath, language=call.language, drafts=drafts)
        if not self.is_open(beneath):
            return decision
        return replace(decision, drafts=(*drafts, *self._waiting(call, dict(beneath or {}))))

    def _waiting(self, call: CommandCall, stored: dict[str, Any]) -> tuple[Draft, ...]:
        """The question of the dialogue beneath, shown again."""
        flow = self._dialogs[stored["flow"]]
        place = engine.resume(flow.dialog, stored, self._facts(call))
        if not isinstance(place, DialogState):
            return ()
        turn = engine.again(flow.dialog, place, self._facts(call), Words("dialog.kembali_ke"))
        return (call.draft(_asked(call, turn), fresh=True),)


def _pressed(call: CommandCall) -> bool:
    return (call.event.choice or "").startswith(PRESSED)


def _without(state: Mapping[str, Any] | None, name: str) -> Mapping[str, Any] | None:
    """The open states without an earlier run of this dialogue, which begins anew."""
    if state is None:
        return None
    beneath = _without(state.get("beneath"), name)
    if state.get("flow") == name:
        return beneath
    plain = {key: value for key, value in state.items() if key != "beneath"}
    return plain | ({"beneath": beneath} if beneath else {})


def _asked(call: CommandCall, turn: DialogTurn[Any]) -> Message:
    return _screen(call.say, turn, call.event)


def _screen(say: Callable[[Says], str], turn: DialogTurn[Any], event: Inbound | None) -> Message:
    """Turn a question into a message. `event` is None where it is shown unasked, in private."""
    assert turn.place is not None  # noqa: S101 - only an open dialogue asks
    assert turn.ask is not None  # noqa: S101
    place, ask = turn.place, turn.ask
    choices = tuple(Choice(engine.payload(place, one.code), say(one.label)) for one in ask.choices)
    typed = (ask.takes_text or ask.takes_file) and event is not None and not event.private
    text = say(ask.content)
    # A message has buttons or a reply field, not both; in a group the bot gets replies alone.
    if typed and choices:
        text += "\n" + say(Words("dialog.balas_juga"))
    hint = typed and not choices
    return Message(
        text=text,
        note=say(turn.note) if turn.note else None,
        choices=choices,
        free_text=ask.takes_text,
        reply_hint=say(Words("dialog.balas")) if hint else None,
        asked=event.person if event and hint else None,
        reply_to=event.said_in if event and typed else None,
    )


def as_event(event: Inbound) -> DialogEvent:
    """A channel's event as the dialogue engine reads it; every other kind is an attachment."""
    match event.kind:
        case EventKind.CHOICE:
            return DialogPress(event.choice or "", popup=event.settle is not None)
        case EventKind.COMMAND if event.command:
            return DialogText(" ".join(filter(None, event.command)))
        case EventKind.TEXT:
            return DialogText(event.text or "")
    return DialogAttachment(event.attachment)


def says(call: CommandCall, key: str, facts: Mapping[str, Fact] | None = None) -> Message:
    """Make a last screen of one sentence of the catalogue, with its facts."""
    return Message(text=call.say(Words(key, facts or {})))
