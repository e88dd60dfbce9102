"""Baseline: the survey as a good python-telegram-bot tutorial would write it, with its defaults.

ConversationHandler, httpx, polling. Run as `python -m tests.benchmarks.baselines.baseline_ptb`; the product
never imports it.
"""

from __future__ import annotations

import os
import warnings
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)
from telegram.warnings import PTBUserWarning

from tests.benchmarks.stage import survey

(
    PERSETUJUAN,
    LAYANAN,
    JENIS_KELAMIN,
    USIA,
    PENDIDIKAN,
    PEKERJAAN,
    PERTANYAAN,
    SARAN,
    PERIKSA,
) = range(9)
Context = ContextTypes.DEFAULT_TYPE
terkirim: list[dict[str, Any]] = []


def keyboard(labels: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=str(ke))] for ke, label in enumerate(labels)]
    )


async def show(update: Update, text: str, labels: Any = None) -> None:
    query = update.callback_query
    await query.answer()
    await query.edit_message_text(text, reply_markup=keyboard(labels) if labels else None)


async def start(update: Update, context: Context) -> int:
    context.user_data.clear()
    await update.message.reply_text(survey.SALAM, reply_markup=keyboard([survey.SETUJU]))
    return PERSETUJUAN


async def setuju(update: Update, context: Context) -> int:
    await show(update, survey.TANYA_LAYANAN, survey.LAYANAN)
    return LAYANAN


async def layanan(update: Update, context: Context) -> int:
    context.user_data["layanan"] = survey.LAYANAN[int(update.callback_query.data)]
    await show(update, survey.TANYA_JENIS_KELAMIN, survey.JENIS_KELAMIN)
    return JENIS_KELAMIN


async def jenis_kelamin(update: Update, context: Context) -> int:
    context.user_data["jenis_kelamin"] = survey.JENIS_KELAMIN[int(update.callback_query.data)]
    await show(update, survey.TANYA_USIA)
    return USIA


async def usia(update: Update, context: Context) -> int:
    context.user_data["usia"] = update.message.text
    await update.message.reply_text(
        survey.TANYA_PENDIDIKAN, reply_markup=keyboard(survey.PENDIDIKAN)
    )
    return PENDIDIKAN


async def usia_salah(update: Update, context: Context) -> int:
    await update.message.reply_text(survey.USIA_SALAH)
    return USIA


async def pendidikan(update: Update, context: Context) -> int:
    context.user_data["pendidikan"] = survey.PENDIDIKAN[int(update.callback_query.data)]
    await show(update, survey.TANYA_PEKERJAAN, survey.PEKERJAAN)
    return PEKERJAAN


async def pekerjaan(update: Update, context: Context) -> int:
    tercatat = survey.PEKERJAAN[int(update.callback_query.data)]
    context.user_data["pekerjaan"] = tercatat
    context.user_data["jawaban"] = []
    await show(update, survey.pertanyaan(0, tercatat), survey.nilai(0))
    return PERTANYAAN


async def jawab(update: Update, context: Context) -> int:
    pilihan = int(update.callback_query.data)
    jawaban = context.user_data["jawaban"]
    jawaban.append(pilihan + 1)
    if len(jawaban) < len(survey.PERTANYAAN):
        tercatat = survey.PERTANYAAN[len(jawaban) - 1][2][pilihan]
        await show(update, survey.pertanyaan(len(jawaban), tercatat), survey.nilai(len(jawaban)))
        return PERTANYAAN
    await show(update, survey.TANYA_SARAN, [survey.LEWATI])
    return SARAN


def review(data: dict[str, Any]) -> str:
    names = ("layanan", "jenis_kelamin", "usia", "pendidikan", "pekerjaan")
    return survey.periksa({n: data[n] for n in names}, data["jawaban"], data.get("saran"))


async def lewati(update: Update, context: Context) -> int:
    await show(update, review(context.user_data), [survey.KIRIM])
    return PERIKSA


async def saran(update: Update, context: Context) -> int:
    context.user_data["saran"] = update.message.text
    await update.message.reply_text(
        review(context.user_data), reply_markup=keyboard([survey.KIRIM])
    )
    return PERIKSA


async def kirim(update: Update, context: Context) -> int:
    terkirim.append(dict(context.user_data))
    context.user_data.clear()
    await show(update, survey.TERIMA_KASIH)
    return ConversationHandler.END


def conversation() -> ConversationHandler[Any]:
    pressed = r"^\d+$"
    return ConversationHandler(
        entry_points=[CommandHandler("start", start)],
        states={
            PERSETUJUAN: [CallbackQueryHandler(setuju, pattern=pressed)],
            LAYANAN: [CallbackQueryHandler(layanan, pattern=pressed)],
            JENIS_KELAMIN: [CallbackQueryHandler(jenis_kelamin, pattern=pressed)],
            USIA: [
                MessageHandler(filters.Regex(r"^\d{1,2}( tahun)?$"), usia),
                MessageHandler(filters.TEXT & ~filters.COMMAND, usia_salah),
            ],
            PENDIDIKAN: [CallbackQueryHandler(pendidikan, pattern=pressed)],
            PEKERJAAN: [CallbackQueryHandler(pekerjaan, pattern=pressed)],
            PERTANYAAN: [CallbackQueryHandler(jawab, pattern=pressed)],
            SARAN: [
                CallbackQueryHandler(lewati, pattern=pressed),
                MessageHandler(filters.TEXT & ~filters.COMMAND, saran),
            ],
            PERIKSA: [CallbackQueryHandler(kirim, pattern=pressed)],
        },
        fallbacks=[CommandHandler("start", start)],
    )


def main() -> None:
    warnings.filterwarnings("ignore", category=PTBUserWarning)  # per_message: meant as it is
    builder = Application.builder().token(os.environ["TELEGRAM_BOT_TOKEN"])
    application = builder.base_url(os.environ["TELEGRAM_API_URL"] + "/bot").build()
    application.add_handler(conversation())
    application.run_polling()


if __name__ == "__main__":
    main()
