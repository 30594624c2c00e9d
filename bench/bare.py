"""The bare framework: Litestar and Jinja2 on granian, one template, nothing else. The ceiling for every page."""

import os
import sys
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces, Loops
from litestar import Litestar, MediaType, get
from litestar.contrib.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template.config import TemplateConfig

FILE = "BENCH_TEMPLATE"


@get("/", media_type=MediaType.HTML)
async def page() -> Template:
    """The page."""
    return Template(Path(os.environ[FILE]).name, context={"items": range(20)})


def app() -> Litestar:
    """What each server process calls."""
    folder = Path(os.environ[FILE]).parent
    return Litestar(
        [page],
        template_config=TemplateConfig(directory=folder, engine=JinjaTemplateEngine),
        openapi_config=None,
        logging_config=None,
    )


def main(port: str, workers: str, file: str) -> None:
    """Serve."""
    os.environ[FILE] = file
    Granian(
        "bench.bare:app",
        address="127.0.0.1",
        port=int(port),
        interface=Interfaces.ASGI,
        factory=True,
        workers=int(workers),
        loop=Loops.uvloop,
        log_access=False,
        websockets=False,
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
