"""The kiosk on a tablet in a real browser: by finger and by keyboard, idle, offline, reloaded."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.bot.web.browser.steps import CONTRAST
from tests.bot.web.web_house import NOW
from tests.support.paths import AGENCY_TOML

expect = pytest.importorskip("playwright.sync_api").expect

pytestmark = pytest.mark.browser

TABLET = {"width": 800, "height": 1280}
ROUTED = {"service_workers": "block"}  # page.route does not see a worker's requests
QUICK = 350  # milliseconds: two taps within 300 are one


@pytest.fixture
def kiosk(visit):
    def go(**options):
        page = visit("/kiosk/L1", **({"viewport": TABLET} | options))
        expect(page.locator("#layar h2")).to_be_visible()
        return page

    return go


def press(page, label):
    page.wait_for_timeout(QUICK)
    page.get_by_role("button", name=label, exact=True).click()


def at(page, screen):
    expect(page.locator("#layar")).to_have_attribute("data-layar", screen)


def through_profile(page, *, asked=True):
    if asked:
        press(page, "Setuju, mulai")
    at(page, "p.kelamin")
    press(page, "Perempuan")
    page.get_by_role("textbox").fill("34")
    press(page, "Lanjut")
    press(page, "SMA/SMK")
    press(page, "Wirausaha")
    at(page, "t.persyaratan")


def nine(page, place=2):
    for number in range(9):
        page.wait_for_timeout(QUICK)
        page.locator(".pilih").nth(3 if number == 3 else place).click()
    at(page, "saran")


def finish(page, *, asked=True):
    through_profile(page, asked=asked)
    nine(page)
    press(page, "Tidak ada")
    at(page, "periksa")
    press(page, "Kirim")
    at(page, "selesai")


def taken(serve):
    return [row[0] for row in serve.house.store.taken.values()]


def kept(page):
    return page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('skm.kios:'))")


# -- one answer ------------------------------------------------------------------------------------


def test_a_citizen_answers_and_the_next_one_finds_nothing_of_it(kiosk, serve):
    page = kiosk()
    through_profile(page)
    nine(page)
    page.get_by_role("textbox").fill("Kursi <b>kurang</b> & panas.")
    press(page, "Lanjut")
    at(page, "periksa")
    expect(page.locator(".daftar")).to_contain_text("Kursi <b>kurang</b> & panas.")
    assert taken(serve) == []
    press(page, "Ubah: 3 Waktu: Cepat")
    press(page, "2. Kurang cepat")
    at(page, "periksa")
    press(page, "Kirim")
    expect(page.locator("#kabar")).to_have_text("Penilaian Anda sudah kami terima.")

    [given] = taken(serve)
    assert (given.mode, given.loket, given.layanan) == ("kiosk", "L1", "sktm")
    assert [given.nilai[key] for key in ("persyaratan", "waktu", "biaya")] == [3, 2, 4]
    assert given.profile == {
        "kelamin": "P", "usia": "34", "pendidikan": "SMA", "pekerjaan": "WIRAUSAHA"
    }  # fmt: skip
    press(page, "Selesai")
    at(page, "salam")
    assert kept(page) == []
    press(page, "Setuju, mulai")
    assert page.locator("[aria-pressed=true].pilih").count() == 0


def test_a_double_tap_answers_one_question(kiosk):
    page = kiosk()
    through_profile(page)
    page.wait_for_timeout(QUICK)
    page.locator(".pilih").nth(2).dblclick()
    at(page, "t.prosedur")
    page.wait_for_timeout(QUICK)
    at(page, "t.prosedur")


def test_going_back_shows_what_was_chosen(kiosk):
    page = kiosk()
    through_profile(page)
    press(page, "3. Sesuai")
    press(page, "Kembali")
    at(page, "t.persyaratan")
    pressed = page.locator(".pilih[aria-pressed=true]")
    assert pressed.all_inner_texts() == ["3. Sesuai"]


def test_an_age_that_cannot_be_is_asked_again(kiosk):
    page = kiosk()
    press(page, "Setuju, mulai")
    press(page, "Tidak ingin menjawab")
    page.get_by_role("textbox").fill("340")
    press(page, "Lanjut")
    expect(page.get_by_role("alert")).to_contain_text("340")
    at(page, "p.usia")
    press(page, "Tidak ingin menjawab")
    at(page, "p.pendidikan")


def test_who_is_too_young_is_thanked_and_nothing_is_kept(kiosk, serve, monkeypatch):
    from dataclasses import replace

    from tests.bot.web import web_house

    older = replace(web_house.SURVEY, agency=replace(web_house.SURVEY.agency, minimum_age=17))
    monkeypatch.setattr(web_house, "SURVEY", older)
    page = kiosk()
    expect(page.locator("#layar")).to_contain_text("berusia 17 tahun ke atas")
    press(page, "Setuju, mulai")
    press(page, "Perempuan")
    page.get_by_role("textbox").fill("16")
    press(page, "Lanjut")
    at(page, "muda")
    press(page, "Selesai")
    at(page, "salam")
    assert kept(page) == []


def test_another_occupation_may_be_named(kiosk):
    page = kiosk()
    press(page, "Setuju, mulai")
    for _ in range(3):
        press(page, "Tidak ingin menjawab")
    press(page, "Lainnya")
    at(page, "lain.pekerjaan")
    page.get_by_role("textbox").fill("Penjahit")
    page.keyboard.press("Enter")
    at(page, "t.persyaratan")


def test_cancelling_keeps_nothing(kiosk, serve):
    page = kiosk()
    through_profile(page)
    press(page, "Batal")
    at(page, "salam")
    assert (kept(page), taken(serve)) == ([], [])


def test_in_another_language_the_official_wording_stays_in_sight(kiosk, serve):
    page = kiosk()
    press(page, "English")
    press(page, "Yes, begin")
    for _ in range(4):
        press(page, "I prefer not to say")
    at(page, "t.persyaratan")
    expect(page.locator("h2 .resmi")).to_contain_text("Bagaimana pendapat Saudara")
    assert page.locator(".pilih .resmi").all_inner_texts()[2] == "Sesuai"
    nine(page)
    press(page, "None")
    press(page, "Send")
    expect(page.locator("#kabar")).to_have_text("We have received your answers.")
    assert taken(serve)[0].language == "en"
    press(page, "Done")
    expect(page.get_by_role("button", name="Setuju, mulai")).to_be_visible()


# -- idleness --------------------------------------------------------------------------------------


def test_who_walks_away_leaves_nothing_behind(kiosk):
    """A warning at 45 s that counts down, a reset at 60 s."""
    page = kiosk()
    page.clock.pause_at(NOW + timedelta(minutes=1))
    page.get_by_role("button", name="Setuju, mulai").click()
    at(page, "p.kelamin")
    page.clock.run_for(44_000)
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    page.clock.run_for(2_000)
    expect(page.get_by_role("alertdialog")).to_contain_text("dihapus dalam 14 detik")
    assert page.evaluate("document.activeElement.textContent") == "Lanjut mengisi"
    page.get_by_role("button", name="Lanjut mengisi").click()
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    at(page, "p.kelamin")
    page.clock.run_for(61_000)
    at(page, "salam")
    expect(page.get_by_role("alertdialog")).to_be_hidden()


def test_the_thanks_make_room_for_the_next_one(kiosk):
    page = kiosk()
    finish(page)
    expect(page.locator("#sesudah")).to_contain_text("detik")
    page.clock.run_for(13_000)
    at(page, "salam")


# -- without the network ---------------------------------------------------------------------------


def test_the_server_stops_in_the_middle_and_the_answer_is_brought_once_it_is_back(kiosk, serve):
    page = kiosk()
    expect(page.locator("html")).to_have_attribute("data-siap", "luring")
    through_profile(page)
    serve.stop()
    nine(page)
    press(page, "Tidak ada")
    press(page, "Kirim")
    expect(page.locator("#kabar")).to_contain_text("tersimpan di perangkat ini")
    expect(page.locator("#antre")).to_have_text("1 jawaban menunggu jaringan")
    press(page, "Selesai")
    finish(page)
    expect(page.locator("#antre")).to_have_text("2 jawaban menunggu jaringan")

    page.reload()
    expect(page.locator("#antre")).to_have_text("2 jawaban menunggu jaringan")
    expect(page.get_by_role("button", name="Setuju, mulai")).to_be_visible()
    assert len(kept(page)) == 2
    assert taken(serve) == []

    serve.start()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#antre")).to_have_text("", timeout=15_000)
    assert kept(page) == []
    assert len(taken(serve)) == 2


def test_an_answer_whose_reply_was_lost_counts_once(kiosk, serve):
    page = kiosk(**ROUTED)
    seen = []

    def lose_first(route):
        seen.append(route.request.post_data_json["id"])
        if len(seen) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/jawaban", lose_first)
    finish(page)
    expect(page.locator("#kabar")).to_have_text("Penilaian Anda sudah kami terima.")
    assert seen == seen[:1] * 2
    assert len(taken(serve)) == 1


def test_a_refused_answer_is_told_to_staff_and_blocks_no_other(kiosk, serve):
    page = kiosk()
    bad = '{"id": "' + "a" * 32 + '", "snapshot": "none"}'
    page.evaluate("(text) => localStorage.setItem('skm.kios:L1:a', text)", bad)
    finish(page)
    expect(page.locator("#antre")).to_contain_text("1 jawaban tidak dapat diterima")
    expect(page.locator("#antre")).to_contain_text("versi kuesioner tidak dikenal")
    assert kept(page) == []
    assert len(taken(serve)) == 1


def test_a_refused_answer_is_not_told_as_received(kiosk, serve):
    """The loket was taken out of the agency while its tablet stood there."""
    page = kiosk(**ROUTED)
    told = {"status": 422, "json": {"text": "Loket itu tidak terdaftar lagi."}}
    page.route("**/jawaban", lambda route: route.fulfill(**told))
    finish(page)
    expect(page.locator("#kabar")).to_contain_text("tidak dapat kami terima")
    expect(page.locator("#antre")).to_contain_text("Loket itu tidak terdaftar lagi.")
    assert kept(page) == []


def test_a_tablet_whose_clock_is_wrong_counts_for_the_right_day(kiosk, serve):
    """The server's own clock, told with every reply, sets it right."""
    page = kiosk()
    page.clock.set_system_time(NOW + timedelta(days=40))
    page.reload()
    expect(page.locator("#layar h2")).to_be_visible()
    with page.expect_request("**/jawaban") as asked:
        finish(page)
    assert asked.value.post_data_json["tanggal"] == "2026-11-23"


