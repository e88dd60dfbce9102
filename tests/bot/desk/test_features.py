"""The list of features: every name in it has words, and every request has a composer in it."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
from collections import Counter
from typing import get_args

import pytest

import core.dialog
from bot.config.packaged import catalogues
from bot.desk.features import FEATURES, build_registry
from bot.desk.registry import FeatureContext, MenuPlace, menu_of
from bot.desk.staff import assisted_entry
from bot.desk.staff.summary import rtl_reminder
from core.office.roles import Role
from core.ports.requests.request import ComposerRequest
from tests.support.office import office
from tests.support.paths import FIXTURES, REPO

SURVEY = office()
TEXTS = SURVEY.texts
EVERY_ROLE = set(get_args(Role))
ROOMS = ("bot", "core", "scheduler")
PRESS = re.compile(r"""["']kt:([a-z_]+)[:"']""")  # the payload of a button
# Buttons whose name is none of a command: an invitation's stands for the survey's own `mulai`.
OF_THE_SURVEY = {"mulai"}


class Office:
    """The survey of an office, as a process keeps it."""

    survey, agency, texts = SURVEY, SURVEY.agency, TEXTS


REGISTRY = build_registry(Office())
CONTEXT = FeatureContext(Office(), REGISTRY.dialogs, FEATURES)
OFFERED = sorted({one.name for place in get_args(MenuPlace) for one in menu_of(FEATURES, place)})


def trees():
    for room in ROOMS:
        for path in sorted((REPO / room).rglob("*.py")):
            yield path.relative_to(REPO).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def test_every_feature_stands_once():
    assert [name for name, n in Counter(one.name for one in FEATURES).items() if n > 1] == []
    assert [one.name for one in FEATURES if not _does_something(one)] == []


def _does_something(one):
    return bool(one.command or one.composer or one.dialog or one.menu)


@pytest.mark.parametrize("place", get_args(MenuPlace))
def test_in_a_menu_no_two_features_have_one_number(place):
    numbers = [one.menu[place] for one in menu_of(FEATURES, place)]

    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("name", OFFERED)
def test_what_a_menu_offers_has_its_line_and_is_understood(name):
    """One that had no line would keep all menus from being published."""
    assert all(TEXTS.raw(language, f"menu.{name}") for language in ("id", "en"))
    typed = {form.replace(" ", "_") for form in TEXTS.words_for(f"perintah.{name}")}
    assert name == "start" or name in typed or TEXTS.command(f"/{name}"), name


def test_every_menu_line_and_every_typed_command_belongs_to_a_feature():
    """The catalogues promise nothing that no feature does."""
    for catalogue in catalogues().values():
        assert set(catalogue.get("menu", {})) <= set(OFFERED)
        assert set(catalogue.get("perintah", {})) <= set(REGISTRY.commands)


def test_the_help_of_staff_has_a_line_for_each_of_their_commands():
    explained = CONTEXT.explained_to(EVERY_ROLE)

    assert len(explained) == 12
    for language in ("id", "en"):
        whole = TEXTS.raw(language, "jawab.bantuan_petugas")
        assert [name for name in explained if f"{{{name}}}" not in whole] == []
        assert all(TEXTS.raw(language, f"bantuan.{name}") for name in explained)


def test_typed_forms_of_two_commands_are_never_the_same():
    forms = Counter(
        form for name in REGISTRY.commands for form in TEXTS.words_for(f"perintah.{name}")
    )

    assert [form for form, n in forms.items() if n > 1] == []


def test_every_request_has_its_composer_and_no_composer_waits_in_vain():
    rows = json.loads((FIXTURES / "stored-0.1.0" / "rows.json").read_text(encoding="utf-8"))
    requests = {one.name for one in _kinds(ComposerRequest) if hasattr(one, "name")}

    assert set(REGISTRY.composers) == requests == set(rows)


def _kinds(kind):
    for one in kind.__subclasses__():
        yield from (one, *_kinds(one))


def _is_call_of(node, name):
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == name and node.args


def test_every_button_names_a_command():
    pressed = {
        name
        for room in ROOMS
        for path in (REPO / room).rglob("*.py")
        for name in PRESS.findall(path.read_text(encoding="utf-8"))
    }

    assert len(pressed) > 10
    # The names of these are put together when they are shown.
    pressed |= {*assisted_entry.AGAIN.values(), *rtl_reminder.BUTTONS}
    assert pressed - OF_THE_SURVEY <= set(REGISTRY.commands)


def test_every_dialogue_is_registered():
    found = {
        module.DIALOG.name
        for info in pkgutil.walk_packages(core.dialog.__path__, "core.dialog.")
        if hasattr(module := importlib.import_module(info.name), "DIALOG")
    }

    assert len(found) == 9
    assert all(REGISTRY.dialogs.is_open({"flow": name}) for name in found)


def test_a_registry_is_built_by_the_assembly_alone():
    """Other code that needs a registry is handed it."""
    builders = {
        path for path, tree in trees() for node in ast.walk(tree)
        if _is_call_of(node, "build_registry") or (isinstance(node, ast.Attribute) and _is_of(node))
    }  # fmt: skip

    assert builders == {"bot/desk/features.py", "bot/app/assembly.py"}


def _is_of(node):
    return node.attr == "of" and getattr(node.value, "id", "") == "Registry"
