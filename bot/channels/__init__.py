"""One package or file per channel: Telegram, WhatsApp over Twilio, the web page, the terminal.

The one convention: a channel implements the port `Channel`. It reads raw events into values of
`core.messaging` (`updates`, `parse`), lays a `Message` out in the provider's form (`layout`), and
returns every end of a send as an `Outcome`; it keeps no state but its cursor, and never imports
another channel, the pipeline or the desk. When the convention is left, an answer depends on the
channel it came by, and the rules of sending again in `bot.pipeline.retry_policy` no longer hold for
all.
"""
