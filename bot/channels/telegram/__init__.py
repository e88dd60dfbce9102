"""Telegram by the Bot API: updates in by polling or webhook, messages out by one call each.

The one convention: raw JSON in and out. The chosen library (python-telegram-bot or aiogram, in
`libraries`) only carries a call; `updates` alone reads an update, `send_params` alone words a call,
`api` alone judges a failure. When the convention is left, the two libraries answer differently, and
an update that a library cannot parse is lost instead of parked.
"""
