"""OpenTelemetry spans of requests, tasks and database commands; off unless ``OTEL_EXPORTER_OTLP_ENDPOINT`` is set.

A span takes its place on the trail (``common.observability.trail``): its parent is whatever the trail carried so far,
and from then on the trail carries the span, into logs, messages and outboxes. So one trace leads from a request
through Kafka into every worker that it caused to work. The SDK reads all other settings by their usual names.

https://opentelemetry.io/docs/specs/otel/protocol/exporter/
"""

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from common.observability.trail import TRACEPARENT, Trail

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"

_tracer: Any = None


def start(service: str) -> None:
    """Send this process's spans from now on; once per process, and only where an endpoint is set."""
    global _tracer  # as the SDK's own provider, it is the process's
    if _tracer is not None or not os.environ.get(ENDPOINT):
        return
    # Only here: a process that traces nothing does not load the SDK.
    from opentelemetry import trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.instrumentation.pymongo import PymongoInstrumentor
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: service}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    PymongoInstrumentor().instrument()
    _tracer = trace.get_tracer("ms-commerce")


class Span:
    """One request or task, from its beginning to ``end``; does nothing while nothing is traced."""

    def __init__(self, name: str, kind: str, trail: Trail, attributes: Mapping[str, Any]) -> None:
        """``kind`` is ``SERVER`` or ``CONSUMER``. ``trail`` is then the one to follow."""
        self.trail = trail
        self._span: Any = None
        if _tracer is None:
            return
        from opentelemetry import context, trace
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        carrier = {TRACEPARENT: trail.traceparent}
        parent = TraceContextTextMapPropagator().extract(carrier)
        self._span = _tracer.start_span(name, parent, trace.SpanKind[kind], attributes)
        self._token = context.attach(trace.set_span_in_context(self._span, parent))
        TraceContextTextMapPropagator().inject(carrier)
        self.trail = replace(trail, traceparent=carrier[TRACEPARENT])

    def end(self, failed: bool = False, **attributes: Any) -> None:
        if self._span is None:
            return
        from opentelemetry import context, trace

        self._span.set_attributes(attributes)
        if failed:
            self._span.set_status(trace.StatusCode.ERROR)
        context.detach(self._token)
        self._span.end()
