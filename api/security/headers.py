"""What every answer carries, and what no request may exceed; plain ASGI, so that streams stay streams."""

import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders

from api.problems import problem
from api.settings import is_loopback

_Scope = MutableMapping[str, Any]
_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]

# Diagrams and charts set styles inline; scripts are our own files alone.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class SecurityHeaders:
    """Adds the headers to every answer."""

    def __init__(self, app: _App) -> None:
        self._app = app

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: _Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class SizeLimit:
    """Refuses a body that is larger than allowed, whether its length is stated or not."""

    def __init__(self, app: _App, limit: int) -> None:
        self._app, self._limit = app, limit

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        stated = Headers(scope=scope).get("content-length", "")
        if stated.isdigit() and int(stated) > self._limit:
            await self._refuse(scope, receive, send)
            return
        seen, started = 0, False

        async def counted() -> _Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._limit:
                raise _TooLarge
            return message

        async def noted(message: _Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, counted, noted)
        except _TooLarge:
            if started:
                raise
            await self._refuse(scope, receive, send)

    async def _refuse(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        detail = f"the body is larger than {self._limit:,} bytes; send less at once."
        await problem(413, "too-large", detail, scope["path"])(scope, receive, send)


class _TooLarge(Exception):
    """More came than is allowed."""


class OwnPagesOnly:
    """While demo users need no password, only pages of this very machine may use them.

    Another site in the same browser could otherwise write in their name, directly (told by
    `Sec-Fetch-Site`) or by pointing a name of its own at this machine (told by `Host`).
    """

    def __init__(self, app: _App) -> None:
        self._app = app

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        if scope["type"] == "http" and (detail := _foreign(scope)):
            await problem(403, "not-allowed", detail, scope["path"])(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _foreign(scope: _Scope) -> str | None:
    headers = Headers(scope=scope)
    host = headers.get("host", "").rsplit(":", 1)[0] if not headers.get("host", "").endswith("]") else headers["host"]
    # A name without a dot is nobody's on the internet.
    if "." in host and not is_loopback(host):
        return f"this service answers on this machine only, not as '{host}'; open it as http://127.0.0.1."
    client = scope.get("client")
    if client and _is_address(client[0]) and not is_loopback(client[0]):
        return "with demo users this service answers its own machine only."
    if scope["method"] not in _SAFE_METHODS and headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        return "another site cannot write here; use the service's own pages."
    return None


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
