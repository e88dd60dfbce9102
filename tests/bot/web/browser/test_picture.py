"""A drawn chart in the page on a phone: whole, sharp, on its own white ground by day and by night."""

from __future__ import annotations

import pytest

from bot.documents.render.worker import WORKER
from core.messaging.outgoing import Choice, Draft, Message, Picture
from tests.bot.web.browser.steps import bot, expect_screen, press, said, wait_until

pytestmark = pytest.mark.browser

UNSUR = ("Persyaratan", "Prosedur", "Waktu", "Biaya", "Produk", "Kompetensi", "Perilaku",
         "Pengaduan", "Sarpras")  # fmt: skip
BARS = {
    "judul": "IKM 2024: 93,54 · A (Sangat baik)",
    "siapa": ["Dinas Contoh", "80 responden, target 100"],
    "keadaan": "Sementara, 16 Des 2024, 14.05 WIB",
    "rata": 3.74,
    "baris": [
        {"nama": f"U{no} {one}", "skor": 3.2 if no == 8 else 3.8, "nilai": "3,80 A",
         "terendah": no == 8}
        for no, one in enumerate(UNSUR, start=1)
    ],
    "kaki": ["Batang hitam: unsur terendah"],
}  # fmt: skip
TREND = {
    "judul": "Tren IKM 2023–2024", "siapa": ["Dinas Contoh"], "keadaan": "", "bawah": 80, "atas": 100,
    "sumbu": [100, 95, 90, 85, 80], "kaki": ["Garis tegak: rentang 95%"],
    "titik": [
        {"bawah": [label, "A"], "ikm": ikm, "rendah": ikm - 2, "tinggi": ikm + 2, "nilai": "93,54",
         "n": "n 80", "sementara": False, "garis": line}
        for label, ikm, line in (("2023", 88.0, None), ("2024", 93.5, "nyata"))
    ],
}  # fmt: skip
# Where it lies, how many pixels it has, and the colour of its corner and of all that it shows.
LOOK = """
(img) => {
  const box = img.getBoundingClientRect(), canvas = document.createElement("canvas");
  canvas.width = img.naturalWidth; canvas.height = img.naturalHeight;
  const pen = canvas.getContext("2d");
  pen.drawImage(img, 0, 0);
  const data = pen.getImageData(0, 0, canvas.width, canvas.height).data;
  let dark = 0;
  for (let i = 0; i < data.length; i += 4) dark += data[i] < 64 && data[i + 3] === 255;
  return { left: box.left, right: box.right, wide: img.naturalWidth, tall: img.naturalHeight,
           shown: box.width / box.height, corner: [...data.slice(0, 4)], dark };
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "told"), [("unsur", BARS), ("tren", TREND)])
def test_a_chart_is_seen_whole_on_a_phone_whatever_the_background(
    visit, serve, shape, told, scheme
):
    page = visit("/chat?kode=ALAT", color_scheme=scheme)
    expect_screen(page, "Bersediakah Anda?")
    drawn = Picture(WORKER.draw(shape, told), "Batang sembilan unsur", f"{shape}.png")
    choices = (Choice("kt:hitung:2024 pelayanan", "Cara hitung"),)
    shown = Message("IKM 2024: 93,54", picture=drawn, choices=choices)
    serve.house.store.put(Draft(serve.house.store.events[0].address, shown))
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect_screen(page, "IKM 2024: 93,54")

    chart = bot(page).get_by_role("img", name="Batang sembilan unsur")
    chart.evaluate("img => img.decode()")
    seen = chart.evaluate(LOOK)
    assert 0 <= seen["left"] < seen["right"] <= 360
    assert seen["wide"] >= 2 * (seen["right"] - seen["left"])
    assert seen["shown"] == pytest.approx(seen["wide"] / seen["tall"], rel=0.01)
    assert seen["corner"] == [255, 255, 255, 255]
    assert seen["dark"] > 1000

    press(page, "Cara hitung")
    wait_until(page, lambda: said(serve)[-1:] == ["kt:hitung:2024 pelayanan"])
