"""`/healthz`, `/readyz`, `/metrics`: for the operator's monitoring.

The first says that the process lives, the second whether it can serve, the third gives figures in
the text format of Prometheus.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from aiohttp import web

from bot.web.guard.limits import is_near
from core.errors import fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from prometheus_client import Metric

    from bot.web.parts import HealthSources
    from core.ports.store import Store

PATIENCE = 3.0  # seconds that the database may take for one short read

log = logging.getLogger(__name__)


class HealthPages:
    """The three pages. One look at the database runs at a time."""

    def __init__(
        self,
        store: Store,
        sources: HealthSources,
    ) -> None:
        self._store, self._channels, self._metrics = store, sources.channels, sources.metrics
        self._looking: asyncio.Future[bool] | None = None

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/healthz", self.alive),
            web.get("/readyz", self.ready),
            web.get("/metrics", self.figures),
        ]

    async def alive(self, request: web.Request) -> web.Response:
        """Answer 200 while the event loop turns."""
        del request
        return _fresh(web.json_response({"ok": True}))

    async def ready(self, request: web.Request) -> web.Response:
        """Answer 200 when database and channels are all well, else 503; each state as JSON."""
        del request
        parts = {"database": await self._database(), **self._channels()}
        ok = all(parts.values())
        return _fresh(web.json_response({"ok": ok, **parts}, status=200 if ok else 503))

    async def figures(self, request: web.Request) -> web.Response:
        """Answer the figures, to private network addresses only; 404 to all others.

        The number of answers is not published as it grows.
        """
        if not is_near(request):
            raise web.HTTPNotFound
        figures = await asyncio.to_thread(self._metrics)
        from prometheus_client import CONTENT_TYPE_LATEST  # noqa: PLC0415 - few processes are asked

        headers = {"Content-Type": CONTENT_TYPE_LATEST}
        return _fresh(web.Response(body=_exposition(figures), headers=headers))

    async def _database(self) -> bool:
        # One look at a time: a database that hangs must not take one thread per probe.
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(asyncio.to_thread(self._look))
        done, _ = await asyncio.wait({self._looking}, timeout=PATIENCE)
        return bool(done) and self._looking.result()

    def _look(self) -> bool:
        try:
            with self._store.read() as reader:
                reader.upkeep.agency()
        except Exception as error:  # noqa: BLE001 - after any fault the process is not ready
            log.warning("web.not_ready", extra={"fault": fault(error)})
            return False
        return True


def _fresh(response: web.Response) -> web.Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _exposition(figures: Mapping[str, float]) -> bytes:
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415 - as above
    from prometheus_client.registry import Collector  # noqa: PLC0415

    class Ours(Collector):
        def collect(self) -> Iterator[Metric]:
            return _families(figures)

    registry = CollectorRegistry()
    registry.register(Ours())
    return generate_latest(registry)


def _families(figures: Mapping[str, float]) -> Iterator[Metric]:
    from prometheus_client.core import (  # noqa: PLC0415
        CounterMetricFamily,
        GaugeMetricFamily,
    )

    for name, value in figures.items():
        kind = CounterMetricFamily if name.endswith("_total") else GaugeMetricFamily
        ours = name if name.startswith("skm_") else f"skm_{name}"
        yield kind(ours, name.replace("_", " "), value=value)
