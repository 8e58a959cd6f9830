"""The service as a FastAPI application: `create_app(settings)`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version

import structlog
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from api import problems
from api.metrics import CountRequests, Metrics
from api.persistence import jobs
from api.routers import asking, consequences, events, prices, processes, suites
from api.security.headers import OwnPagesOnly, SecurityHeaders, SizeLimit
from api.settings import Settings
from api.ui.pages import asking as ask_pages
from api.ui.pages import prices as price_pages
from api.ui.pages import site
from api.ui.pages import tests as test_pages
from api.ui.rendering import error_page
from api.wiring import Services
from process_models.errors import ProcessModelError

_log = structlog.get_logger(__name__)
_SECONDS_BETWEEN_STEPS_OF_TIME = 60


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service with everything behind it, set up as the settings say; by default from the environment."""
    settings = settings or Settings()
    services = Services(settings)
    app = FastAPI(
        title="Murmel",
        version=version("murmel"),
        summary="Executable process models: cited answers, test suites, price recommendations.",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.services = services
    app.state.metrics = Metrics()
    app.include_router(_operations())
    for router in (asking.router, consequences.router, processes.router, suites.router, prices.router, events.router):
        app.include_router(router, prefix="/v1")
    for pages in (site.router, ask_pages.router, test_pages.router, price_pages.router):
        app.include_router(pages)
    site.mount_files(app)
    problems.install(app, page=error_page)
    app.add_middleware(SizeLimit, limit=settings.max_body_bytes)
    if settings.users:
        app.add_middleware(OwnPagesOnly)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(CountRequests, metrics=app.state.metrics)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    await run_in_threadpool(services.database.prepare)
    if services.settings.workers == 1:
        # One of several workers may start while jobs of the others run; there the parent does this once.
        await run_in_threadpool(jobs.abandon, services.database)
    clock = asyncio.create_task(_let_time_pass(services))
    warm = asyncio.create_task(run_in_threadpool(_warm_up, services))
    yield
    clock.cancel()
    warm.cancel()
    with suppress(asyncio.CancelledError):
        await clock
    services.close()


async def _let_time_pass(services: Services) -> None:
    """Prices take effect and recommendations expire although nobody asks."""
    while True:
        try:
            await run_in_threadpool(services.pricing.advance)
        except Exception as error:
            # Whatever it is, it must not end the clock; it is tried again in a minute.
            _log.error("pricing.clock_failed", reason=str(error))
        await asyncio.sleep(_SECONDS_BETWEEN_STEPS_OF_TIME)


def _warm_up(services: Services) -> None:
    try:
        library = services.models.library
        services.asking.assistant.warm_up()
        _log.info("library.loaded", processes=len(library.models), markets=len(library.markets))
    except ProcessModelError as error:
        _log.error("library.unreadable", reason=str(error))


def _operations() -> APIRouter:
    router = APIRouter(tags=["operations"])

    @router.get("/healthz")
    def healthz() -> dict[str, str]:
        """Whether the service runs."""
        return {"status": "ok"}

    @router.get("/readyz", responses={503: {"description": "not yet, or not any more"}})
    def readyz(request: Request) -> JSONResponse:
        """Whether the records and the library can be read."""
        services: Services = request.app.state.services
        checks = {"records": services.database.answers(), "library": _library_is_there(services)}
        ready = all(checks.values())
        return JSONResponse({"status": "ready" if ready else "not ready", **checks}, 200 if ready else 503)

    @router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
    def metrics(request: Request) -> Response:
        """Figures for operators, in the form Prometheus reads."""
        return Response(request.app.state.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return router


def _library_is_there(services: Services) -> bool:
    try:
        return bool(services.models.library.models)
    except ProcessModelError:
        return False
