"""Templates and the pages' own words. Whatever is filled in is escaped; nothing is interpreted."""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

ASSETS = Path(__file__).parent / "assets"
STATIC = ASSETS / "static"
TEMPLATES = ASSETS / "templates"
BASE = "id"
# Phones bought in Indonesia often speak English while their owner would rather not.
NAMED: web.AppKey[Callable[[], Collection[str]]] = web.AppKey("named")  # languages, by the office
INDONESIAN = frozenset({"id", "in", "jv", "su", "ms", "min", "ban", "mad"})


@cache
def words(language: str) -> Mapping[str, Any]:
    return _catalogue()[language]


@cache
def _catalogue() -> Mapping[str, Mapping[str, Any]]:
    every = tomllib.loads((TEMPLATES / "words.toml").read_text(encoding="utf-8"))
    return {code: _over(every[BASE], own) for code, own in every.items()}


def _over(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """What a language has not got yet is said in the base language."""
    inner = {key: _over(base[key], own[key]) for key in own if isinstance(own[key], dict)}
    return {**base, **own, **inner}


def language_of(request: web.Request) -> str:
    """The page's language: one that the office offers, or Indonesian where the browser names it."""
    accepted = re.split(r"[\s,;]+", request.headers.get("Accept-Language", "").lower())
    tags = [tag.partition("-")[0] for tag in accepted]
    offered = _offered(request.app[NAMED]())
    first = next((tag for tag in tags if tag in offered), BASE)
    return BASE if first not in INDONESIAN and INDONESIAN.intersection(tags) else first


def _offered(named: Collection[str]) -> set[str]:
    """As in the conversation: what the office names, else what a native speaker has read."""
    every = _catalogue()
    return {
        code for code in every if code in named or (not named and every[code].get("ditinjau", True))
    }


@cache
def version() -> str:
    """Changes whenever a file of the page does, so that browsers may keep them for ever."""
    found = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


@cache
def _template(name: str) -> Template:
    return Template((TEMPLATES / name).read_text(encoding="utf-8"))


def fill(name: str, facts: Mapping[str, str] | None = None, content: str = "") -> str:
    """The template with its facts escaped; only `isi` is HTML already."""
    escaped = {key: escape(fact) for key, fact in (facts or {}).items()}
    return _template(name).substitute(escaped, content=content, v=version())


def page(
    name: str, facts: Mapping[str, str], content: str = "", *, status: int = 200, fresh: int = 0
) -> web.Response:
    """`fresh`: seconds that a browser may keep it."""
    response = web.Response(
        text=fill(name, facts, content), content_type="text/html", status=status
    )
    response.headers["Cache-Control"] = f"public, max-age={fresh}" if fresh else "no-store"
    response.headers["Vary"] = "Accept-Language"
    return response


def apology(request: web.Request, name: str, status: int, key: str) -> web.Response:
    """What went wrong in one sentence, and the way to the survey. `name`: of the office."""
    language = language_of(request)
    own = words(language)
    facts = {"lang": language, "judul": own["chat"]["judul"], "instansi": name}
    content = f"<p>{own['kendala'][key]}</p>{button('/chat', own['kendala']['ke_survei'])}"
    return page("page.html", facts, content, status=status)


def button(href: str, label: str, *, second: bool = False) -> str:
    kind = "button second" if second else "button"
    return f'<p><a class="{kind}" href="{escape(href)}">{escape(label)}</a></p>'
