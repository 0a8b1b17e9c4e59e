"""The long poll that the laptop's broker lacks, as a proxy before it.

A Kafka broker holds a fetch that finds nothing until something arrives or ``max_wait`` is over. noida-db answers at
once, so each idle consumer asks ten thousand times a second (docs/adr/0001-embedded-kafka.md). All that is produced
passes here too, so a fetch is held until a topic of its own is written to, and only then asked again.

Requests of one connection are answered one after the other, as a broker does.
"""

import asyncio
import struct
from collections import defaultdict
from contextlib import suppress

from cli.stack.kafka_frames import NAMES_BROKERS, Fetch, Produce, has_news, read_request

MAX_FRAME_BYTES = 128 * 1024 * 1024


class LongPoll:
    """Serves ``port`` for the broker at ``broker_port``, both on ``host``."""

    def __init__(self, host: str, port: int, broker_port: int) -> None:
        self.host, self.port, self.broker_port = host, port, broker_port
        self.waiting: defaultdict[bytes, set[asyncio.Event]] = defaultdict(set)
        # Metadata names the broker by address; ours has the same length, so it can stand in its place.
        self.theirs, self.ours = (host.encode() + struct.pack(">i", each) for each in (broker_port, port))

    async def serve(self) -> None:
        server = await asyncio.start_server(self._connected, self.host, self.port, limit=MAX_FRAME_BYTES)
        async with server:
            await server.serve_forever()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Cancelled is how it ends when the process does; asyncio would report that as a failure of ours.
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            broker = await asyncio.open_connection(self.host, self.broker_port, limit=MAX_FRAME_BYTES)
            try:
                while True:
                    response = await self._answer(await _frame(reader), *broker)
                    if response is not None:
                        writer.write(struct.pack(">i", len(response)) + response)
                        await writer.drain()
            finally:
                broker[1].close()
        writer.close()

    async def _answer(self, request: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes | None:
        understood = read_request(request)
        if isinstance(understood, Fetch):
            return await self._fetch(understood, request, reader, writer)
        writer.write(struct.pack(">i", len(request)) + request)
        if isinstance(understood, Produce) and not understood.is_answered:
            self._wake(understood.topics)
            return None
        response = await _frame(reader)
        if isinstance(understood, Produce):
            self._wake(understood.topics)
        (kind,) = struct.unpack_from(">h", request)
        return response.replace(self.theirs, self.ours) if kind in NAMES_BROKERS else response

    async def _fetch(
        self, fetch: Fetch, request: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bytes:
        deadline = asyncio.get_running_loop().time() + fetch.max_wait_seconds
        written = asyncio.Event()
        for topic in fetch.topics:
            self.waiting[topic].add(written)
        try:
            while True:
                written.clear()
                writer.write(struct.pack(">i", len(request)) + request)
                response = await _frame(reader)
                if has_news(response):
                    return response
                try:
                    async with asyncio.timeout_at(deadline):
                        await written.wait()
                except TimeoutError:
                    return response
        finally:
            for topic in fetch.topics:
                self.waiting[topic].discard(written)

    def _wake(self, topics: tuple[bytes, ...]) -> None:
        for topic in topics:
            for written in self.waiting[topic]:
                written.set()


async def _frame(reader: asyncio.StreamReader) -> bytes:
    (size,) = struct.unpack(">i", await reader.readexactly(4))
    return await reader.readexactly(size)
