"""Membership of the staff: inviting, joining, leaving, listing, revoking, and the audit trail.

The convention: one file per command. Each change checks the sender's role at the press itself,
names the sender to the store as its author, and tells the others concerned: the admins of somebody
who joins or leaves, the member of a role that was taken back.

If the convention is left, a forwarded code or an old button changes the staff and nobody notices.
"""
