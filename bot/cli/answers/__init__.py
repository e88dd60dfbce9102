"""Commands about answers and figures: `ikm`, `sampel`, `verify`, `form`, `import`, `close`.

Convention: a command here has no formula of its own; it calls `core.results`, `core.ikm` or
`bot.documents`, and figures of stored answers come through `CommandContext.figures` or
`core.results.closing`. A file is taken in whole and once, or not at all. A figure computed from the
sums directly would tell small numbers that the chat hides.
"""
