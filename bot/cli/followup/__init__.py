"""Commands about the follow-up of a survey: plans (`rtl`), weekly summaries, reminders.

Convention: the messages are those of the clock, decided by the same jobs by way of
`bot.app.wiring`, and a dry run stores nothing. A command that composed its own words or posted by
itself would send a message that the clock sends once more.
"""
