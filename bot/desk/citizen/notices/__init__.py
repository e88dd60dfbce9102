"""Messages to a person that no event of the person causes: reminders, and templates that announce.

The convention: a `compose` reads the conversation again when its message is about to leave, and
raises `Needless` unless the conversation stands as it did when the request was queued.

If the convention is left, a person is reminded of a survey that is finished meanwhile.
"""
