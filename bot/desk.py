"""The front desk: routes each human event to the survey or to a word of the whole bot.

Pure but for `tx`. A word of the bot never disturbs an open survey.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.events import as_event, respons, saran
from core.answers import normal
from core.conversation import (
    Checked,
    from_json,
    payload,
    step,
)
from core.model import Compose, Draft, Kind, Message
from core.ports import Decision
from core.talk.writing import write
from core.texts import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from core.conversation import Survey, Turn
    from core.model import Caps, Inbound
    from core.ports import Seen, Tx
    from core.texts import Says

ONCE_PER = timedelta(days=30)
REPLY_LIFE = timedelta(hours=24)
TAPPED = "kt:"  # payload of a button that stands for a word of the whole bot
COMMAND_MOST = 80  # letters: a longer text is no command
SURVEY_KINDS = {
    Kind.TEXT,
    Kind.CHOICE,
    Kind.COMMAND,
    Kind.MEDIA,
    Kind.LOCATION,
    Kind.OPENED,
}


@dataclass(frozen=True, slots=True)
class Call:
    """One word of the whole bot, typed, tapped or given as a slash command."""

    event: Inbound
    seen: Seen
    tx: Tx
    args: str
    language: str
    say: Callable[[Says], str]

    def reply(self, words: Says) -> Decision:
        return self.send(Message(text=self.say(words)))

    def send(self, body: Message | Compose) -> Decision:
        return Decision(self.seen.state, drafts=(draft(self.event, body),))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the whole bot; its typed forms stand in the catalogues under [perintah]."""

    carry_out: Callable[[Call], Decision]
    takes: int = 0  # how many further words may follow it


def draft(event: Inbound, body: Message | Compose, *, replace: str | None = None) -> Draft:
    """A reply to an event, in the chat that it came from."""
    return Draft(
        to=event.address,
        body=body,
        replace=replace,
        caused_at=event.at,
        expires_at=event.at + REPLY_LIFE,
    )


class Desk:
    """Set in the writer; `survey` gives the value in force at this event."""

    def __init__(
        self,
        survey: Callable[[], Survey],
        caps: Mapping[str, Caps],
        words: Mapping[str, Word],
        *,
        link: Callable[[], str | None] = lambda: None,
        kanal: Mapping[str, str] | None = None,
        began: datetime,
    ) -> None:
        self._survey, self._caps, self._words = survey, caps, words
        self._link, self._kanal, self._began = link, kanal or {}, began

    def __call__(self, event: Inbound, seen: Seen, tx: Tx) -> Decision:
        if event.kind not in SURVEY_KINDS:
            return Decision(seen.state)
        if not event.private:
            return self._in_group(event, seen)
        survey = self._survey()
        found = self._command(survey, event) or self._help_for_staff(survey, event, tx)
        if found:
            return self._carry_out(survey, event, seen, tx, *found)
        return self._talk(survey, event, seen, tx)

    # -- words of the whole bot ------------------------------------------------------------------

    def _command(self, survey: Survey, event: Inbound) -> tuple[str, str] | None:
        if event.kind is Kind.CHOICE and (event.choice or "").startswith(TAPPED):
            name, _, args = (event.choice or "").removeprefix(TAPPED).partition(":")
            return (name, args) if name in self._words else None
        if event.kind is Kind.OPENED and (event.text or "").casefold().startswith("gabung-"):
            return "gabung", (event.text or "").partition("-")[2]
        if event.command is not None:
            name, args = event.command
            if name == "start" and args.casefold().startswith("gabung-"):
                return "gabung", args.partition("-")[2]
            return self._named(survey, f"{name} {args}")
        if event.kind is Kind.TEXT and event.text and len(event.text) <= COMMAND_MOST:
            return self._named(survey, event.text)
        return None

    def _help_for_staff(self, survey: Survey, event: Inbound, tx: Tx) -> tuple[str, str] | None:
        """Staff who ask for help want their own words; the rest is in there too."""
        text = event.command[0] if event.command else event.text
        if not text or len(text) > COMMAND_MOST or survey.texts.command(text) != "bantuan":
            return None
        return ("bantuan", "") if tx.petugas(event.person) else None

    def _named(self, survey: Survey, text: str) -> tuple[str, str] | None:
        said = normal(text).lstrip("/")
        for name, word in self._words.items():
            for form in survey.texts.words_for(f"perintah.{name}"):
                head, tail = said[: len(form)], said[len(form) :]
                if head == form and tail[:1] in ("", " ") and len(tail.split()) <= word.takes:
                    return name, tail.strip()
        return None

    def _carry_out(
        self, survey: Survey, event: Inbound, seen: Seen, tx: Tx, name: str, args: str
    ) -> Decision:
        state = from_json(seen.state)
        language = survey.texts.known((state and state.bahasa) or event.person.language)
        call = Call(event, seen, tx, args, language, self._speaker(survey, language))
        return self._words[name].carry_out(call)

    def _speaker(self, survey: Survey, language: str) -> Callable[[Says], str]:
        return lambda words: survey.texts.say(language, words)

    def _in_group(self, event: Inbound, seen: Seen) -> Decision:
        """A survey never runs in a group: a start there is answered with the way in."""
        if event.command is None or event.command[0] != "start":
            return Decision(seen.state)
        texts = self._survey().texts
        words = Words("jawab.grup", {"tautan": self._link()})
        said = texts.say(texts.known(event.person.language), words)
        return Decision(seen.state, drafts=(draft(event, Message(text=said)),))

    # -- the survey ------------------------------------------------------------------------------

    def _talk(self, survey: Survey, event: Inbound, seen: Seen, tx: Tx) -> Decision:
        caps = self._caps[event.address.channel]
        before = from_json(seen.state)
        turn = step(survey, before, as_event(event, caps, seen, self._began))
        while turn.check:
            already = tx.answered(event.person, turn.check, now=event.at)
            turn = step(survey, turn.state, Checked(event.at, already=already))
        if turn.silence:
            tx.hush(event.person, event.address, now=event.at)
        if turn.command:
            return self._carry_out(survey, event, seen, tx, turn.command, "")
        return self._decide(survey, event, caps, turn)

    def _decide(self, survey: Survey, event: Inbound, caps: Caps, turn: Turn) -> Decision:
        kanal = self._kanal.get(event.address.channel)
        messages, notice = write(survey, turn, payload, kanal=kanal)
        edited = event.shown_in if caps.edit and event.kind is Kind.CHOICE else None
        zona = survey.agency.zona
        done = turn.finished
        return Decision(
            turn.state.to_json(),
            language=turn.state.bahasa,
            drafts=tuple(
                draft(event, message, replace=edited if place == 0 else None)
                for place, message in enumerate(messages)
            ),
            notice=notice,
            respons=respons(survey, event, done) if done else None,
            sekali=(done.layanan, event.at + ONCE_PER) if done else None,
            saran=saran(turn.saran, event.at.astimezone(zona)) if turn.saran else None,
            kabar=bool(turn.saran and turn.saran.kabar),
        )
