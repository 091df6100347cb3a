"""POST /api/v1/files/upload/stream, /base64 and /url, and GET /uploads/{token}/{name}: images to keep for a while."""

from __future__ import annotations

import os
import shutil
import time

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from paddock import bodies, errors, images, services, storage, wire
from paddock.models import IMAGE_EXTENSIONS, Principal, Upload
from paddock.routes import common

MEDIA_TYPES = {extension: media_type for media_type, extension in IMAGE_EXTENSIONS.items()}


async def stream(request: Request) -> Response:
    """Keep the image in the multipart field `file`."""
    principal = await _welcome(request)
    served = services.of(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "multipart/form-data":
        raise errors.UnsupportedMediaType("The request body must be a form: send Content-Type: multipart/form-data")
    async with bodies.form_file(request, served.budget, images.MAX_IMAGE_BYTES) as (file, name):
        with served.uploads.incoming() as path:
            with path.open("wb") as target:
                await run_in_threadpool(shutil.copyfileobj, file, target)
            return _answer(served, await served.uploads.keep(principal.account_id, path, name))


async def base64(request: Request) -> Response:
    """Keep the image in `base64_data`."""
    principal = await _welcome(request)
    served = services.of(request)
    async with common.body(request) as body:
        wanted = wire.parse_fields(body.fields(), wire.Base64Upload)
        kept = await served.uploads.keep_base64(principal.account_id, wanted.base64_data, body, wanted.file_name)
    return _answer(served, kept)


async def url(request: Request) -> Response:
    """Fetch the image at `file_url` and keep it."""
    principal = await _welcome(request)
    served = services.of(request)
    async with common.body(request) as body:
        fields = body.fields()
        body.restore(fields, "file_url", "file_name")
    wanted = wire.parse_fields(fields, wire.UrlUpload)
    name = wanted.file_name or wanted.file_url.partition("?")[0]
    return _answer(served, await served.uploads.keep_url(principal.account_id, wanted.file_url, name))


async def download(request: Request) -> Response:
    """The image as it was written anew, to whoever holds the link; with `?download=1` as a file to save."""
    served = services.of(request)
    name = request.path_params["name"]
    expires = served.links.judge_upload(request.path_params["token"], name, time.time())
    upload_id, _, extension = name.partition(".")
    path = storage.upload_path(served.settings.uploads, upload_id)
    try:
        facts = await run_in_threadpool(os.stat, path)
    except OSError:
        raise errors.LinkExpired(storage.UPLOAD_EXPIRED) from None  # signed by us and yet not there: swept
    how = "attachment" if request.query_params.get("download") else "inline"
    headers = {
        "cache-control": f"private, max-age={max(0, expires - int(time.time()))}, immutable",
        "content-disposition": f'{how}; filename="{name}"',
        "content-security-policy": "default-src 'none'; img-src 'self'; sandbox",
        "access-control-allow-origin": "*",
        "cross-origin-resource-policy": "cross-origin",
    }
    return common.File(path, media_type=MEDIA_TYPES[extension], headers=headers, stat_result=facts)


async def _welcome(request: Request) -> Principal:
    """Who asks, once it is sure that there is room for one more image."""
    principal = await common.principal(request, errors.InvalidToken)
    await services.of(request).uploads.check_room(principal.account_id)
    return principal


def _answer(served: services.Services, kept: Upload) -> Response:
    return common.answer(wire.file_answer(kept, served.uploads.link(kept)))
