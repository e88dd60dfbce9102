"""A Bot API server over loopback that follows the official server's rules, with faults on demand.

Tests call `running`. The server is also a process of its own:
`python -m tests.support.doubles.telegram.telegram_server --port 8081 --no-check`; then
`POST /warga/<user id>/<send|press|photo|block|unblock>` with `{"text": ...}` plays its people and
`GET /warga/<user id>` shows their screen.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import asdict
from functools import partial

import orjson
from aiohttp import web

from tests.support.doubles.telegram import telegram_spec
from tests.support.doubles.telegram.telegram_rules import (
    Fault,
    RefusalError,
    UploadedFile,
    throttle,
)
from tests.support.doubles.telegram.telegram_world import TelegramWorld

__all__ = ["Fault", "TelegramWorld", "running", "throttle"]

WORDS = {"text", "callback_query_id", "url", "parse_mode", "chat_id", "secret_token", "caption"}


@asynccontextmanager
async def running(world=None, *, port=0, **options):
    """Serve a world; its `url` says where. Violations of the specification fail at the end."""
    world = world or TelegramWorld(**options)
    runner = web.AppRunner(_app(world), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    world.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield world
    finally:
        world.wake()
        for one in (world, *world.others.values()):
            one.wake()
            await one.hooks.close()
        await runner.cleanup()
    violations = [*world.violations, *(v for one in world.others.values() for v in one.violations)]
    assert not violations, violations


def _app(world):
    app = web.Application(client_max_size=64 * 2**20)
    app.router.add_route("*", "/bot{token}/{method}", partial(_serve, world))
    app.router.add_get("/file/bot{token}/{folder}/{file}", partial(_file, world))
    app.router.add_post(r"/warga/{user:\d+}/{act}", partial(_act, world))
    app.router.add_get(r"/warga/{user:\d+}", partial(_look, world))
    return app


async def _serve(world, request):
    method = request.match_info["method"]
    world = world.others.get(request.match_info["token"], world)
    if request.match_info["token"] != world.token:
        return _answer(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    params = await _params(request)
    world.record(method, params)
    fault = world.faults[method].popleft() if world.faults.get(method) else None
    if fault is None:
        return _answer(*await _work(world, method, params))
    return await _go_wrong(world, request, method, params, fault)


async def _file(world, request):
    """The bytes of a file whose path came from getFile."""
    if request.match_info["token"] != world.token:
        return web.Response(status=401)
    world.record("file", dict(request.match_info))
    fault = world.faults["file"].popleft() if world.faults.get("file") else None
    data = world.files.get(request.match_info["file"])
    if fault is not None and fault.lost:
        request.transport.abort()
    if fault is not None or data is None:
        return web.Response(status=fault.code or 500 if fault else 404)
    return web.Response(body=data)


async def _work(world, method, params):
    try:
        result = world.methods[method](params) if _right(world, method, params) else None
        if asyncio.iscoroutine(result):
            result = await result
    except RefusalError as no:
        return no.code, _refusal(no.code, no.description, no.parameters)
    return 200, {"ok": True, "result": result}


def _right(world, method, params):
    if world.check and (faults := telegram_spec.faults(method, params)):
        world.violations += faults
        raise RefusalError(400, f"Bad Request: against the specification: {faults}")
    if method not in world.methods:
        raise RefusalError(404, "Not Found: method not found")
    return True


async def _go_wrong(world, request, method, params, fault):
    code, answer = await _work(world, method, params) if fault.work else (200, {})
    await asyncio.sleep(fault.delay)
    if fault.lost:
        request.transport.abort()
        return web.Response()
    if fault.body is not None:
        return web.Response(status=fault.code or 200, body=fault.body, content_type="text/html")
    if fault.code is not None:
        return _answer(fault.code, _refusal(fault.code, fault.description, dict(fault.parameters)))
    return _answer(code, answer)


def _refusal(code, description, parameters):
    answer = {"ok": False, "error_code": code, "description": description}
    return {**answer, "parameters": parameters} if parameters else answer


def _answer(code, answer):
    try:
        body = orjson.dumps(answer)
    except TypeError:  # half a character, which only a hostile server would send
        body = json.dumps(answer).encode()
    return web.Response(status=code, body=body, content_type="application/json")


async def _params(request):
    if request.content_type == "application/json":
        return orjson.loads(await request.read() or b"{}")
    form = {**request.query, **(await request.post())}
    return {key: _value(key, value) for key, value in form.items()}


def _value(key, value):
    if isinstance(value, web.FileField):
        return UploadedFile(value.filename, value.file.read(), value.content_type)
    return value if key in WORDS else json.loads(value)


async def _act(world, request):
    user = world.user(int(request.match_info["user"]))
    asked = orjson.loads(await request.read() or b"{}")
    words = [asked["text"]] if "text" in asked else []
    result = getattr(user, request.match_info["act"])(*words)
    return _answer(200, {"result": result})


async def _look(world, request):
    user = world.user(int(request.match_info["user"]))
    return _answer(200, {"screen": [asdict(shown) for shown in user.screen]})


async def _forever(options):
    async with running(token=options.token, check=options.check, port=options.port) as world:
        print(world.url, flush=True)
        await asyncio.Event().wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default="4242:double")
    parser.add_argument("--no-check", dest="check", action="store_false")
    asyncio.run(_forever(parser.parse_args()))


if __name__ == "__main__":
    main()
