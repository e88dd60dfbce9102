"""Values that pass between channels, pipeline and desk: events, messages, addresses, outcomes.

Convention: every value is frozen and speaks no provider's language. Ids are opaque strings, text is
plain (never markup), and limits are numbers in the channel's own unit (`Caps`). A field that is
stored as JSON keeps its name there (`StoredAs`). Where this is left, an adapter leaks into the desk
and the next channel needs changes everywhere; where a stored name moves, rows that a former version
wrote into the outbox can no longer be read.
"""
