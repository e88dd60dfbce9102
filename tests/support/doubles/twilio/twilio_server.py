"""Twilio's REST address over loopback, for a `TwilioWorld`: login, faults, the document's rules."""

from __future__ import annotations

import asyncio
import base64
from contextlib import asynccontextmanager
from functools import partial

from aiohttp import web

from tests.support.doubles.twilio import twilio_spec
from tests.support.doubles.twilio.twilio_world import SID, Refusal, TwilioWorld

__all__ = ["TwilioWorld", "running"]


@asynccontextmanager
async def running(world=None, **options):
    """Serve a world; its `url` says where. Calls against the document fail at the end."""
    world = world or TwilioWorld(**options)
    app = web.Application()
    app.router.add_route("*", "/2010-04-01/{rest:.*}", partial(_serve, world))
    app.router.add_get("/v1/Content/{rest:.*}", partial(_serve, world))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    world.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield world
    finally:
        for task in list(world.tasks):
            task.cancel()
        await asyncio.gather(*world.tasks, return_exceptions=True)
        await runner.cleanup()
    assert not world.violations, world.violations


async def _serve(world, request):
    login = base64.b64encode(f"{SID}:{world.token}".encode()).decode()
    if request.headers.get("Authorization") != f"Basic {login}":
        return _refused(401, 20003, "Authenticate")
    form = {str(name): str(value) for name, value in (await request.post()).items()}
    query = dict(request.query)
    name = _name(request)
    world.calls.append((name, form or query))
    if name != "GET Media":  # the document describes JSON alone
        world.violations += twilio_spec.faults(request.method, request.path, query, form)
    fault = world.faults[name].popleft() if world.faults.get(name) else None
    if fault is None:
        return await _work(world, name, form, query, request.path)
    answer = await _work(world, name, form, query) if fault.work else None
    await asyncio.sleep(fault.delay)
    if fault.lost:
        request.transport.abort()
        return web.Response()
    if fault.status is None:
        return answer or await _work(world, name, form, query)
    head = {"Retry-After": str(fault.after)} if fault.after else None
    return _refused(fault.status, fault.code, "", head)


def _name(request):
    if "/Media/" in request.path:
        return "GET Media"
    if request.path.startswith("/v1/Content/"):
        return "GET Content"
    what = "Messages" if request.path.endswith("/Messages.json") else "Account"
    return f"{request.method} {what}"


async def _work(world, name, form, query, path=""):
    if name == "GET Media":
        return web.Response(body=b"\xff\xd8\xff uji", content_type="image/jpeg")
    if name == "GET Account":
        return web.json_response({"sid": SID, "friendly_name": "Uji", **world.account})
    if name == "GET Content":
        found = world.template(*path.removeprefix("/v1/Content/").split("/"))
        return web.json_response(found) if found else _refused(404, 20404, "not found")
    if name == "GET Messages":
        return web.json_response(world.listed(query))
    try:
        row = await world.create(form)
    except Refusal as no:
        return _refused(no.status, no.code, no.message)
    world.violations += twilio_spec.shape("api.v2010.account.message", row)
    return web.json_response(row, status=201)


def _refused(status, code, message, headers=None):
    if code is None:
        return web.Response(status=status, text="<html>ill</html>", headers=headers)
    body = {"code": code, "message": message, "more_info": "", "status": status}
    return web.json_response(body, status=status, headers=headers)
