"""A bot as aiogram's users write them: greets, offers a button, edits, sends files back, echoes.

It knows nothing of the double but the address: `bot.py ADDRESS TOKEN polling|webhook`.
"""

import asyncio
import sys

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.filters import CommandStart
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageReactionUpdated,
    ReactionTypeEmoji,
)
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

SECRET = "nur-fuer-tests"
dispatcher = Dispatcher()


@dispatcher.message(CommandStart())
async def greet(message: Message) -> None:
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Weiter", callback_data="weiter")]])
    await message.answer(
        f"Willkommen, <b>{message.from_user.first_name}</b>!", parse_mode=ParseMode.HTML, reply_markup=keyboard
    )


@dispatcher.callback_query(F.data == "weiter")
async def go_on(query: CallbackQuery) -> None:
    await query.message.edit_text("Es geht weiter.")
    await query.answer("Gut")


@dispatcher.message(F.document)
async def send_back(message: Message, bot: Bot) -> None:
    content = await bot.download(message.document)
    await message.reply_document(BufferedInputFile(content.read()[::-1], "zurück.txt"), caption="umgekehrt")


@dispatcher.message(F.text)
async def echo(message: Message) -> None:
    await message.react([ReactionTypeEmoji(emoji="👀")])
    await message.reply(f"Echo: {message.text}")


@dispatcher.edited_message()
async def notice(message: Message) -> None:
    await message.answer(f"Geändert: {message.text}")


@dispatcher.message_reaction()
async def thank(reaction: MessageReactionUpdated, bot: Bot) -> None:
    await bot.send_message(reaction.chat.id, f"Reaktion: {reaction.new_reaction[0].emoji}")


async def run(address: str, token: str, mode: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    async with Bot(token, session=session) as bot:
        await bot.set_my_commands([BotCommand(command="start", description="Anfang")])
        if mode == "polling":
            await dispatcher.start_polling(bot)
            return
        application = web.Application()
        SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(application, path="/hook")
        setup_application(application, dispatcher, bot=bot)
        runner = web.AppRunner(application)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        kinds = dispatcher.resolve_used_update_types()
        await bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token=SECRET, allowed_updates=kinds)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(run(*sys.argv[1:]))
