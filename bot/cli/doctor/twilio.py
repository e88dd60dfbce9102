"""The findings of `skm doctor` at Twilio: account, sender, templates, webhook addresses.

No secret is printed.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.cli.doctor.templates import GOOD, NOTE, TEMPLATES, template

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from bot.channels.whatsapp.twilio_client import TwilioClient
    from bot.cli.doctor.templates import TemplateFinding
    from bot.config.settings import AgencySettings

SANDBOX = "+14155238886"  # sender of the Twilio sandbox
# Twilio's connection overrides: five retries after any failure, instead of one.
TRIED_AGAIN = "#rc=5&rp=all"


def findings(settings: AgencySettings) -> Iterator[TemplateFinding]:
    """Yield (what, remedy or None, mark) on WhatsApp; one finding alone when it is not set up."""
    if not (settings.twilio_account_sid and settings.twilio_auth_token):
        yield "Tanpa WhatsApp (TWILIO_ACCOUNT_SID kosong).", None, GOOD
        return
    account = (settings.twilio_account_sid, settings.twilio_auth_token)
    yield from asyncio.run(_asked(settings, *account))
    yield from _addresses(settings)


async def _asked(settings: AgencySettings, sid: str, token: str) -> list[TemplateFinding]:
    from bot.channels.http import LostError
    from bot.channels.whatsapp.twilio_client import TwilioClient

    api = TwilioClient(sid, token, settings.twilio_api_url)
    try:
        return [told async for told in _at_twilio(settings, api)]
    except LostError:
        return [
            ("Twilio tidak dapat dihubungi.", "Periksa internet, proksi, dan TWILIO_API_URL.", GOOD)
        ]
    finally:
        await api.close()


async def _at_twilio(settings: AgencySettings, api: TwilioClient) -> AsyncIterator[TemplateFinding]:
    from bot.channels.whatsapp.error_codes import TwilioError

    try:
        account = await api.account()
    except TwilioError as no:
        what = f"Akun Twilio tidak dapat dibaca (HTTP {no.status})."
        yield what, "Salin lagi TWILIO_ACCOUNT_SID dan TWILIO_AUTH_TOKEN dari konsol Twilio.", GOOD
        return
    yield _account(account.status, account.type)
    yield _sender(settings)
    if settings.twilio_content_list_sid:
        yield await _list(api, settings.twilio_content_list_sid)
    else:
        what = "Tanpa daftar pilihan (TWILIO_CONTENT_LIST_SID kosong): pilihan diketik angkanya."
        yield what, None, NOTE
    for name in TEMPLATES:
        async for told in template(settings, api, name):
            yield told


def _account(status: str | None, kind: str | None) -> TemplateFinding:
    if status != "active":
        remedy = "Buka konsol Twilio: saldo habis atau akun ditangguhkan."
        return f"Akun Twilio berstatus {status}.", remedy, GOOD
    if kind == "Trial":
        return "Akun Twilio percobaan: hanya nomor yang terdaftar di sana terlayani.", None, NOTE
    return "Akun Twilio aktif.", None, GOOD


def _sender(settings: AgencySettings) -> TemplateFinding:
    sender = (settings.twilio_whatsapp_from or "").removeprefix("whatsapp:")
    if sender == SANDBOX:
        what = f"Pengirim {sender} adalah kotak pasir Twilio: warga harus mengetik join dulu."
        return what, None, NOTE
    return f"Pengirim WhatsApp {sender}.", None, GOOD


async def _list(api: TwilioClient, sid: str) -> TemplateFinding:
    from bot.channels.whatsapp.error_codes import TwilioError
    from bot.channels.whatsapp.templates import fits

    try:
        is_ours = fits((await api.content(sid)).types)
    except TwilioError:
        is_ours = False
    if is_ours:
        return "TWILIO_CONTENT_LIST_SID: daftar empat pilihan.", None, GOOD
    what = "TWILIO_CONTENT_LIST_SID bukan daftar empat pilihan yang dikenal bot."
    return what, "Buat ulang seperti di docs/whatsapp.md; sementara itu pilihan diketik.", GOOD


def _addresses(settings: AgencySettings) -> Iterator[TemplateFinding]:
    hook = f"{settings.public_url}/hooks/twilio"
    if not (settings.public_url or "").startswith("https://"):
        yield "SKM_PUBLIC_URL bukan https.", "Twilio perlu alamat https yang terbuka.", GOOD
    yield (
        f"Isikan di konsol Twilio, “When a message comes in” (POST): {hook}{TRIED_AGAIN}",
        None,
        NOTE,
    )
    what = "“Fallback URL” (POST): alamat yang sama di peladen cadangan; tanpa itu:"
    yield f"{what} {hook}", None, NOTE
