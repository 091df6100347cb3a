"""An HTTP handler that returns a constant, as a bound for any other: `python bench/constant.py FD`."""

from __future__ import annotations

import socket
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

BODY = b"x" * 400


async def constant(_: Request) -> Response:
    return Response(BODY, media_type="application/json")


if __name__ == "__main__":
    listener = socket.socket(fileno=int(sys.argv[1]))
    app = Starlette(routes=[Route("/constant", constant)])
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", access_log=False))
    server.run(sockets=[listener])
