"""Templates, and the pages' own words in `words.toml`.

Handlers of pages call `page` and `apology`. Jinja2 escapes every value that a template shows.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from jinja2 import Environment

ASSETS = Path(__file__).parent / "assets"
STATIC = ASSETS / "static"
TEMPLATES = ASSETS / "templates"
BASE = "id"
OFFERED_LANGUAGES: web.AppKey[Callable[[], Collection[str]]] = web.AppKey(
    "named"
)  # languages, by the office
# Phones bought in Indonesia are often set to English while their owner would rather not read it.
INDONESIAN = frozenset({"id", "in", "jv", "su", "ms", "min", "ban", "mad"})


@cache
def words(language: str) -> Mapping[str, Any]:
    """The pages' words in a language, with those of the base language in its gaps."""
    return _catalogue()[language]


@cache
def _catalogue() -> Mapping[str, Mapping[str, Any]]:
    every = tomllib.loads((TEMPLATES / "words.toml").read_text(encoding="utf-8"))
    return {code: _over(every[BASE], own) for code, own in every.items()}


def _over(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """A catalogue over the base language: words that it lacks stay in the base language."""
    inner = {key: _over(base[key], own[key]) for key in own if isinstance(own[key], dict)}
    return {**base, **own, **inner}


def language_of(request: web.Request) -> str:
    """The page's language: the first of Accept-Language that the office offers, else Indonesian.

    Indonesian also wins over a foreign language where the browser names a language of Indonesia
    anywhere in its list.
    """
    accepted = re.split(r"[\s,;]+", request.headers.get("Accept-Language", "").lower())
    tags = [tag.partition("-")[0] for tag in accepted]
    offered = _offered(request.app[OFFERED_LANGUAGES]())
    first = next((tag for tag in tags if tag in offered), BASE)
    return BASE if first not in INDONESIAN and INDONESIAN.intersection(tags) else first


def _offered(named: Collection[str]) -> set[str]:
    """Languages of the pages: those the office names, else all that a native speaker reviewed."""
    every = _catalogue()
    return {
        code for code in every if code in named or (not named and every[code].get("ditinjau", True))
    }


@cache
def version() -> str:
    """A hash of the static files, 12 hexadecimal digits, which stands in their addresses.

    It changes whenever one of the files does, so browsers may keep them for ever.
    """
    found = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


@cache
def _templates() -> Environment:
    """The Jinja2 environment. A name that a page was not given is an error, not an empty text."""
    # `words` serves posters too, and many processes show no page: the first page loads Jinja2.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals["version"] = version()
    return made


def page(
    name: str, language: str, facts: Mapping[str, object], *, status: int = 200, fresh: int = 0
) -> web.Response:
    """Render a template of `assets/templates` in a language, with its facts.

    `fresh`: seconds for which a browser may keep the page; 0: not at all.
    """
    handed = {"lang": language, "words": words(language), **facts}
    text = _templates().get_template(name).render(handed)
    response = web.Response(text=text, content_type="text/html", status=status)
    response.headers["Cache-Control"] = f"public, max-age={fresh}" if fresh else "no-store"
    response.headers["Vary"] = "Accept-Language"
    return response


def apology(request: web.Request, office: str, status: int, reason: str) -> web.Response:
    """A page that says in one sentence what went wrong, and leads to the survey.

    `reason`: a key of `kendala` in the catalogue.
    """
    facts = {"office": office, "reason": reason}
    return page("apology.html", language_of(request), facts, status=status)
