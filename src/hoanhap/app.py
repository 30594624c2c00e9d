"""The application: the only file that knows every room."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.handlers import HTTPRouteHandler

from hoanhap import notify
from hoanhap.attendance import consenting as attendance_consenting
from hoanhap.attendance import manage as attendance_manage
from hoanhap.attendance import pages as attendance_pages
from hoanhap.base.clock import utc_now
from hoanhap.base.db import Database
from hoanhap.booking import manage as booking_manage
from hoanhap.booking import moving as booking_moving
from hoanhap.booking import pages as booking_pages
from hoanhap.booking import requests as booking_requests
from hoanhap.capacity import consenting as capacity_consenting
from hoanhap.capacity import manage as capacity_manage
from hoanhap.capacity import out_of_order as capacity_out_of_order
from hoanhap.capacity import pages as capacity_pages
from hoanhap.capacity import widely as capacity_widely
from hoanhap.catalogue import pages as catalogue_pages
from hoanhap.directory import pages as directory_pages
from hoanhap.feedback import manage as feedback_manage
from hoanhap.feedback import pages as feedback_pages
from hoanhap.feeds import pages as feeds_pages
from hoanhap.holidays import pages as holidays_pages
from hoanhap.hotline import manage as hotline_manage
from hoanhap.hotline import pages as hotline_pages
from hoanhap.needs import pages as needs_pages
from hoanhap.notify import pages as notify_pages
from hoanhap.organizations import pages as organizations_pages
from hoanhap.people import display as people_display
from hoanhap.people import pages as people_pages
from hoanhap.planning import manage as planning_manage
from hoanhap.planning import pages as planning_pages
from hoanhap.publishing import manage as publishing_manage
from hoanhap.publishing import pages as publishing_pages
from hoanhap.reports import manage as reports_manage
from hoanhap.reports import pages as reports_pages
from hoanhap.settings import Settings, read_settings
from hoanhap.staff import account as staff_account
from hoanhap.staff import manage as staff_manage
from hoanhap.staff import pages as staff_pages
from hoanhap.staff import welcome as staff_welcome
from hoanhap.web import house
from hoanhap.web.aloud import Aloud, Voice, find_voice, folder_of
from hoanhap.web.assessment import read_assessment
from hoanhap.web.assets import Assets, folder
from hoanhap.web.errors import HANDLERS
from hoanhap.web.logs import set_up_logs
from hoanhap.web.pages import Renderer, arrive
from hoanhap.web.security import Edge
from hoanhap.web.shared import Shared
from hoanhap.web.signing import read_sign_videos
from hoanhap.worker import Worker
from hoanhap.workplace import pages as workplace_pages

LARGEST_BODY = 64 * 1024

ROUTES: Sequence[HTTPRouteHandler] = [
    *house.ROUTES,
    *catalogue_pages.ROUTES,
    *needs_pages.ROUTES,
    *directory_pages.ROUTES,
    *organizations_pages.ROUTES,
    *booking_pages.ROUTES,
    *booking_manage.ROUTES,
    *booking_moving.ROUTES,
    *capacity_consenting.ROUTES,
    *booking_requests.ROUTES,
    *people_pages.ROUTES,
    *people_display.ROUTES,
    *notify_pages.ROUTES,
    *feeds_pages.ROUTES,
    *hotline_pages.ROUTES,
    *hotline_manage.ROUTES,
    *feedback_pages.ROUTES,
    *feedback_manage.ROUTES,
    *staff_pages.ROUTES,
    *staff_welcome.ROUTES,
    *staff_account.ROUTES,
    *staff_manage.ROUTES,
    *reports_pages.ROUTES,
    *reports_manage.ROUTES,
    *workplace_pages.ROUTES,
    *capacity_pages.ROUTES,
    *capacity_out_of_order.ROUTES,
    *capacity_widely.ROUTES,
    *attendance_pages.ROUTES,
    *attendance_consenting.ROUTES,
    *capacity_manage.ROUTES,
    *planning_pages.ROUTES,
    *planning_manage.ROUTES,
    *holidays_pages.ROUTES,
    *attendance_manage.ROUTES,
    *publishing_manage.ROUTES,
    *publishing_pages.ROUTES,
]


def create_app(
    settings: Settings,
    *,
    clock: Callable[[], datetime] = utc_now,
    with_worker: bool = True,
    voice: Voice | None = None,
) -> Litestar:
    """The application of these settings; it opens the database when it starts and closes it when it stops.

    Without a voice no page offers to be read aloud.
    """
    app = assemble()
    settle(app, settings, clock=clock, with_worker=with_worker, voice=voice)
    return app


def assemble() -> Litestar:
    """All rooms as one application, which is the same for all settings and slow to make; `settle` makes it ready."""
    return Litestar(
        route_handlers=ROUTES,
        before_request=arrive,
        dependencies={
            "db": Provide(_provide_database, sync_to_thread=False),
            "now": Provide(_provide_now, sync_to_thread=False),
        },
        exception_handlers=HANDLERS,
        lifespan=[_live],
        request_max_body_size=LARGEST_BODY,
        openapi_config=None,
        logging_config=None,
    )


def settle(
    app: Litestar, settings: Settings, *, clock: Callable[[], datetime], with_worker: bool, voice: Voice | None
) -> None:
    """Give an application that is not running its settings, and all that follows from them."""
    assets = Assets(folder("static"))
    app.state = State(
        {
            "settings": settings,
            "assets": assets,
            "assessment": read_assessment(),
            "renderer": Renderer(settings, assets),
            "clock": clock,
            "sign_videos": read_sign_videos(settings.sign_videos),
            "aloud": Aloud(folder_of(settings.state), settings.secret_key, voice),
            "with_worker": with_worker,
        }
    )


@asynccontextmanager
async def _live(app: Litestar) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    database = app.state.database = Database(settings.database_url)
    worker = Worker(database, notify.channel(settings), app.state.clock, aloud=folder_of(settings.state))
    if app.state.with_worker:
        database.after_write = worker.wake
        worker.start()
    try:
        yield
    finally:
        worker.stop()
        database.close()


def _provide_database(state: State) -> Database:
    return state.database  # type: ignore[no-any-return]


def _provide_now(state: State, db: NamedDependency[Database]) -> datetime:  # noqa: ARG001 - see below
    # It asks for the database only so that Litestar provides the two in turn, without a task group for them.
    # To the second, which is as fine as instants are kept.
    return state.clock().replace(microsecond=0)  # type: ignore[no-any-return]


def guarded(app: Litestar, settings: Settings) -> Any:
    """The application behind its edge: what a server serves."""
    return Edge(Shared(app), is_https=settings.is_https)


def serve() -> Any:
    """What each server process calls; the settings come from the environment."""
    settings = read_settings()
    set_up_logs()
    return guarded(create_app(settings, voice=find_voice()), settings)


def serve_without_worker() -> Any:
    """The same for processes whose work is done by `hoanhap worker`."""
    settings = read_settings()
    set_up_logs()
    return guarded(create_app(settings, with_worker=False, voice=find_voice()), settings)
