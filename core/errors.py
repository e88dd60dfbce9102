"""The roots of the program's errors. Each class tells its catcher which of five reactions is due.

A room may derive its own from these (`SettingsError`, `CallError`); a catcher names the root.

SkmError
├── InputError        a person gave wrong input; the text is fit to be shown to that person
│   └── FileError     the same for a file: names the place and the remedy
├── StoreDown         the database takes and gives nothing now: confirm nothing, try later
├── FetchLater        an attachment cannot be fetched from its channel now: try later
└── Malformed         a channel's event cannot be read: park the raw bytes and go on
"""

from __future__ import annotations


class SkmError(Exception):
    """Root of all errors that the program raises itself."""


class InputError(SkmError):
    """Wrong use by a person; the message is a sentence for the person who can mend it."""


class FileError(InputError):
    """A wrong file. The message names the file, the place in it, the fault, and the remedy."""

    def __init__(self, file: str, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{file}: {where}: {what}. {remedy}")
        self.file, self.where, self.what, self.remedy = file, where, what, remedy


class StoreDown(SkmError):  # noqa: N818 - the class is named after the state of the database
    """The database is away, locked for too long, or its disk is full. Nothing was written."""


class FetchLater(SkmError):  # noqa: N818 - the class is named after the reaction that is due
    """The channel is away or busy; the file that it holds for us stays there."""


class Malformed(SkmError):  # noqa: N818 - the class is named after the state of the event
    """An event that its channel cannot read; the raw bytes are parked."""


def fault(error: BaseException) -> str:
    """Describe an error for the log: its class and the innermost function and line of its trace.

    The error's own message is left out, because it may quote a person.
    """
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else ""
    return type(error).__name__ + where
