"""The desk decides what each incoming event causes, and composes the messages that are asked for.

The convention: code that answers an event takes a `CommandCall` or an `IncomingEvent`, writes
through its `tx` alone and returns a `Decision`; it sends nothing. Work that reads many rows, draws
or fetches is put into the decision as a request, and a `compose` function turns the request into a
message later, over a read-only connection. `features.py` lists both.

If the convention is left, a message goes out although its transaction was rolled back, or one slow
answer holds the only writer and so everybody else's answers.
"""
