"""The desk decides what each incoming event causes, and composes the messages that are asked for.

The convention: code that answers an event writes through its `tx` alone and returns a `Decision`;
it sends nothing. Work that reads many rows, draws or fetches becomes a request in the decision,
which a `compose` function turns into a message later, over a read-only connection.

If the convention is left, a message goes out although its transaction was rolled back, or one slow
answer holds the only writer and so everybody else's answers.
"""
