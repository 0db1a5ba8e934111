"""What people live through with `bot.py`, over the double's control interface: `story.py ADDRESS polling|webhook`."""

import json
import sys
import urllib.error
import urllib.parse
import urllib.request

ADDRESS, MODE = sys.argv[1:]


def control(path: str, body: object = None, raw: bytes | None = None) -> object:
    """A call to the control interface; with a body it is a POST."""
    data = raw if raw is not None else None if body is None else json.dumps(body).encode()
    kind = "application/octet-stream" if raw is not None else "application/json"
    request = urllib.request.Request(f"{ADDRESS}/control/{path}", data, {"content-type": kind})
    try:
        with urllib.request.urlopen(request, timeout=90) as response:
            answer = response.read()
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{path}: {error.read().decode()}") from None
    return json.loads(answer) if answer.startswith((b"{", b"[")) else answer.decode()


class Person:
    def __init__(self, name: str) -> None:
        self.path = f"people/{control('people', {'name': name})['id']}"

    def writes(self, text: str) -> int:
        return control(f"{self.path}/writes", {"text": text})["message_id"]

    def does(self, what: str, **how: object) -> object:
        return control(f"{self.path}/{what}", how)

    def sees(self, words: str) -> dict:
        return control(f"{self.path}/sees?{urllib.parse.urlencode({'words': words})}")

    def transcript(self) -> str:
        return control(f"{self.path}/transcript")


def expect(found: object, wanted: object) -> None:
    if found != wanted:
        raise SystemExit(f"wanted {wanted!r}, found {found!r}")


rosa, otto = Person("Rosa"), Person("Otto")

# A greeting with marks and a button, which is tapped: the message changes, the button stops turning.
rosa.writes("/start")
greeting = rosa.sees("Willkommen, Rosa!")
expect(greeting["entities"], [{"type": "bold", "offset": 12, "length": 4}])
expect(rosa.does("taps", message_id=greeting["message_id"], label="Weiter"), {"text": "Gut", "alert": False})
expect("reply_markup" in rosa.sees("Es geht weiter."), False)

# Words come back as a reply, and so do changed ones and reactions.
written = rosa.writes("hallo 🙂")
reply = rosa.sees("Echo: hallo 🙂")
expect(reply["reply_to_message"]["message_id"], written)
rosa.does("edits", message_id=written, text="guten Tag")
rosa.sees("Geändert: guten Tag")
rosa.does("reacts", message_id=reply["message_id"], emoji="🔥")
rosa.sees("Reaktion: 🔥")

# A file is fetched and another one sent.
control(f"{rosa.path}/sends?media=document&name=a.txt", raw=b"abc")
expect(control(f"{rosa.path}/file?name={urllib.parse.quote('zurück.txt')}"), "cba")

# Two people who write at the same time do not get in each other's way.
for number in range(20):
    for person in (rosa, otto):
        person.writes(f"Nummer {number} von {person.path}")
    for person in (rosa, otto):
        person.sees(f"Echo: Nummer {number} von {person.path}")
expect(rosa.path in otto.transcript() or otto.path in rosa.transcript(), False)

if MODE == "polling":
    # An answer with updates that never arrives, and a gateway's page of HTML: nothing is lost.
    for trouble in ("lost_after", "bad_gateway"):
        fault = control("faults", {"trouble": trouble, "method": "getUpdates", "times": 1})["id"]
        rosa.writes(f"trotz {trouble}")
        rosa.sees(f"Echo: trotz {trouble}")
        expect(control(f"faults/{fault}")["strikes"], 1)

print(f"aiogram, {MODE}: as it should be")
