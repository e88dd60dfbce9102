"""The people of the Telegram double: they see screens, and type, tap and block."""

from __future__ import annotations

import re
from dataclasses import dataclass

COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]+)?(?=\s|$)")  # the server marks it


@dataclass(frozen=True)
class Shown:
    """One message of the bot as it stands in the chat now."""

    message_id: int
    text: str
    buttons: tuple[str, ...]
    bold: tuple[str, ...]
    edited: bool
    photo: tuple[int, int] | None = None  # width and height; then the text is its caption
    document: str | None = None  # its name; likewise


class Chat:
    """A private chat or a group, and what lies in it."""

    def __init__(self, server, chat_id, kind):
        self.server, self.id, self.kind = server, chat_id, kind
        self.started = kind != "private"  # a bot may write to nobody who never wrote to it
        self.closed = None  # the words of the 403 that every call gets
        self.migrated_to = None
        self.threads = set()
        self.messages = {}

    @property
    def head(self):
        return {"id": self.id, "type": self.kind}

    def shown(self):
        return [_shown(raw) for raw in self.messages.values() if raw["from"]["is_bot"]]

    def put(self, sender, **content):
        """Lay a message into the chat; people's messages become updates."""
        message = {
            "message_id": self.server.next_message_id(),
            "from": sender,
            "chat": self.head,
            "date": int(self.server.now()),
            **content,
        }
        self.messages[message["message_id"]] = message
        return message

    def say(self, user, text=None, *, thread=None, **content):
        """Let a person write here."""
        self.started = True
        if text is not None:
            content["text"] = text
            if found := COMMAND.match(text):
                where = {"type": "bot_command", "offset": 0, "length": found.end()}
                content["entities"] = [where]
        if thread is not None:
            self.threads.add(thread)
            content |= {"message_thread_id": thread, "is_topic_message": True}
        return self.server.enqueue("message", self.put(user.head, **content))

    def migrate(self, user, new_id):
        """Make the group a supergroup: two service messages, and calls to the old id fail."""
        new = self.server.chats[new_id] = Chat(self.server, new_id, "supergroup")
        self.migrated_to = new_id
        self.say(user, migrate_to_chat_id=new_id)
        new.say(user, migrate_from_chat_id=self.id)
        return new


class User:
    """One citizen with a phone."""

    def __init__(self, server, user_id, language="id", name="Warga"):
        self.server, self.id = server, user_id
        self.head = {"id": user_id, "is_bot": False, "first_name": name, "language_code": language}
        self.chat = server.chats.setdefault(user_id, Chat(server, user_id, "private"))

    @property
    def screen(self):
        """Every message of the bot, as it stands now, the oldest first."""
        return self.chat.shown()

    @property
    def last(self):
        return self.screen[-1]

    def send(self, text):
        return self.chat.say(self, text)

    def photo(self, caption=None):
        size = {"file_id": "F", "file_unique_id": "U", "width": 90, "height": 90}
        return self.chat.say(self, photo=[size], **({"caption": caption} if caption else {}))

    def document(self, data, name="surat.pdf", mime="application/pdf"):
        """Send a file that the bot can fetch afterwards; its id."""
        file_id = f"D{len(self.server.files)}"
        self.server.files[file_id] = data
        about = {"file_id": file_id, "file_unique_id": "U", "file_size": len(data)}
        self.chat.say(self, document={**about, "file_name": name, "mime_type": mime})
        return file_id

    def send_content(self, **content):
        return self.chat.say(self, **content)

    def press(self, button, *, message_id=None):
        """Tap a button by its label or payload, on the newest message that has it.

        Returns the id of the query. A payload that no message shows is a forged press.
        """
        message = self._find(button, message_id)
        data = next((b["callback_data"] for b in _buttons(message) if button in b.values()), button)
        return self.server.press(self, message, data)

    def popup(self, query_id):
        """The bot's answer to that press; None while there is none."""
        return self.server.answered.get(query_id)

    def block(self):
        self.chat.closed = "Forbidden: bot was blocked by the user"
        self._standing("member", "kicked")

    def unblock(self):
        self.chat.closed = None
        self._standing("kicked", "member")

    def _find(self, button, message_id):
        mine = [raw for raw in self.chat.messages.values() if raw["from"]["is_bot"]]
        if message_id is not None:
            mine = [raw for raw in mine if raw["message_id"] == message_id]
        with_it = [raw for raw in mine if any(button in b.values() for b in _buttons(raw))]
        return (with_it or mine)[-1]

    def _standing(self, old, new):
        me = self.server.me
        change = {
            "chat": self.chat.head,
            "from": self.head,
            "date": int(self.server.now()),
            "old_chat_member": {"user": me, "status": old},
            "new_chat_member": {"user": me, "status": new, "until_date": 0},
        }
        self.server.enqueue("my_chat_member", change)


def _buttons(message):
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def _shown(raw):
    words = raw.get("text", raw.get("caption", ""))
    units = words.encode("utf-16-le")
    bold = tuple(
        units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
        for e in raw.get("entities", raw.get("caption_entities", []))
    )
    labels = tuple(button["text"] for button in _buttons(raw))
    photo = raw["photo"][-1] if "photo" in raw else None
    size = (photo["width"], photo["height"]) if photo else None
    file = raw.get("document", {}).get("file_name")
    return Shown(raw["message_id"], words, labels, bold, "edit_date" in raw, size, file)
