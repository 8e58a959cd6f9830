"""Figures for operators, in the form Prometheus reads."""

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

_Scope = MutableMapping[str, Any]
_Message = MutableMapping[str, Any]


class Metrics:
    """Counts requests by route and status, and how long they took; a registry of its own for each service."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        labels = ("method", "route")
        self._requests = Counter("murmel_requests", "Requests", (*labels, "status"), registry=self._registry)
        self._seconds = Histogram("murmel_request_seconds", "Time to answer", labels, registry=self._registry)

    def seen(self, method: str, route: str, status: int, seconds: float) -> None:
        """Note one request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def text(self) -> bytes:
        """All figures."""
        return generate_latest(self._registry)


class CountRequests:
    """Notes each request once it is answered; plain ASGI."""

    def __init__(self, app: Callable[..., Awaitable[None]], metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(
        self, scope: _Scope, receive: Callable[[], Awaitable[_Message]], send: Callable[[_Message], Awaitable[None]]
    ) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def noted(message: _Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            self._metrics.seen(scope["method"], _route(scope), status, time.perf_counter() - started)


def _route(scope: _Scope) -> str:
    """The path with its parameters by name: ids would make a figure for each."""
    if scope.get("route") is None:
        return "other"
    path = str(scope["path"])
    for name, value in scope.get("path_params", {}).items():
        path = path.replace(f"/{value}", f"/{{{name}}}", 1)
    return path
