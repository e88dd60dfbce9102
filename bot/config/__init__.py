"""Facts of one installation that hold until it is restarted or set up anew.

The settings of the environment, the secret keys, the agency as `Office` holds it, prices, links
into the survey, the wall clock. The one convention: `Settings.read` alone reads the environment,
once, at the start of a process; everything else gets its part as an argument. When the convention
is left, a test depends on the machine it runs on, `.env.example` and `skm doctor` miss a setting,
and a secret may be printed. Nothing here imports a folder of `bot` above it.
"""
