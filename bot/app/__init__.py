"""Puts the parts of a process together, starts them in order and stops them in reverse.

The one convention: only this package builds. Classes below get their neighbours as arguments of
`__init__` and never look for them; libraries of a channel are imported inside functions, when the
settings name that channel; and `wiring.py` alone imports `storage` and `scheduler`. When the
convention is left, `lint-imports` fails, `skm --help` loads Telegram and Twilio, and a part of the
process can be started that nobody stops.
"""
