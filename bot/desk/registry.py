"""`Registry`: all that the bot does in chat for one office, built once out of a list of features.

A `Feature` says everything that the bot must know of one command, request or dialogue; the list
stands in `bot.desk.features`. The desk, the dispatcher, `Guest` and the menus get the built
registry: they look things up in it and build nothing.
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

# Telegram shows a menu to every citizen, to a stranger at the bot for staff, in any group, in the
# group of a bidang, and to a member of staff.
MenuPlace = Literal["citizens", "strangers", "groups", "bidang_groups", "staff"]


@dataclass(frozen=True, slots=True)
class FeatureContext:
    """The office and its dialogues, to which features are bound when a registry is built."""

    office: Office
    dialogs: Dialogs
    features: Sequence[Feature]

    @property
    def command_names(self) -> frozenset[str]:
        """Names of all features with a command; composers offer buttons of these alone."""
        return frozenset(one.name for one in self.features if one.command)

    def explained_to(self, roles: AbstractSet[Role]) -> tuple[str, ...]:
        """Names of the commands that the help for staff of these roles explains."""
        menu = menu_of(self.features, "staff")
        return tuple(one.name for one in menu if one.roles and not roles.isdisjoint(one.roles))


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that people do in chat, or that is told to them there.

    `command` is said as `name`, and `composer` fills the requests of that name; a dialogue has a
    name of its own. `roles`: the staff that a menu offers it to, None for all; permission is looked
    up at every use. `menu`: the menus that offer it, and its rank in each.
    """

    name: str
    command: Callable[[FeatureContext], Command] | None = None
    composer: Callable[[FeatureContext], Composer] | None = None
    dialog: Callable[[Office], StaffDialog] | None = None
    roles: frozenset[Role] | None = None
    menu: Mapping[MenuPlace, int] | None = None


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything that one desk looks up: commands, dialogues, composers and menus."""

    features: Sequence[Feature]
    commands: CommandIndex
    dialogs: Dialogs
    composers: Mapping[str, Composer]

    @classmethod
    def of(cls, office: Office, features: Sequence[Feature]) -> Self:
        """Build the commands, dialogues and composers of these features for one office."""
        dialogs = Dialogs(office, [one.dialog(office) for one in features if one.dialog])
        at = FeatureContext(office, dialogs, features)
        return cls(
            features,
            CommandIndex({one.name: one.command(at) for one in features if one.command}),
            dialogs,
            {one.name: one.composer(at) for one in features if one.composer},
        )

    def menu(self, place: MenuPlace) -> tuple[str, ...]:
        """Names of the features that a menu offers to everybody who sees it, in order."""
        return tuple(one.name for one in menu_of(self.features, place))

    def staff_menu(self, roles: AbstractSet[Role]) -> tuple[str, ...]:
        """Names of the features that staff of these roles are offered, in order."""
        menu = menu_of(self.features, "staff")
        theirs = (one for one in menu if one.roles is None or not roles.isdisjoint(one.roles))
        return tuple(one.name for one in theirs)


def menu_of(features: Sequence[Feature], place: MenuPlace) -> Sequence[Feature]:
    """The features that a menu offers to anybody, in the order of the menu."""
    ranked = [(one.menu[place], one) for one in features if one.menu and place in one.menu]
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])]
