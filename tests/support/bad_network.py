"""A network that a test makes bad: a TCP proxy that rewrites nothing, but decides when, and whether, bytes arrive."""

import asyncio
import threading

from tests.support.process import free_port

CHUNK_BYTES = 16_384


class BadNetwork:
    """Passes what arrives on `port` to `upstream` and back; good until it is told otherwise."""

    def __init__(self, upstream: int) -> None:
        self.port, self.upstream = free_port(), upstream
        self.latency_seconds = 0.0
        self.bytes_per_second = float("inf")
        self._away = False
        self._open: set[asyncio.StreamWriter] = set()
        self._flowing: asyncio.Event
        self._loop = asyncio.new_event_loop()
        listening = threading.Event()
        self._thread = threading.Thread(target=self._run, args=[listening], daemon=True)
        self._thread.start()
        listening.wait()

    def cut(self) -> None:
        """End every connection and refuse new ones, until `mend`."""
        self._away = True
        self._loop.call_soon_threadsafe(self._end_all)

    def swallow(self) -> None:
        """Half open: connections stay and nothing arrives any more; what is on its way waits for `mend`."""
        self._loop.call_soon_threadsafe(self._flowing.clear)

    def mend(self) -> None:
        self._away = False
        self._loop.call_soon_threadsafe(self._flowing.set)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    # -- in the proxy's thread ---------------------------------------------------------------------------------------

    def _run(self, listening: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._flowing = asyncio.Event()
        self._flowing.set()
        server = self._loop.run_until_complete(asyncio.start_server(self._connected, "127.0.0.1", self.port))
        listening.set()
        self._loop.run_forever()
        server.close()
        self._end_all()
        passing = asyncio.all_tasks(self._loop)
        for each in passing:
            each.cancel()
        self._loop.run_until_complete(asyncio.gather(*passing, return_exceptions=True))
        self._loop.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._away:
            writer.transport.abort()
            return
        try:
            answers, requests = await asyncio.open_connection("127.0.0.1", self.upstream)
        except OSError:
            writer.transport.abort()
            return
        self._open |= {writer, requests}
        await asyncio.gather(self._pass(reader, requests), self._pass(answers, writer))
        self._open -= {writer, requests}

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while chunk := await reader.read(CHUNK_BYTES):
                await asyncio.sleep(self.latency_seconds + len(chunk) / self.bytes_per_second)
                await self._flowing.wait()
                writer.write(chunk)
                await writer.drain()
        except OSError:
            pass  # the other end is gone, and so is this one
        finally:
            writer.transport.abort()

    def _end_all(self) -> None:
        for writer in self._open:
            writer.transport.abort()
