"""`poster`: its codes read as their links, its words stay words, and it prints offline."""

from __future__ import annotations

import struct
import sys
import zlib
from dataclasses import replace

import pytest
import segno

from bot.config.survey_links import SurveyLinks, grouped_digits
from bot.documents.posters import poster
from bot.documents.render.qr import QUIET, svg
from bot.documents.render.worker import Worker
from bot.web.pages import words
from core.office.agency import ServicePoint
from tests.support.office import office

AGENCY = office().agency
EVERY = SurveyLinks("skm_contoh_bot", "whatsapp:+6281234567890", "https://skm.contoh.go.id")
A4, A5 = (595.276, 841.89), (419.528, 595.276)  # in points


@pytest.fixture(scope="module")
def worker():
    made = Worker()
    yield made
    made.close()


def told(point=None, ways=EVERY, agency=AGENCY, **changes):
    point = point or ServicePoint("pelayanan", "sktm", "L1")
    facts = {"paper": "a4", "questions": 9, "minutes": 2} | changes
    way = ways.to(point.loket or point.unit)
    return poster(agency, point, way, words("id")["poster"], **facts)


def pixels(png):
    """The grey value of every pixel of an 8-bit PNG, by rows."""
    wide, tall, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert depth == 8
    each = {0: 1, 2: 3, 6: 4}[colour]
    packed, at = b"", 8
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        packed += png[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    raw, rows, before = zlib.decompress(packed), [], bytes(wide * each)
    for y in range(tall):
        start = y * (wide * each + 1)
        row = unfiltered(
            raw[start], bytearray(raw[start + 1 : start + 1 + wide * each]), before, each
        )
        rows.append(row[::each])
        before = row
    return rows


def unfiltered(how, row, before, each):
    for x in range(len(row)):
        left = row[x - each] if x >= each else 0
        up, corner = before[x], before[x - each] if x >= each else 0
        guess = left + up - corner
        near = min((abs(guess - one), nth, one) for nth, one in enumerate((left, up, corner)))[2]
        row[x] = (row[x] + (0, left, up, (left + up) // 2, near)[how]) & 255
    return bytes(row)


def read_back(rows, modules):
    """The module matrix of the only QR code drawn, found by the edges of what is black."""
    dark = [[x for x, one in enumerate(row) if one < 128] for row in rows]
    ys = [y for y, row in enumerate(dark) if row]
    left, right = min(map(min, filter(None, dark))), max(map(max, filter(None, dark)))
    step = (right - left + 1) / modules
    return [
        [
            int(rows[int(ys[0] + (y + 0.5) * step)][int(left + (x + 0.5) * step)] < 128)
            for x in range(modules)
        ]
        for y in range(modules)
    ]


COARSE = (  # the pixels are read one by one: a few for each module are enough
    "import sys; from bot.documents.render import child; child.PPI = 36.0;"
    "child.serve(sys.stdin.buffer, sys.stdout.buffer)"
)


def test_a_printed_code_reads_as_its_link():
    """Drawn by typst, its modules are sampled from the pixels and compared with the standard's."""
    link = EVERY.to("L1")[2].link
    expected = [list(map(int, row)) for row in segno.make_qr(link, error="m").matrix]
    data = told(ways=SurveyLinks(web=EVERY.web))
    only = [data["cara"][0] | dict.fromkeys(("nama", "di", "alamat", "ketik"), "")]
    blank = dict.fromkeys(("unit", "ajakan", "caranya", "pengganti"), "") | {"janji": []}
    coarse = Worker((sys.executable, "-c", COARSE))
    bare = data | blank | {"cara": only} | dict.fromkeys(("instansi", "tempat", "jamin"))
    rows = pixels(coarse.draw("poster", bare))
    coarse.close()
    inner = rows[len(rows) // 5 : len(rows) * 4 // 5]  # between the two ruled parts
    assert read_back(inner, len(expected)) == expected


def test_a_code_keeps_its_quiet_zone():
    side = len(segno.make_qr("x", error="m").matrix) + 2 * QUIET
    drawn = svg("x")
    black = drawn.rpartition('d="')[2]
    assert f'viewBox="0 0 {side} {side}"' in drawn
    assert black.startswith("M4 4h1v1h-1z")
    assert not any(f"M{edge} " in black or f" {edge}h" in black for edge in range(QUIET))


def test_the_ways_are_the_links_that_channels_understand():
    whatsapp, telegram, web = EVERY.to("L1")
    assert whatsapp.link == "https://wa.me/6281234567890?text=mulai%20L1"
    assert (whatsapp.at, whatsapp.typed) == ("0812 3456 7890", "mulai L1")
    assert telegram.link == "https://t.me/skm_contoh_bot?start=L1"
    assert (telegram.at, telegram.typed) == ("@skm_contoh_bot", "mulai L1")
    assert web.link == "https://skm.contoh.go.id/s/L1"
    assert (web.at, web.typed) == ("skm.contoh.go.id/s/L1", "")
    assert SurveyLinks().to("L1") == ()
    assert grouped_digits("15551234567") == "+155 5123 4567"


@pytest.mark.parametrize(("paper", "page"), [("a4", A4), ("a5", A5)])
@pytest.mark.parametrize("n", [1, 2, 3])
@pytest.mark.parametrize("long", [False, True])
def test_a_poster_is_one_page_of_its_paper(worker, paper, page, n, long):
    """Also with the longest names that an agency file takes."""
    names = ("telegram", "whatsapp", "web")[:n]
    ways = SurveyLinks(**{name: getattr(EVERY, name) for name in names})
    agency = AGENCY
    if long:
        unit = replace(AGENCY.unit[0], name="Unit Pelaksana Teknis Daerah Kependudukan " * 4)
        agency = replace(
            AGENCY,
            name="Dinas Kependudukan dan Pencatatan Sipil " * 5,
            unit=(unit,),
            website="https://" + "layanan." * 8 + "contoh.go.id",
        )
    data = told(ways=ways, agency=agency, paper=paper)
    png = worker.draw("poster", data)  # a second page would not be a picture
    wide, tall = struct.unpack(">II", png[16:24])
    assert abs(wide - page[0] * 3) < 3
    assert abs(tall - page[1] * 3) < 3
    assert worker.draw("poster", data, "pdf")[:5] == b"%PDF-"


@pytest.mark.parametrize(
    "code", ['#read("/etc/passwd")', "]; #panic()", '"); panic("', "$1/0$", "{0.x}", "<svg>"]
)
def test_an_agency_cannot_say_anything_that_is_carried_out(worker, code):
    unit = replace(AGENCY.unit[0], name=code)
    hostile = replace(AGENCY, name=code, short=code, website=code, unit=(unit,))
    data = told(agency=hostile)
    assert data["unit"] == code
    assert code in data["jamin"]
    assert worker.draw("poster", data, "pdf")[:5] == b"%PDF-"


def test_only_what_is_true_is_promised():
    """Minutes only once they were measured; a voucher only where there is one."""
    known = told(agency=replace(AGENCY, website="https://contoh.go.id/"))
    assert known["janji"][0] == "Sekitar 2 menit"
    assert known["jamin"] == "Survei resmi Dinas Contoh. Alamatnya tercantum juga di contoh.go.id."
    unknown = told(minutes=None)
    assert unknown["janji"][0] == "Tanpa nama, tanpa NIK"
    assert unknown["jamin"] is None
