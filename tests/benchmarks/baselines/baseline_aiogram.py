"""Baseline: the survey as a good aiogram tutorial would write it. FSM, MemoryStorage, polling or webhook.

Run as `python -m tests.benchmarks.baselines.baseline_aiogram`; the product never imports it.
"""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Any

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from aiogram.utils.keyboard import InlineKeyboardBuilder
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from tests.benchmarks.stage import survey

router = Router()
terkirim: list[dict[str, Any]] = []


class Survei(StatesGroup):
    persetujuan = State()
    layanan = State()
    jenis_kelamin = State()
    usia = State()
    pendidikan = State()
    pekerjaan = State()
    pertanyaan = State()
    saran = State()
    periksa = State()


class Pilih(CallbackData, prefix="p"):
    ke: int


def keyboard(labels: Any) -> InlineKeyboardMarkup:
    builder = InlineKeyboardBuilder()
    for ke, label in enumerate(labels):
        builder.button(text=label, callback_data=Pilih(ke=ke))
    return builder.adjust(1).as_markup()


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    await state.clear()
    await state.set_state(Survei.persetujuan)
    await message.answer(survey.SALAM, reply_markup=keyboard([survey.SETUJU]))


@router.callback_query(Survei.persetujuan, Pilih.filter())
async def setuju(callback: CallbackQuery, state: FSMContext) -> None:
    await state.set_state(Survei.layanan)
    await callback.answer()
    await callback.message.edit_text(survey.TANYA_LAYANAN, reply_markup=keyboard(survey.LAYANAN))


@router.callback_query(Survei.layanan, Pilih.filter())
async def layanan(callback: CallbackQuery, callback_data: Pilih, state: FSMContext) -> None:
    await state.update_data(layanan=survey.LAYANAN[callback_data.ke])
    await state.set_state(Survei.jenis_kelamin)
    await callback.answer()
    await callback.message.edit_text(
        survey.TANYA_JENIS_KELAMIN, reply_markup=keyboard(survey.JENIS_KELAMIN)
    )


@router.callback_query(Survei.jenis_kelamin, Pilih.filter())
async def jenis_kelamin(callback: CallbackQuery, callback_data: Pilih, state: FSMContext) -> None:
    await state.update_data(jenis_kelamin=survey.JENIS_KELAMIN[callback_data.ke])
    await state.set_state(Survei.usia)
    await callback.answer()
    await callback.message.edit_text(survey.TANYA_USIA)


@router.message(Survei.usia, F.text.regexp(r"^\d{1,2}( tahun)?$"))
async def usia(message: Message, state: FSMContext) -> None:
    await state.update_data(usia=message.text)
    await state.set_state(Survei.pendidikan)
    await message.answer(survey.TANYA_PENDIDIKAN, reply_markup=keyboard(survey.PENDIDIKAN))


@router.message(Survei.usia)
async def usia_salah(message: Message) -> None:
    await message.answer(survey.USIA_SALAH)


@router.callback_query(Survei.pendidikan, Pilih.filter())
async def pendidikan(callback: CallbackQuery, callback_data: Pilih, state: FSMContext) -> None:
    await state.update_data(pendidikan=survey.PENDIDIKAN[callback_data.ke])
    await state.set_state(Survei.pekerjaan)
    await callback.answer()
    await callback.message.edit_text(
        survey.TANYA_PEKERJAAN, reply_markup=keyboard(survey.PEKERJAAN)
    )


@router.callback_query(Survei.pekerjaan, Pilih.filter())
async def pekerjaan(callback: CallbackQuery, callback_data: Pilih, state: FSMContext) -> None:
    tercatat = survey.PEKERJAAN[callback_data.ke]
    await state.update_data(pekerjaan=tercatat, jawaban=[])
    await state.set_state(Survei.pertanyaan)
    await callback.answer()
    await callback.message.edit_text(
        survey.pertanyaan(0, tercatat), reply_markup=keyboard(survey.nilai(0))
    )


@router.callback_query(Survei.pertanyaan, Pilih.filter())
async def jawab(callback: CallbackQuery, callback_data: Pilih, state: FSMContext) -> None:
    data = await state.get_data()
    jawaban = [*data["jawaban"], callback_data.ke + 1]
    await state.update_data(jawaban=jawaban)
    await callback.answer()
    if len(jawaban) < len(survey.PERTANYAAN):
        tercatat = survey.PERTANYAAN[len(jawaban) - 1][2][callback_data.ke]
        await callback.message.edit_text(
            survey.pertanyaan(len(jawaban), tercatat),
            reply_markup=keyboard(survey.nilai(len(jawaban))),
        )
        return
    await state.set_state(Survei.saran)
    await callback.message.edit_text(survey.TANYA_SARAN, reply_markup=keyboard([survey.LEWATI]))


def review(data: dict[str, Any]) -> str:
    names = ("layanan", "jenis_kelamin", "usia", "pendidikan", "pekerjaan")
    return survey.periksa({n: data[n] for n in names}, data["jawaban"], data.get("saran"))


@router.callback_query(Survei.saran, Pilih.filter())
async def lewati(callback: CallbackQuery, state: FSMContext) -> None:
    await state.set_state(Survei.periksa)
    await callback.answer()
    await callback.message.edit_text(
        review(await state.get_data()), reply_markup=keyboard([survey.KIRIM])
    )


@router.message(Survei.saran, F.text)
async def saran(message: Message, state: FSMContext) -> None:
    data = await state.update_data(saran=message.text)
    await state.set_state(Survei.periksa)
    await message.answer(review(data), reply_markup=keyboard([survey.KIRIM]))


@router.callback_query(Survei.periksa, Pilih.filter())
async def kirim(callback: CallbackQuery, state: FSMContext) -> None:
    terkirim.append(await state.get_data())
    await state.clear()
    await callback.answer()
    await callback.message.edit_text(survey.TERIMA_KASIH)


async def main() -> None:
    server = TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"])
    bot = Bot(os.environ["TELEGRAM_BOT_TOKEN"], session=AiohttpSession(api=server))
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.include_router(router)
    if os.environ.get("TELEGRAM_MODE") == "webhook":
        await serve(dispatcher, bot)
    else:
        await dispatcher.start_polling(bot)


async def serve(dispatcher: Dispatcher, bot: Bot) -> None:
    """As its documentation has it: its own handler in an aiohttp application."""
    secret, path = os.environ["TELEGRAM_WEBHOOK_SECRET"], "/hooks/telegram"
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=secret).register(app, path=path)
    setup_application(app, dispatcher, bot=bot)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(os.environ["SKM_PORT"])).start()
    await bot.set_webhook(os.environ["SKM_PUBLIC_URL"] + path, secret_token=secret)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
