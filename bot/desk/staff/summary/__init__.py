"""Messages that the clock requests for staff: weekly summary, evening news, reminders of RTL.

The convention: a `compose` reads roles and facts when the message is about to leave, and raises
`Needless` where its recipient has left the staff. The index comes through `core.results.figures`,
and the sums that were shown are kept with the message.

If that is left, somebody who left the staff still reads of it, or two summaries subtracted from
each other give away fewer than five answers.
"""
