"""`Registry`: all that the bot does in chat for one office, built once out of a list of features.

A `Feature` says everything the house must know of one command, request or dialogue; the list of
them stands in `bot.desk.features`. What is handed a registry looks things up and builds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

from bot.desk.command_index import CommandIndex
from bot.desk.dialogs import Dialogs

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from bot.config.office import Office
    from bot.desk.command import Command
    from bot.desk.dialogs import StaffDialog
    from core.office.roles import Role
    from core.ports.composer import Composer

# Telegram shows a menu to every citizen, to whoever opens the bot for staff, in any group, in the
# group of a bidang, and to a member of staff.
MenuPlace = Literal["citizens", "strangers", "groups", "bidang_groups", "staff"]


@dataclass(frozen=True, slots=True)
class FeatureContext:
    """What a feature is bound to when its registry is built."""

    office: Office
    dialogs: Dialogs
    features: Sequence[Feature]

    @property
    def command_names(self) -> frozenset[str]:
        return frozenset(one.name for one in self.features if one.command)

    def explained_to(self, roles: AbstractSet[Role]) -> tuple[str, ...]:
        """The commands that the help for staff of these roles explains."""
        menu = menu_of(self.features, "staff")
        return tuple(one.name for one in menu if one.roles and not roles.isdisjoint(one.roles))


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that people do in chat, or that is told to them there.

    `command` is said as `name`, `composer` fills requests of that name; a dialogue has its own.
    `roles`: whom of staff it is offered to, None: all. What somebody may do is looked up at every
    use. `menu`: in which menus it is offered, and as which number there.
    """

    name: str
    command: Callable[[FeatureContext], Command] | None = None
    composer: Callable[[FeatureContext], Composer] | None = None
    dialog: Callable[[Office], StaffDialog] | None = None
    roles: frozenset[Role] | None = None
    menu: Mapping[MenuPlace, int] | None = None


@dataclass(frozen=True, slots=True)
class Registry:
    """What one desk knows: its commands, dialogues, composers, and whom each is offered to."""

    features: Sequence[Feature]
    commands: CommandIndex
    dialogs: Dialogs
    composers: Mapping[str, Composer]

    @classmethod
    def of(cls, office: Office, features: Sequence[Feature]) -> Self:
        dialogs = Dialogs(office, [one.dialog(office) for one in features if one.dialog])
        at = FeatureContext(office, dialogs, features)
        return cls(
            features,
            CommandIndex({one.name: one.command(at) for one in features if one.command}),
            dialogs,
            {one.name: one.composer(at) for one in features if one.composer},
        )

    def menu(self, place: MenuPlace) -> tuple[str, ...]:
        """The names of what everybody there is offered."""
        return tuple(one.name for one in menu_of(self.features, place))

    def staff_menu(self, roles: AbstractSet[Role]) -> tuple[str, ...]:
        """The names of what staff of these roles are offered."""
        menu = menu_of(self.features, "staff")
        theirs = (one for one in menu if one.roles is None or not roles.isdisjoint(one.roles))
        return tuple(one.name for one in theirs)


def menu_of(features: Sequence[Feature], place: MenuPlace) -> Sequence[Feature]:
    """What is offered there to anybody, in the order of the menu."""
    ranked = [(one.menu[place], one) for one in features if one.menu and place in one.menu]
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])]
