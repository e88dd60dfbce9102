"""Facts of one installation: settings, keys, the agency as `Office` holds it, prices, links, clock.

The one convention: `Settings.read` alone interprets the environment, once, at the start of a
process; everything else gets its part as an argument. When the convention is left, a test depends
on the machine it runs on, `.env.example` and `skm doctor` miss a setting, and a secret may be
printed. Nothing here imports another folder of `bot`.
"""
