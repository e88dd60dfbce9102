"""The API of a queue system: codes of visits, counts of visits, and invitations at the counter.

The one convention: a queue number is never stored; its code is computed from it with the secret of
the settings, so a repeated call gets the same code and counts once, and a telephone number stands
in one outbox row alone. When the convention is left, an answer can be traced to the person who was
served.
"""
