"""Recipients of the clock's messages: staff chats by role and bidang, and groups of a bidang."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import select

from core.ports.staff import Recipient
from storage.people.addresses import open_address
from storage.tables.messaging import address_table, conversation_table, staff_role_table
from storage.tables.rtl import bidang_group_table

if TYPE_CHECKING:
    from core.office.roles import Role
    from storage.database.session import ReadSession

# The language that the member chose in the chat of the role.
CHOSEN = (
    select(conversation_table.c.language)
    .where(
        conversation_table.c.address == staff_role_table.c.address,
        conversation_table.c.person == staff_role_table.c.person,
    )
    .order_by(conversation_table.c.key)
    .limit(1)
    .scalar_subquery()
)
STAFF = (
    select(
        staff_role_table.c.id,
        staff_role_table.c.role,
        staff_role_table.c.bidang,
        staff_role_table.c.since,
        address_table.c.content,
        CHOSEN,
    )
    .join(address_table, address_table.c.id == staff_role_table.c.address)
    .where(address_table.c.reachable)
    .order_by(staff_role_table.c.id)
)
GROUPS = (
    select(bidang_group_table.c.bidang, bidang_group_table.c.since, address_table.c.content)
    .join(address_table, address_table.c.id == bidang_group_table.c.address)
    .where(address_table.c.reachable)
    .order_by(bidang_group_table.c.since, bidang_group_table.c.bidang)
)


def recipients(session: ReadSession) -> list[Recipient]:
    """Return the reachable staff in the order in which they joined, then the groups."""
    conn, vault = session.conn, session.vault
    staff = [
        Recipient(
            f"petugas:{number}",
            open_address(vault, sealed),
            cast("Role", role),
            bidang or None,
            since,
            language or "id",
        )
        for number, role, bidang, since, sealed, language in conn.execute(STAFF)
    ]
    # Telegram gives a group a new id when it becomes a supergroup: bidang and `since` stay.
    groups = [
        Recipient(
            f"grup:{bidang}:{since.isoformat()}",
            open_address(vault, sealed),
            "bidang",
            bidang,
            since,
            is_group=True,
        )
        for bidang, since, sealed in conn.execute(GROUPS)
    ]
    return [*staff, *groups]
