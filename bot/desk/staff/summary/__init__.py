"""Messages that the clock requests for staff: weekly summary, evening news, reminders of RTL.

The convention: a `compose` reads the facts when the message is about to leave, and raises
`Needless` where its recipient has left the staff. The index comes through `core.results.figures`,
and the sums that were shown are kept with the message.

If the convention is left, a person who left the staff goes on reading, or two summaries subtracted
from each other give away fewer than five answers.
"""
