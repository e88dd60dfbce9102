"""The closing of a period: its figures are frozen and published as a revision, or refused.

`skm close` calls `publish`; the clock (`scheduler.jobs.period_closings`) calls `prepare`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.errors import InputError
from core.ikm.index import WEIGHTS
from core.language.decimals import comma
from core.results.export import index_json
from core.results.figures import ENOUGH, figures, published_revisions
from core.results.small_numbers import LEAST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from core.office.agency import Agency
    from core.ports.results import ResultsReader, Scope
    from core.ports.store import Store, Tx
    from core.results.figures import Figures


def publish(store: Store, agency: Agency, scope: Scope, now: datetime) -> str:
    """Publish the figures of a unit's period and return an Indonesian sentence about the revision.

    Raises InputError when the answers are too few for a mutu, or differ from the last revision by
    fewer than `LEAST` answers.
    """
    with store.read() as reader:
        told = _final(reader.results, agency, scope)
    with store.write() as tx:
        revision = _keep(tx, told, by="terminal", now=now)
    assert told.ikm is not None  # noqa: S101 - refused otherwise
    return (
        f"{scope.label} {scope.unit}: IKM {comma(told.ikm.ikm)} {told.ikm.mutu},"
        f" {told.n} responden, bobot {WEIGHTS[told.ikm.policy]}, revisi {revision}"
    )


def prepare(results: ResultsReader, agency: Agency, scope: Scope) -> Callable[[Tx, datetime], int]:
    """Read the figures now and return the function that publishes them and returns the revision.

    The clock reads in one thread and writes in another. Raises InputError as `publish` does.
    """
    told = _final(results, agency, scope)
    return lambda tx, now: _keep(tx, told, by="jadwal", now=now)


def _final(results: ResultsReader, agency: Agency, scope: Scope) -> Figures:
    told = figures(results, agency, scope, final=True)
    _refuse(told, _last(results, scope))
    return told


def _keep(tx: Tx, told: Figures, *, by: str, now: datetime) -> int:
    assert told.unit is not None  # noqa: S101 - a period is closed unit by unit
    label = told.periode.label
    for key, rekaps in told.steps:
        tx.results.save_told(key, rekaps, now=now)
    revision = tx.results.publish(label, told.unit, frozen(told), now=now)
    facts = {"periode": label, "unit": told.unit, "revisi": revision}
    tx.staff.audit(by, "tutup", facts, now=now)
    return revision


def frozen(told: Figures) -> dict[str, Any]:
    """Return the JSON of a published revision, as `Publication.figures` holds it.

    A value that changes by itself (a date, an order) would make a new revision at every closing.
    """
    assert told.ikm is not None  # noqa: S101 - only what is told is frozen
    return index_json(told.ikm) | {
        "population": told.users,
        "target": told.target,
        "other_weight": dict([told.other_weight]) if told.other_weight else {},
        "questionnaire": told.survey.snapshot if told.survey else None,
    }


def _last(results: ResultsReader, scope: Scope) -> Mapping[str, Any] | None:
    return next((row.figures for row in published_revisions(results, scope)), None)


def _refuse(told: Figures, last: Mapping[str, Any] | None) -> None:
    where = f"{told.periode.label} {told.unit}"
    if not told.has_mutu or told.ikm is None:
        goal = f", atau target {told.target}" if told.target and told.target < ENOUGH else ""
        raise InputError(f"{where}: {told.n} jawaban, perlu {ENOUGH}{goal}. Tidak diumumkan.")
    more = abs(told.n - int(last["n"])) if last else LEAST
    if 0 < more < LEAST:
        # A reader could subtract two revisions and would have the answers of these few.
        raise InputError(
            f"{where}: berubah {more} jawaban sejak revisi terakhir;"
            f" revisi baru menunggu sedikitnya {LEAST}."
        )