# -- how it looks and reads ------------------------------------------------------------------------


SIZES = [(360, 740), (800, 1280), (1280, 800)]


def reach(page):
    """The lower edge, in pixels, of the lowest button that one must see."""
    box = page.locator(".pilih, .utama").last.bounding_box()
    return box["y"] + box["height"]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_targets_are_large_and_nothing_runs_over(kiosk, width, height):
    page = kiosk(viewport={"width": width, "height": height})
    least = 64 if width > 480 else 56

    def fits():
        boxes = [one.bounding_box() for one in page.locator("button:visible").all()]
        assert min(box["height"] for box in boxes) >= least
        assert min(box["width"] for box in boxes) >= least
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    fits()
    through_profile(page)
    for _ in range(9):  # an option out of sight is chosen less often
        fits()
        assert reach(page) <= height
        page.wait_for_timeout(QUICK)
        page.locator(".pilih").nth(2).click()
    fits()
    press(page, "Tidak ada")
    fits()
    assert reach(page) <= height  # who sees no Kirim takes the answer for sent


@pytest.mark.parametrize("language", ["id", "en", "jv"])
def test_consent_stands_on_one_screen_with_its_button(kiosk, monkeypatch, language):
    """On a phone, with three languages and a long name."""
    from tests.bot.web import web_house
    from tests.support.office import office

    long = "Dinas Sosial, Kependudukan dan Pencatatan Sipil Provinsi Jambi"
    text = AGENCY_TOML.read_text(encoding="utf-8")
    name = web_house.SURVEY.agency.unit[0].name
    text = text.replace(f'"{name}"', f'"{long}"').replace(
        "[survei]", '[survei]\nbahasa = ["id", "en", "jv"]'
    )
    monkeypatch.setattr(web_house, "SURVEY", office(text))
    page = kiosk(viewport={"width": 360, "height": 740})
    page.wait_for_timeout(QUICK)
    page.locator(f"#bahasa [lang={language}]").click()
    expect(page.locator("h2")).to_contain_text(long)
    assert reach(page) <= 740


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(kiosk, scheme):
    page = kiosk(color_scheme=scheme)
    for step in ("salam", "t"):
        if step == "t":
            through_profile(page)
            press(page, "3. Sesuai")
            press(page, "Kembali")
            press(page, "Apa maksudnya?")
        found = page.evaluate(CONTRAST, "#layar p, #layar li, h2, button, .quiet")
        assert min(found) >= 4.5, step


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_twice_the_letters_still_fit(kiosk, width, height):
    """As an Android set to 200 % shows them: nothing runs over, nothing lies on something else."""
    page = kiosk(viewport={"width": width, "height": height})

    def fits():
        page.evaluate("document.body.style.zoom = '2'")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        tongue = page.locator("#bahasa").bounding_box()
        if tongue is None:  # on a phone, but for the first screen
            return
        name = page.locator("h1").bounding_box()
        beside = name["x"] + name["width"] <= tongue["x"]
        assert beside or name["y"] + name["height"] <= tongue["y"]

    fits()
    through_profile(page)
    fits()


