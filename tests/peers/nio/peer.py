"""A small Matrix client that is not the bot's own kind: matrix-nio, which encrypts with libolm.

It is told what to do by one JSON object a line, and answers each with one; in between it tells whatever it hears.

    {"do": "login", "user": …, "password": …}
    {"do": "open", "with": USER}                      an encrypted direct chat        -> {"done": ROOM}
    {"do": "join", "room": ROOM}
    {"do": "say", "room": ROOM, "body": …}                                            -> {"done": EVENT, …}
    {"do": "reply", "room": ROOM, "to": EVENT, "body": …}                             -> {"done": EVENT, …}
    {"do": "react", "room": ROOM, "to": EVENT, "key": …}                              -> {"done": EVENT, …}

With what it sent it tells as what kind of event, and in which encryption session, the homeserver keeps it.
What it hears:

    {"heard": "message", "room", "id", "sender", "body", "decrypted", "session"}
    {"heard": "invitation", "room", "name", "sender"}
"""

import asyncio
import json
import sys

import nio


def tell(**what):
    print(json.dumps(what), flush=True)


class Peer:
    def __init__(self, homeserver, folder):
        self.homeserver, self.folder = homeserver, folder
        self.client = None
        self.syncing = None
        # What could not be decrypted yet: its key may come with a later response.
        self.locked = []

    async def login(self, user, password):
        config = nio.AsyncClientConfig(encryption_enabled=True)
        self.client = nio.AsyncClient(self.homeserver, user, store_path=self.folder, config=config)
        proper(await self.client.login(password), nio.LoginResponse)
        # Others can only encrypt for a device whose keys are there.
        proper(await self.client.sync(timeout=0), nio.SyncResponse)
        if self.client.should_upload_keys:
            proper(await self.client.keys_upload(), nio.KeysUploadResponse)
        self.client.add_event_callback(self.on_message, nio.RoomMessage)
        self.client.add_event_callback(self.on_locked, nio.MegolmEvent)
        self.client.add_event_callback(self.on_invitation, nio.InviteMemberEvent)
        self.client.add_response_callback(self.on_sync, nio.SyncResponse)
        everything = {"room": {"timeline": {"limit": 1000}}}
        self.syncing = asyncio.create_task(self.client.sync_forever(timeout=20000, sync_filter=everything))
        return self.client.device_id

    async def open(self, other):
        sealed = nio.EnableEncryptionBuilder().as_dict()
        made = await self.client.room_create(
            is_direct=True,
            preset=nio.RoomPreset.trusted_private_chat,
            invite=[other],
            initial_state=[sealed],
        )
        room = proper(made, nio.RoomCreateResponse).room_id
        while room not in self.client.rooms or not self.client.rooms[room].encrypted:
            await self.client.synced.wait()
        return room

    async def join(self, room):
        proper(await self.client.join(room), nio.JoinResponse)

    async def send(self, room, kind, content):
        while room not in self.client.rooms:
            await self.client.synced.wait()
        # Nobody has compared emoji here; a person would be shown the device once and accept it.
        sent = await self.client.room_send(room, kind, content, ignore_unverified_devices=True)
        event = proper(sent, nio.RoomSendResponse).event_id
        # Asked for directly, because the library would decrypt it.
        answer = await self.client.send(*nio.Api.room_get_event(self.client.access_token, room, event))
        kept = await answer.json()
        return {"done": event, "kind": kept["type"], "session": kept["content"].get("session_id")}

    async def on_message(self, room, event):
        if event.sender != self.client.user_id:
            tell(
                heard="message",
                room=room.room_id,
                id=event.event_id,
                sender=event.sender,
                body=event.body,
                decrypted=event.decrypted,
                session=event.session_id,
            )

    async def on_locked(self, room, event):
        self.locked.append((room, event))

    async def on_invitation(self, room, event):
        if event.state_key == self.client.user_id and event.membership == "invite":
            tell(heard="invitation", room=room.room_id, name=room.name, sender=event.sender)

    async def on_sync(self, _response):
        waiting, self.locked = self.locked, []
        for room, event in waiting:
            try:
                decrypted = self.client.decrypt_event(event)
            except nio.EncryptionError:
                self.locked.append((room, event))
                continue
            if isinstance(decrypted, nio.RoomMessage):
                await self.on_message(room, decrypted)

    async def obey(self, order):
        text = {"msgtype": "m.text", "body": order.get("body")}
        match order["do"]:
            case "login":
                return {"done": await self.login(order["user"], order["password"])}
            case "open":
                return {"done": await self.open(order["with"])}
            case "join":
                return {"done": await self.join(order["room"])}
            case "say":
                return await self.send(order["room"], "m.room.message", text)
            case "reply":
                text["m.relates_to"] = {"m.in_reply_to": {"event_id": order["to"]}}
                return await self.send(order["room"], "m.room.message", text)
            case "react":
                relation = {"rel_type": "m.annotation", "event_id": order["to"], "key": order["key"]}
                return await self.send(order["room"], "m.reaction", {"m.relates_to": relation})
            case unknown:
                raise ValueError(f"nobody here can {unknown}")


def proper(response, kind):
    if not isinstance(response, kind):
        raise RuntimeError(f"{response}")
    return response


async def main(homeserver, folder):
    peer = Peer(homeserver, folder)
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(orders), sys.stdin
    )
    # Whoever gives the orders is gone when there are no more.
    while line := await orders.readline():
        try:
            tell(**await peer.obey(json.loads(line)))
        except Exception as error:
            tell(failed=f"{error!r}")
    if peer.syncing:
        peer.syncing.cancel()
    if peer.client:
        await peer.client.close()


asyncio.run(main(*sys.argv[1:]))
