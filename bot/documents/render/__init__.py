"""Draws charts, posters, slips and forms with typst, in a child process.

The one convention: words reach a `.typ` template as JSON data (`sys_inputs`) and are never part of
its source; only `child.py` imports typst, and everybody else asks `worker.WORKER`. When the
convention is left, a layanan's name or a citizen's saran could run as typst code and read files,
and a drawing that hangs would hang the bot.
"""
