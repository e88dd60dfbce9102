"""The two libraries through which the Bot API is called, one file each.

The one convention: a file has `open_caller(token, api_url)`, which returns a `Caller` of
`bot.channels.telegram.api`, and lets no type and no error of its library out. When the convention
is left, the channel works with one library only, and an office cannot choose.
"""