def test_it_goes_by_keyboard_alone_and_says_where_one_is(kiosk):
    page = kiosk()
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.wait_for_timeout(QUICK)
    page.get_by_role("button", name="Setuju, mulai").focus()
    page.keyboard.press("Enter")
    at(page, "p.kelamin")
    for _ in range(4):
        page.wait_for_timeout(QUICK)
        page.get_by_role("button", name="Tidak ingin menjawab").focus()
        page.keyboard.press("Enter")
    at(page, "t.persyaratan")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    group = page.get_by_role("group")
    assert group.get_attribute("aria-labelledby") == "kepala"
    page.wait_for_timeout(QUICK)
    page.keyboard.press("3")
    at(page, "t.prosedur")
    expect(page.locator(".small")).to_have_text("2/9 · Prosedur")


@pytest.mark.parametrize("status", [200, 400])
def test_a_page_of_the_network_in_between_makes_nobody_forget(kiosk, serve, status):
    """A hotel's or an office's portal answers with a page of its own."""
    page = kiosk(**ROUTED)
    page.route("**/jawaban", lambda route: route.fulfill(status=status, body="<p>Login</p>"))
    finish(page)
    expect(page.locator("#kabar")).to_contain_text("tersimpan di perangkat ini")
    assert len(kept(page)) == 1
    page.unroute("**/jawaban")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#kabar")).to_have_text("Penilaian Anda sudah kami terima.")
    assert len(taken(serve)) == 1
