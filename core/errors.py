"""The whole error tree. An error carries what its catcher must decide, and nothing else.

SkmError
├── InputError        somebody gave us something wrong; the text is fit to be shown to them
│   └── FileError     … in a file: names the place and the remedy
├── StoreDown         the database cannot take or give anything now: confirm nothing, try later
├── FetchLater        what somebody sent cannot be fetched now: try later
└── Malformed         an event of a channel that cannot be read: park it, go on
"""

from __future__ import annotations


class SkmError(Exception):
    """Root of all errors that we raise ourselves."""


class InputError(SkmError):
    """Wrong use; the message is a sentence for the person who can mend it."""


class FileError(InputError):
    """A wrong file: where it is wrong, what is wrong, and what would be right."""

    def __init__(self, file: str, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{file}: {where}: {what}. {remedy}")
        self.file, self.where, self.what, self.remedy = file, where, what, remedy


class StoreDown(SkmError):  # noqa: N818 - named after the state it tells, as in the design
    """The database is away, locked for too long, or the disk is full. Nothing was written."""


class FetchLater(SkmError):  # noqa: N818 - named after the state it tells, as above
    """The channel is away or busy; what it holds for us stays there."""


class Malformed(SkmError):  # noqa: N818 - as above
    """An event that this channel cannot read; the raw bytes are parked."""


def fault(error: BaseException) -> str:
    """What went wrong and where, without the message: that may quote a person."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else ""
    return type(error).__name__ + where
