"""A collector of OpenTelemetry spans: what a stack exports over OTLP/HTTP, kept for tests to look at."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True)
class Seen:
    """One span."""

    service: str
    name: str
    trace_id: str
    span_id: str
    parent_id: str


class Spans:
    """All spans so far."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.seen: list[Seen] = []

    def of(self, trace_id: str) -> list[Seen]:
        return [span for span in self.seen if span.trace_id == trace_id]

    def keep(self, body: bytes) -> None:
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            facts = {fact.key: fact.value.string_value for fact in resource.resource.attributes}
            for scope in resource.scope_spans:
                for span in scope.spans:
                    ids = span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex()
                    self.seen.append(Seen(facts["service.name"], span.name, *ids))


@contextmanager
def collecting() -> Iterator[Spans]:
    class Receive(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # http.server's own name
            body = self.rfile.read(int(self.headers["Content-Length"]))
            spans.keep(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing: a batch every second is no news."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Receive) as server:
        spans = Spans(server.server_port)
        Thread(target=server.serve_forever, daemon=True).start()
        yield spans
        server.shutdown()
