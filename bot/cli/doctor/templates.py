"""The findings of `skm doctor` on WhatsApp templates: approval, gaps and price category.

WhatsApp approves them by way of Twilio's Content API (ApprovalRequests).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from typing import Any

    from bot.channels.whatsapp.twilio_client import TwilioClient
    from bot.config.settings import AgencySettings

TemplateFinding = tuple[str, str | None, str]  # (what, remedy or None, mark)
GOOD, NOTE = "baik   ", "catat  "
TEMPLATES = ("invite", "digest")
FILLED = {"1", "2"}  # the gaps that the bot fills in each template
_GAP = re.compile(r"\{\{(\w+)\}\}")
# Remedies by WhatsApp's status of a template; with any other status one can only wait.
REMEDIES = {
    "rejected": "Perbaiki kata-katanya di konsol Twilio, ajukan lagi, lalu ganti SID-nya.",
    "paused": "WhatsApp menjedanya karena keluhan penerima. Tunggu, atau ajukan yang lain.",
    "disabled": "WhatsApp mematikannya. Ajukan templat lain, lalu ganti SID-nya.",
}


async def template(
    settings: AgencySettings, api: TwilioClient, name: str
) -> AsyncIterator[TemplateFinding]:
    """Yield the findings on one template; `name`: one of TEMPLATES."""
    from bot.channels.whatsapp.error_codes import TwilioError

    setting = f"TWILIO_CONTENT_{name.upper()}_SID"
    sid = getattr(settings, setting.lower())
    if sid:
        try:
            approval, content = await api.approval(sid), await api.content(sid)
        except TwilioError:
            yield f"{setting} tidak ada di akun Twilio ini.", "Salin lagi SID templatnya.", GOOD
            return
        yield _approval(settings, name, setting, approval.whatsapp)
        if _gaps(content.types) != FILLED:
            what = f"{setting} diisi dengan {{{{1}}}} dan {{{{2}}}}, celah templatnya lain."
            yield what, "Ajukan templat dengan dua celah itu (docs/whatsapp.md).", GOOD
    elif name == "digest":
        yield f"{setting} kosong: kabar di luar 24 jam menunggu sampai petugas menulis.", None, NOTE


def _gaps(types: Any) -> set[str]:
    return set(_GAP.findall(str(types or "")))


def _approval(settings: AgencySettings, name: str, setting: str, said: Any) -> TemplateFinding:
    told: Mapping[str, Any] = said if isinstance(said, dict) else {"status": "unsubmitted"}
    status, category = told.get("status"), str(told.get("category", "")).lower()
    if status == "rejected":
        why = f" ({told['rejection_reason']})" if told.get("rejection_reason") else ""
        return f"{setting} ditolak WhatsApp{why}.", REMEDIES[status], GOOD
    if status != "approved":
        what = f"{setting} belum disetujui WhatsApp (status {status})."
        waiting = "Ajukan di konsol Twilio dan tunggu, atau kosongkan."
        return what, REMEDIES.get(str(status), waiting), GOOD
    price = getattr(settings, f"twilio_{name}_price")
    if price and price[0] != category:
        what = f"{setting} disetujui dengan kategori {category}, bukan {price[0]}."
        return what, f"Perbaiki TWILIO_{name.upper()}_PRICE: kategori lain, harga lain.", GOOD
    return f"{setting}: disetujui, kategori {category}.", None, GOOD
