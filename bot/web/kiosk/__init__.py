"""The questionnaire on a tablet at a loket, which works on while the network is away.

The one convention: the page gets everything it shows at once (`content`), keeps finished answers
itself, and posts each one with an id of its own until the answer is 200; `routes` checks it like an
import and stores it once (docs/adr/0020). When the convention is left, an answer is lost with the
network, or counted twice.
"""
