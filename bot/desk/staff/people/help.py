"""`bantuan` for staff: the commands that their roles may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.language.catalogue import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    from bot.desk.command import CommandCall
    from core.office.roles import Role
    from core.ports.conversations import Decision


def tell(call: CommandCall, explained_to: Callable[[AbstractSet[Role]], Sequence[str]]) -> Decision:
    """Explain the commands that `explained_to` gives for the sender's roles."""
    roles = {one.role for one in call.tx.staff.roles(call.event.person)}
    facts = {name: Words(f"bantuan.{name}") for name in explained_to(roles)}
    return call.reply(Words("jawab.bantuan_petugas", facts))
