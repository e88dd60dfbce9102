"""`DeskRouter`: decides whether the survey, a command, a dialogue or a group answers an event.

The writer calls the desk for every event, within the transaction of that event. The desk is pure
but for `tx`, and a word of the bot never disturbs an open survey.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.config.prices import FREE, Tariff
from bot.desk import group_chats
from bot.desk.citizen import visit_codes
from bot.desk.citizen.notices import news_template
from bot.desk.citizen.shown_choices import (
    accept_invitation,
    as_pressed,
    only_wants_waiting_messages,
)
from bot.desk.citizen.stop import asks_for_silence, left_alone
from bot.desk.citizen.survey_events import as_event
from bot.desk.citizen.survey_turn import decision_of_turn
from bot.desk.citizen.typing_hints import with_typing_hint
from bot.desk.citizen.web_detour import page, sends_away, shut
from bot.desk.command import CommandCall, Link, moved
from bot.desk.incoming import IncomingEvent
from core.language.catalogue import BASE, Words
from core.messaging.channel_limits import Caps
from core.messaging.incoming import EventKind
from core.ports.conversations import Decision
from core.survey.state import Checked
from core.survey.step import step

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.desk.registry import Registry
    from core.messaging.incoming import Inbound
    from core.office.agency import Agency
    from core.ports.conversations import Seen
    from core.ports.store import Tx
    from core.survey.state import State, SurveyDefinition

PLAIN = ("bahasa", "privasi", "pengaduan", "berhenti")  # words of the survey that staff may use
SURVEY_KINDS = {
    EventKind.TEXT,
    EventKind.CHOICE,
    EventKind.COMMAND,
    EventKind.MEDIA,
    EventKind.LOCATION,
    EventKind.OPENED,
}


@dataclass(frozen=True, slots=True)
class PublicAddresses:
    """The addresses at which people write to this office.

    A bot's link is a function, because the name of the bot may be known late.
    """

    survey: Link = lambda: None  # t.me/… of the bot for citizens
    staff: Link | None = None  # of the bot for staff, where there is a second bot
    whatsapp: str | None = None  # the office's number there

    @property
    def staff_or_survey(self) -> Link:
        """The link for staff: of their own bot, else of the one for citizens."""
        return self.staff or self.survey


@dataclass(frozen=True, slots=True)
class DeskTerms:
    """Settings that all desks of one process share: channel limits, start, addresses, prices."""

    caps: Mapping[str, Caps]  # of every channel, by its name
    began: datetime  # start of this process; older texts answer no question asked since
    addresses: PublicAddresses = PublicAddresses()
    tariff: Tariff = FREE


class DeskRouter:
    """The desk of one bot; the writer calls it with each event.

    `survey` gives the questionnaire, catalogue and agency in force at this event.
    """

    def __init__(
        self,
        survey: Callable[[], SurveyDefinition],
        registry: Registry,
        terms: DeskTerms,
        *,
        staff_elsewhere: bool = False,
    ) -> None:
        """`staff_elsewhere`: this bot leads its staff to another one (`bot.desk.two_bots`)."""
        self._survey, self._staff_elsewhere = survey, staff_elsewhere
        self._commands, self._dialogs = registry.commands, registry.dialogs
        self._caps, self._began, self._tariff = terms.caps, terms.began, terms.tariff
        self._link, self._line = terms.addresses.survey, terms.addresses.whatsapp
        self._staff_link = terms.addresses.staff_or_survey

    def __call__(self, event: Inbound, seen: Seen, tx: Tx) -> Decision:
        """Decide about one event; the store writes the decision in the same transaction."""
        survey = self._survey()
        decision = self._decided(survey, event, seen, tx)
        language = seen.language or event.person.language
        return with_typing_hint(decision, self._caps, survey.texts, language)

    def word(self, event: Inbound) -> str | None:
        """Name of the command that an event says, or None; the right to say it is not checked."""
        found = self._commands.said_in(event, self._survey().texts)
        return found[0] if found else None

    def say(self, event: Inbound, seen: Seen, tx: Tx, words: Words) -> Decision:
        """Answer an event with these words and nothing else."""
        return self._note(self._call(IncomingEvent.read(self._survey(), event, seen, tx)), words)

    def _decided(self, survey: SurveyDefinition, event: Inbound, seen: Seen, tx: Tx) -> Decision:
        if not event.private:
            return self._in_group(IncomingEvent.read(survey, event, seen, tx))
        if event.kind not in SURVEY_KINDS:
            return Decision(seen.state)
        return self._in_private(IncomingEvent.read(survey, as_pressed(event, seen), seen, tx))

    def _in_private(self, here: IncomingEvent) -> Decision:
        if asks_for_silence(here):
            return left_alone(self._call(here))
        found = self._commands.said_in(here.event, here.survey.texts) or self._help_for_staff(here)
        if found and self._is_theirs(*found, self._call(here)):
            return self._carry_out(here, *found)
        here = accept_invitation(here)
        if here.seen.waited and only_wants_waiting_messages(here, self._dialogs):
            return Decision(here.seen.state)  # the messages that waited are the answer
        if self._dialogs.is_open(here.seen.state):
            return self._dialogs.talk(self._call(here))
        return self._for_staff(here) or self._talk(here)

    # -- words of the whole bot ------------------------------------------------------------------

    def _is_theirs(self, name: str, args: str, call: CommandCall) -> bool:
        """Whether the sender means the command that was found in the event.

        `saran` typed by staff asks for comments; typed in a survey it is a citizen's answer. A text
        that answers the open dialogue of a member of staff is that answer, unless it has a slash.
        """
        tail = "" if name == "gabung" else args  # the code of an invitation is never an answer
        if self._dialogs.is_open(call.seen.state) and self._dialogs.expects(call, tail):
            return False
        if not self._commands[name].staff or call.event.kind is not EventKind.TEXT:
            return True
        return bool(call.tx.staff.roles(call.event.person))

    def _help_for_staff(self, here: IncomingEvent) -> tuple[str, str] | None:
        """The help for staff, which includes the words that everybody may say."""
        if here.command_name != "bantuan":
            return None
        return ("bantuan", "") if here.tx.staff.roles(here.event.person) else None

    def _carry_out(self, here: IncomingEvent, name: str, args: str) -> Decision:
        return self._commands[name].carry_out(self._call(here, args))

    def _call(self, here: IncomingEvent, args: str = "") -> CommandCall:
        event, seen, texts = here.event, here.seen, here.survey.texts
        chosen = (here.before and here.before.language) or seen.language or event.person.language
        language = texts.known(chosen)
        say, base = partial(texts.say, language), partial(texts.say, BASE)
        edits = self._caps[event.address.channel].edit
        news = partial(news_template.template, texts, here.survey.agency, event.at)
        there = (self._staff_link, self._line, news)
        return CommandCall(event, seen, here.tx, args, language, say, base, edits, *there)

    # -- staff -----------------------------------------------------------------------------------

    def _for_staff(self, here: IncomingEvent) -> Decision | None:
        """Tell staff that they do not answer the survey of their own unit.

        None where the survey shall answer: the sender is no staff, says a word of `PLAIN`, or is in
        the middle of a survey.
        """
        before, event = here.before, here.event
        under_way = before and ((before.open and before.screen != "salam") or before.aside)
        if under_way or here.command_name in PLAIN or not here.tx.staff.roles(event.person):
            return None
        call = self._call(here)
        if self._staff_elsewhere:
            return self._note(call, moved(self._staff_link))
        if event.kind is EventKind.CHOICE:
            return self._note(call, Words("dialog.tombol_mati"))
        first = here.text.split(maxsplit=1)[0] if here.text.strip() else ""
        begins = here.survey.texts.command(first) == "mulai" or event.kind is EventKind.OPENED
        return call.reply(Words("jawab.petugas_survei" if begins else "jawab.petugas_lain"))

    def _note(self, call: CommandCall, words: Words) -> Decision:
        """Say the words beside the press where the channel has pop-ups, else as a message."""
        if self._caps[call.event.address.channel].notice and call.event.settle:
            return Decision(call.seen.state, notice=call.say(words))
        return call.reply(words)

    def _in_group(self, here: IncomingEvent) -> Decision:
        """Answer the staff of a bidang in the bidang's group; a survey never runs in a group."""
        event, seen, call = here.event, here.seen, self._call(here)
        if event.kind is EventKind.UNREACHABLE:
            return group_chats.gone(call, self._agency)
        if event.kind not in SURVEY_KINDS:
            return Decision(seen.state)
        if event.command and event.command[0] == "start":
            return self._started_in_group(dataclasses.replace(call, args=event.command[1]))
        serves = group_chats.here(here.tx, event.address)
        if not serves or not group_chats.belongs(call, serves):
            is_press = event.kind is EventKind.CHOICE
            return self._note(call, Words("grup.bukan")) if is_press else Decision(seen.state)
        is_word = group_chats.is_word(call)
        found = self._commands.said_in(event, here.survey.texts) if is_word else None
        if found and self._commands[found[0]].group:
            return self._carry_out(here, *found)
        if self._dialogs.is_open(seen.state):
            return self._dialogs.talk(call)
        return self._note(call, Words("grup.bukan_anda")) if event.choice else Decision(seen.state)

    def _started_in_group(self, call: CommandCall) -> Decision:
        if call.args.strip():
            return group_chats.joined(call, self._agency)
        return call.reply(Words("jawab.grup", {"tautan": self._link()}))

    def _agency(self) -> Agency:
        return self._survey().agency

    # -- the survey ------------------------------------------------------------------------------

    def _talk(self, here: IncomingEvent) -> Decision:
        survey, event, before, tx = here.survey, here.event, here.before, here.tx
        caps = self._caps[event.address.channel]
        turn = step(survey, before, as_event(event, caps, here.seen, self._began))
        turn = visit_codes.recognised(survey, turn, event, tx)
        if sends_away(self._tariff, caps, before, turn, event.at, tx):
            return self._sent_away(here, turn.state)
        while turn.check:
            # The person may have joined the staff while answering.
            if turn.state.sending and tx.staff.roles(event.person):
                refused = self._call(here).reply(Words("jawab.petugas_survei"))
                return dataclasses.replace(refused, state=None)
            already = visit_codes.spent(survey, turn, event, tx)
            turn = step(survey, turn.state, Checked(event.at, already=already))
        if before and before.open and before.started and not turn.finished and not turn.state.open:
            day = event.at.astimezone(survey.agency.zone).date()
            # The counts show at which screens people give up.
            tx.conversations.count_dropout(before.screen, day=day)
        if turn.silence:
            tx.people.silence(event.person, event.address, now=event.at)
        if turn.command:
            return self._carry_out(here, turn.command, "")
        return decision_of_turn(here, turn, caps=caps)

    def _sent_away(self, here: IncomingEvent, greeted: State) -> Decision:
        """Lead a newcomer to the web form, in the language that the greeting was in.

        No state is kept of a person who had none before.
        """
        link = page(self._tariff, here.survey, here.event)
        said = self._call(here._replace(before=greeted)).reply(
            Words("jawab.lewat_web", {"tautan": link})
        )
        return dataclasses.replace(said, state=shut(greeted).to_json()) if here.before else said
