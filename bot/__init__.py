"""The program that runs: channels, pipeline, desk, web pages, command line, and their wiring.

The folders stand on a ladder, and an import runs downwards only: `config` and `channels`, then
`documents` and `pipeline`, then `desk`, `web`, `app`, and `cli` on top. The way of a message is the
list of folders: a channel reads it, the pipeline stores it, the desk decides, the pipeline sends
the answer by a channel. An import upwards fails `make check`; where it slipped through, `skm` would
load every library at each start, and a test of one folder would need all the others.
"""
