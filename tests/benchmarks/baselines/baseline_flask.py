"""Baseline: the survey as Twilio's Flask tutorials write it. One route, TwiML in the answer.

Each answer is a row and a commit of its own by SQLAlchemy's ORM, as in Twilio's automated survey, in
SQLite (WAL, FULL); the signature by the package's validator; Flask's own threaded server. Lighter
than that tutorial: the questions stand in memory, and no answer redirects to the next question.
Run as `python -m tests.benchmarks.baselines.baseline_flask`.
"""

from __future__ import annotations

import os
from functools import wraps
from typing import TYPE_CHECKING, Any

from flask import Flask, abort, request
from sqlalchemy import ForeignKey, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import MessagingResponse

from tests.benchmarks.stage import survey

if TYPE_CHECKING:
    from collections.abc import Callable

app = Flask(__name__)
engine = create_engine(os.environ["SKM_DATABASE_URL"])
validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
PUBLIC = os.environ["SKM_PUBLIC_URL"]


@event.listens_for(engine, "connect")
def _durable(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA busy_timeout = 10000")


class Base(DeclarativeBase):
    pass


class Orang(Base):
    __tablename__ = "orang"
    nomor: Mapped[str] = mapped_column(primary_key=True)
    langkah: Mapped[int] = mapped_column(default=0)


class Jawaban(Base):
    __tablename__ = "jawaban"
    id: Mapped[int] = mapped_column(primary_key=True)
    nomor: Mapped[str] = mapped_column(ForeignKey("orang.nomor"))
    langkah: Mapped[int]
    isi: Mapped[str]


Base.metadata.create_all(engine)


def signed(view: Callable[[], str]) -> Callable[[], str]:
    @wraps(view)
    def checked() -> str:
        url, given = PUBLIC + request.path, request.headers.get("X-Twilio-Signature", "")
        if not validator.validate(url, request.form, given):
            abort(403)
        return view()

    return checked


@app.post("/hooks/twilio")
@signed
def incoming() -> str:
    said, answer = request.form["Body"].strip(), MessagingResponse()
    with Session(engine) as session:
        answer.message(_step(session, request.form["From"], said))
        session.commit()
    return str(answer)


def _step(session: Session, nomor: str, said: str) -> str:
    one = session.get(Orang, nomor)
    if one is None:
        one = Orang(nomor=nomor, langkah=0)
        session.add(one)
    elif said == "mulai":
        one.langkah = 0
    else:
        session.add(Jawaban(nomor=nomor, langkah=one.langkah, isi=said))
        one.langkah += 1
    return SCREENS[min(one.langkah, len(SCREENS) - 1)]


def numbered(text: str, options: Any) -> str:
    return "\n".join([text, "", *(f"{n}. {one}" for n, one in enumerate(options, start=1))])


SCREENS = survey.screens(numbered)

if __name__ == "__main__":
    app.run(port=int(os.environ["SKM_PORT"]), threaded=True)
