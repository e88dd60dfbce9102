"""The index with and without doubtful answers; of a few marked answers nothing is told."""

from __future__ import annotations

import pytest

from bot.cli import main
from core.periods.periode import parse
from core.results.doubtful import doubts
from core.results.figures import figures, scope_of
from tests.core.results.test_figures import AGENCY, TODAY, Answers
from tests.support.paths import AGENCY_TOML

MIXED = "4 3 4 3 4 3 4 2 4"
SAME = "4 4 4 4 4 4 4 4 4"


class Marked:
    """Answers of which some are marked."""

    def __init__(self, plain, marked):
        every = Answers().give(plain, 3).give(marked, 4)
        self.by = {None: every, True: Answers().give(marked, 4), False: Answers().give(plain, 3)}

    def rekap(self, scope):
        return self.by[scope.flagged].rekap(scope)

    def totals(self, scope):
        return self.by[scope.flagged].totals(scope)

    def sizes(self, scope):
        return self.by[scope.flagged].sizes(scope)

    def __getattr__(self, name):
        return getattr(self.by[None], name)


def told(plain, marked, layanan=None):
    results = Marked(plain, marked)
    scope = scope_of(AGENCY, parse("2026", TODAY), None, layanan)
    return doubts(results, AGENCY, figures(results, AGENCY, scope))


def test_both_are_told_once_enough_are_marked():
    found = told(20, 5)
    (line,) = found.lines
    assert line.startswith("Tanpa jawaban yang ditandai meragukan: IKM 75,00 dari 20 jawaban.")
    assert "tidak dihapus" in line
    ((key, sums),) = found.steps
    assert key == "pelayanan||2026|tanpa yang ditandai"
    assert sum(one.n for one in sums) == 20


@pytest.mark.parametrize(
    ("plain", "marked", "line"),
    [
        (20, 0, "Tidak ada jawaban yang ditandai meragukan."),
        (20, 4, "Kurang dari 5 jawaban ditandai meragukan; tetap dihitung."),
        (4, 20, "Ada jawaban yang ditandai meragukan"),
    ],
)
def test_a_few_are_not_told_by_subtraction(plain, marked, line):
    found = told(plain, marked)
    assert found.lines[0].startswith(line)
    assert found.steps == ()


def test_nothing_is_told_of_a_single_layanan():
    """From the unit and all its other layanan one could work back to a few."""
    assert told(20, 20, "sktm").lines == ()


def test_imported_rows_are_marked_too(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SKM_DATABASE_URL", "sqlite:///skm.db")
    rows = [MIXED] * 20 + [SAME] * 6
    (tmp_path / "lama.txt").write_text(
        "\n".join(f"{n} {row}" for n, row in enumerate(rows, start=1))
    )

    def run(*words):
        with pytest.raises(SystemExit):
            main(words)
        return capsys.readouterr().out

    run("setup", str(AGENCY_TOML))
    run("import", "lama.txt", "--period", "2024", "--order", "unsur", "--layanan", "sktm")
    out = run("ikm", "--period", "2024", "--explain")
    assert "n = 26 kuesioner" in out
    assert "Tanpa jawaban yang ditandai meragukan: IKM 86,11 dari 20 jawaban." in out
    assert "ditandai" not in run("ikm", "--period", "2024")
