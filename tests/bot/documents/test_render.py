"""`Worker`, the drawing process: it draws data, reads nothing, and is replaced when it fails."""

import sys

import pytest

from bot.documents.render import worker as rendering
from bot.documents.render.worker import RenderError, Worker

BAR = {"nama": "U1 Persyaratan", "skor": 3.83, "nilai": "3,83 A", "terendah": False}


def bars(**changes):
    told = {
        "judul": "IKM 2024: 93,54",
        "siapa": ["Unit", "80 responden"],
        "keadaan": "Sementara",
        "rata": 3.74,
        "baris": [BAR] * 9,
        "kaki": ["skala 1–4"],
    }
    return told | changes


@pytest.fixture(scope="module")
def worker():
    made = Worker()
    yield made
    made.close()


def size(png):
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def test_a_picture_is_three_times_as_wide_as_a_phone(worker):
    wide, tall = size(worker.draw("unsur", bars()))
    assert wide == 1080
    assert 1500 < tall < 1800


def test_a_trend_without_points_is_still_a_picture(worker):
    told = bars(bawah=80, atas=100, sumbu=[80, 100], titik=[])
    assert size(worker.draw("tren", told))[0] == 1080


@pytest.mark.parametrize(
    "code", ['#read("unsur.typ")', '#read("/etc/passwd")', "]; #panic()", '"); panic("', "$1/0$"]
)
def test_words_are_drawn_and_never_carried_out(worker, code, tmp_path):
    """As source these would read a file or fail; as data they take their own place on the page."""
    drawn = worker.draw("unsur", bars(judul=code, kaki=[code], siapa=[code]))
    assert drawn != worker.draw("unsur", bars(judul="#", kaki=["#"], siapa=["#"]))
    assert size(drawn)[0] == 1080


def test_even_a_template_that_reads_finds_an_empty_folder(tmp_path):
    from bot.documents.render import child

    (tmp_path / "nakal.typ").write_text('#read("rahasia.txt")')
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "rahasia.txt").write_text("rahasia")
    before, child.HERE = child.HERE, tmp_path
    try:
        with pytest.raises(Exception, match="not found"):
            child.draw("nakal", {}, str(root))
        (tmp_path / "nakal.typ").write_text('#read("../rahasia.txt")')
        with pytest.raises(Exception, match="escape the project root"):
            child.draw("nakal", {}, str(root))
    finally:
        child.HERE = before


def test_the_library_stays_out_of_our_own_process():
    import subprocess

    words = "import bot.app.assembly, sys; print('typst' in sys.modules)"
    made = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "False"


def test_a_fault_of_the_data_leaves_the_child_alive(worker):
    worker.draw("unsur", bars())
    child = worker._child
    with pytest.raises(RenderError, match="TypstError"):
        worker.draw("unsur", {})
    worker.draw("unsur", bars())
    assert worker._child is child


def test_a_child_that_died_is_replaced_within_the_same_call(worker):
    worker.draw("unsur", bars())
    worker._child.kill()
    worker._child.wait()
    assert size(worker.draw("unsur", bars()))[0] == 1080


def test_one_that_takes_too_long_is_stopped():
    slow = Worker((sys.executable, "-c", "import signal; signal.pause()"), within=0.2)
    with pytest.raises(RenderError, match=r"no picture within 0\.2 s"):
        slow.draw("unsur", bars())
    assert slow._child is None


def test_one_that_dies_at_every_start_is_given_up():
    broken = Worker((sys.executable, "-c", "pass"))
    with pytest.raises(RenderError, match="died"):
        broken.draw("unsur", bars())
    assert broken._child is None


def test_the_child_inherits_no_secret(monkeypatch):
    monkeypatch.setenv("SKM_SECRET_KEY", "x")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "y")
    told = (
        "import os, json;"
        "found = [k for k in os.environ if k.startswith(('SKM_', 'TELEGRAM_', 'TWILIO_'))];"
        "print(json.dumps({'size': 0, 'fault': str(found)}), flush=True); input()"
    )
    spy = Worker((sys.executable, "-c", told))
    with pytest.raises(RenderError, match=r"^\[\]$"):
        spy.draw("unsur", bars())
    spy.close()


def test_the_limit_is_ten_seconds():
    assert rendering.WITHIN == 10.0
