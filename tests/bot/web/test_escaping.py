"""Names and words that look like markup stay text: they change no tag, and are read as written."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from bot.config.survey_links import SurveyLinks
from bot.web import pages
from bot.web.kiosk.content import contents
from tests.bot.web.web_browser import walk
from tests.bot.web.web_house import AGENCY, PUBLISHED, SURVEY

SHARP = "</p><script>alert(1)</script> \"a\" 'b' & &amp; <b"
HOSTILE = SHARP + "${isi} {{ lang }} {% raw %} {# #} {n}"
PATHS = ("/", "/chat?kode=ALAT", "/s/ALAT", "/kiosk/L1", "/nowhere")
FIGURES = PUBLISHED.figures
ROW = FIGURES["unsur"][0] | {"nama": "Persyaratan"}


class Skeleton(HTMLParser):
    """The tags of a page with the names of their attributes, and apart from them what is read."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.tags, self.read, self.held = [], "", {}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, [name for name, _ in attrs]))
        self.held |= dict(attrs)

    def handle_endtag(self, tag):
        self.tags.append(("/" + tag, []))

    def handle_data(self, data):
        self.read += data


def skeletons(agency, survey, publication):
    """Of every page, over a house of these."""
    found = {}

    async def go(browser):
        browser.store.publications = [publication]
        for path in PATHS:
            found[path] = Skeleton(await (await browser.client.get(path)).text())

    walk(go, agency=lambda: agency, survey=lambda: survey, ways=lambda: SurveyLinks("skm_bot"))
    return found


def tame():
    return skeletons(AGENCY, SURVEY, replace(PUBLISHED, figures=FIGURES | {"unsur": [ROW]}))


def hostile_survey():
    unit = SURVEY.agency.unit[0]
    loket = replace(unit.loket[0], name=HOSTILE)
    return replace(
        SURVEY,
        agency=replace(
            SURVEY.agency, name=HOSTILE, unit=(replace(unit, name=HOSTILE, loket=(loket,)),)
        ),
    )


def test_hostile_names_change_no_tag_and_are_read_as_written():
    """Of the agency, its units and loket, of a periode and of an unsur."""
    unit = replace(AGENCY.unit[0], name=HOSTILE)
    row = ROW | {"code": HOSTILE, "nama": HOSTILE, "mutu": HOSTILE}
    figures = FIGURES | {"kinerja": HOSTILE, "mutu": HOSTILE, "unsur": [row]}
    found = skeletons(
        replace(AGENCY, name=HOSTILE, unit=(unit,)),
        hostile_survey(),
        replace(PUBLISHED, label=HOSTILE, figures=figures),
    )

    for path, plain in tame().items():
        assert found[path].tags == plain.tags, path
        assert HOSTILE in found[path].read, path
    assert found["/"].read.count(HOSTILE) == 8


def test_what_a_script_reads_from_its_page_arrives_as_it_was_sent():
    found = skeletons(AGENCY, hostile_survey(), PUBLISHED)
    sent = contents(hostile_survey(), hostile_survey().agency.point("L1"))

    assert found["/kiosk/L1"].held["data-isi"] == json.dumps(sent, ensure_ascii=False)
    held = found["/chat?kode=ALAT"].held
    assert json.loads(held["data-words"])["mengirim"] == pages.words("id")["chat"]["mengirim"]
    assert held["data-kode"] == "ALAT"


@pytest.fixture
def sharp_words(monkeypatch):
    """A catalogue whose every word looks like markup; a gap is filled as ever."""
    every = {code: _sharp(own) for code, own in pages._catalogue().items()}
    yield lambda: (
        monkeypatch.setattr(pages, "_catalogue", lambda: every),
        pages.words.cache_clear(),
    )
    pages.words.cache_clear()


def _sharp(own):
    if isinstance(own, dict):
        return {key: _sharp(value) for key, value in own.items()}
    if isinstance(own, list):
        return [_sharp(value) for value in own]
    return own + SHARP if isinstance(own, str) else own


def test_words_of_the_catalogue_are_escaped_like_names(sharp_words):
    plain = tame()
    sharp_words()

    for path, found in tame().items():
        assert found.tags == plain[path].tags, path
        assert SHARP in found.read, path
