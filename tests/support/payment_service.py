"""A payment service of ill will, as a process of its own: ``python -m tests.support.payment_service PORT SECRET``.

It holds the money of its operations and is idempotent by their keys, as ``apps.order.payments.provider.over_http``
describes. How it treats the next requests is told to it beforehand:

    POST /mood   {"moods": ["slow", "cut"], "notify": "http://…"}   one mood per PUT, then "good" again
    POST /empty  the same, and nothing ever happened
    GET  /books  {"operations": {key: {…}}, "done": {key: how often}, "held": cents, "taken": cents}

    good     it answers
    slow     it acts, and answers when nobody listens any more
    late     it acts only when nobody listens any more
    cut      it acts, and the connection breaks
    busy     it does nothing: 503
    refuse   it declines
    twice    it answers twice on one connection
    pending  it says pending, and tells how it ended in two notifications
"""

import hashlib
import hmac
import json
import sys
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]
SLOW_SECONDS = 0.6


@dataclass
class Vault:
    """The money, by operation."""

    operations: dict[str, Json] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    voided: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def act(self, key: str, wanted: Json, state: str | None = None) -> Json:
        with self.lock:
            if key not in self.operations:
                self.done[key] = self.done.get(key, 0) + 1
                if wanted["kind"] == "void":
                    self.voided.add(wanted["of"])
                decided = state or ("declined" if key in self.voided or not self._covered(wanted) else "succeeded")
                self.operations[key] = {"key": key, "state": decided, "reference": f"ref-{key[:8]}", **wanted}
            return self.operations[key]

    def _covered(self, wanted: Json) -> bool:
        """Whether there is as much as is to be taken or given back."""
        match wanted["kind"]:
            case "capture":
                return wanted["of"] not in self.voided and self._left("authorise", "capture", wanted) >= 0
            case "refund":
                return self._left("capture", "refund", wanted) >= 0
        return True

    def _left(self, of: str, used_by: str, wanted: Json) -> int:
        source = self.operations.get(wanted["of"], {})
        used = sum(
            one["amount"]["centAmount"]
            for one in self.operations.values()
            if one["kind"] == used_by and one["of"] == wanted["of"] and one["state"] != "declined"
        )
        there = source.get("kind") == of and source["state"] == "succeeded"
        return (source["amount"]["centAmount"] if there else 0) - used - int(wanted["amount"]["centAmount"])

    def books(self) -> Json:
        def total(kind: str) -> int:
            return sum(
                one["amount"]["centAmount"]
                for key, one in self.operations.items()
                if one["kind"] == kind and one["state"] != "declined" and key not in self.voided
            )

        with self.lock:
            taken = total("capture") - total("refund")
            held = total("authorise") - total("capture")
            return {"operations": self.operations, "done": self.done, "held": held, "taken": taken}


@dataclass
class Temper:
    vault: Vault = field(default_factory=Vault)
    moods: list[str] = field(default_factory=list)
    notify: str = ""

    def next(self) -> str:
        return self.moods.pop(0) if self.moods else "good"


def serve(port: int, secret: str) -> ThreadingHTTPServer:
    temper = Temper()

    class Service(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            key, wanted, mood = self._key(), self._body(), temper.next()
            vault = temper.vault  # what is late for this one does not come to the next
            if self.headers.get("Authorization") != f"Bearer {secret}":
                return self._say(401, {})
            match mood:
                case "busy":
                    return self._say(503, {})
                case "late":
                    time.sleep(SLOW_SECONDS)
                    vault.act(key, wanted)
                    self.close_connection = True
                    return None
                case "cut":
                    vault.act(key, wanted)
                    self.close_connection = True
                    return None
                case "slow":
                    told = dict(vault.act(key, wanted))
                    time.sleep(SLOW_SECONDS)
                    return self._say(200, told)
                case "refuse":
                    return self._say(200, vault.act(key, wanted, "declined"))
                case "pending":
                    told = dict(vault.act(key, wanted, "pending"))
                    threading.Thread(target=self._decide_later, args=(vault, key)).start()
                    return self._say(200, told)
            told = vault.act(key, wanted)
            self._say(200, told)
            if mood == "twice":
                self._say(200, told)
            return None

        def do_GET(self) -> None:
            if self.path == "/books":
                return self._say(200, temper.vault.books())
            found = temper.vault.operations.get(self._key())
            return self._say(200, found) if found else self._say(404, {})

        def do_POST(self) -> None:
            told = self._body()
            if self.path == "/empty":
                temper.vault = Vault()
            temper.moods, temper.notify = list(told["moods"]), told.get("notify", temper.notify)
            self._say(200, {})

        def _decide_later(self, vault: Vault, key: str) -> None:
            with vault.lock:
                vault.operations[key]["state"] = "succeeded"
            body = json.dumps(vault.operations[key]).encode()
            for _ in range(2):
                signed = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
                headers = {"X-Signature": signed, "Content-Type": "application/json"}
                request = urllib.request.Request(temper.notify, body, headers)  # noqa: S310  # a test's own address
                urllib.request.urlopen(request, timeout=10).close()  # noqa: S310

        def _key(self) -> str:
            return self.path.rpartition("/")[2]

        def _body(self) -> Json:
            body: Json = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            return body

        def _say(self, status: int, told: Json) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return ThreadingHTTPServer(("127.0.0.1", port), Service)


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2]).serve_forever()
