"""The roots of the program's errors. Each of the five under `SkmError` calls for one reaction.

A room may derive an error from one of the five (`SettingsError` from InputError); a catcher outside
the room names that one of the five. An error that is derived from `SkmError` itself (`CallError`)
is caught by its own name. Nobody catches `SkmError`.

SkmError
├── InputError        a person's input is wrong: show the text to the person who can mend it
│   └── FileError     the same for a file: the text names the place and the remedy
├── StoreDown         the database takes and gives nothing now: do not acknowledge the event to its
│                     provider, which then delivers it again; or try later
├── FetchLater        an attachment cannot be fetched from its channel now: try later
└── Malformed         a channel's event cannot be read: hand it to the writer as `Unreadable`, which
                      the store parks in the table `terparkir`, and go on; refuse it where its
                      sender waits for the answer (a web page)
"""

from __future__ import annotations


class SkmError(Exception):
    """Root of all errors that the program raises itself."""


class InputError(SkmError):
    """A person's input is wrong; the text is a sentence for the person who can mend it."""


class FileError(InputError):
    """A file is wrong. The text names the file, the place in it, the fault, and the remedy."""

    def __init__(self, file: str, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{file}: {where}: {what}. {remedy}")
        self.file, self.where, self.what, self.remedy = file, where, what, remedy


class StoreDown(SkmError):  # noqa: N818 - the class is named after the state of the database
    """The database is away, locked for too long, or its disk is full. Nothing was written.

    An event that was in hand is not acknowledged to its provider.
    """


class FetchLater(SkmError):  # noqa: N818 - the class is named after the reaction that is due
    """The channel is away or busy; the file that it holds for us stays there."""


class Malformed(SkmError):  # noqa: N818 - the class is named after the state of the event
    """An event cannot be read by its channel; the raw bytes are parked as `Unreadable`."""


def fault(error: BaseException) -> str:
    """Describe an error for the log: its class and the innermost function and line of its trace.

    The error's own message is left out, because it may quote a person.
    """
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else ""
    return type(error).__name__ + where
