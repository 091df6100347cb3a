"""SGLang-Diffusion's or vLLM-Omni's own HTTP server, request models and job store, with a fake in place of the model.

Runs in the package's own environment, where nothing of ours is installed:

    PYTHON engine_packages.py sglang|vllm FOLDER

It prints `PORT n`. What the model would have been given is written to `FOLDER/seen.jsonl`. While `FOLDER/hold` is
there jobs stay at work; when `FOLDER/fail` is there they fail with its text.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import socket
import sys
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

HELD_S = 30.0


def module(name: str) -> Any:
    return importlib.import_module(name)


def note(folder: Path, **facts: Any) -> None:
    with (folder / "seen.jsonl").open("a") as file:
        file.write(json.dumps(facts) + "\n")


async def held(folder: Path) -> None:
    """Return once `hold` is gone. Raises `RuntimeError` with the text of `fail`."""
    async with asyncio.timeout(HELD_S):
        while (folder / "hold").exists():
            await asyncio.sleep(0.02)
    if (folder / "fail").exists():
        raise RuntimeError((folder / "fail").read_text())


def mp4(path: Path, width: int, height: int, frames: int, fps: float) -> None:
    """A silent video, as models make."""
    av, numpy = module("av"), module("numpy")
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=Fraction(fps), options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for index in range(frames):
            picture = numpy.full((height, width, 3), 30 + index, numpy.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        container.mux(stream.encode(None))


def without_kernels() -> None:
    """Let torchvision be imported beside a torch for CPUs, which lacks the operators that its wheel was built with."""
    library = module("torch").library
    real = library.register_fake

    def tolerant(name: Any, *args: Any, **more: Any) -> Any:
        if str(name).startswith("torchvision::"):
            return lambda function: function
        return real(name, *args, **more)

    library.register_fake = tolerant
    try:
        module("torchvision")
    finally:
        library.register_fake = real


# -- SGLang-Diffusion


def sglang(folder: Path) -> Any:
    """Its routers, settings and Wan 2.2's sampling parameters; only its scheduler, which holds the model, is a fake."""
    root = "sglang.multimodal_gen.runtime"
    api = module(f"{root}.entrypoints.openai.video_api")
    common = module(f"{root}.entrypoints.openai.common_api")
    arguments = module(f"{root}.server_args")
    client = module(f"{root}.scheduler_client").async_scheduler_client
    output_batch = module(f"{root}.pipelines_core.schedule_batch").OutputBatch
    progress = module(f"{root}.entrypoints.openai.video_progress")
    model = folder / "Wan2.2-TI2V-5B-Diffusers"
    model.mkdir()
    (model / "model_index.json").write_text('{"_class_name": "WanPipeline", "_diffusers_version": "0.33.0"}')
    made = arguments.ServerArgs.from_kwargs(
        model_path=str(model),
        served_model_name="served/model",
        output_path=str(folder / "outputs"),
        input_save_path=str(folder / "uploads"),
    )
    arguments.set_global_server_args(made)

    async def forward(batches: list[Any]) -> Any:
        wanted = batches[0].sampling_params
        image = wanted.image_path
        image = image[0] if isinstance(image, list) else image
        note(
            folder,
            **{name: getattr(wanted, name) for name in ("prompt", "width", "height", "num_frames", "fps", "seed")},
            steps=wanted.num_inference_steps,
            guidance=wanted.guidance_scale,
            negative_prompt=wanted.negative_prompt,
            images=[list(module("PIL.Image").open(image).size)] if image else [],
        )
        await progress.apply_progress(wanted.request_id, 50)
        try:
            await held(folder)
        except RuntimeError as problem:
            return output_batch(error=str(problem))
        path = Path(wanted.output_file_path())
        path.parent.mkdir(exist_ok=True)
        await asyncio.to_thread(mp4, path, wanted.width, wanted.height, wanted.num_frames, wanted.fps)
        return output_batch(output_file_paths=[str(path)])

    client.forward = forward
    app = module("fastapi").FastAPI()
    app.include_router(common.router)
    app.include_router(api.router)
    return app


# -- vLLM-Omni


def vllm(folder: Path) -> Any:
    """Its router, form parser, job store and request handling; only the engine behind them is a fake."""
    os.environ["VLLM_OMNI_SERVER_STORAGE__PATH"] = str(folder / "outputs")
    root = "vllm_omni.entrypoints.openai"
    server = module(f"{root}.api_server")
    serving: Any = module(f"{root}.serving_video").OmniOpenAIServingVideo
    models = module(f"{root}.models.serving")
    name = "served/model"

    class Handler(serving):  # type: ignore[misc]
        async def abort_request(self, request_id: str) -> None:
            note(folder, aborted=request_id)

        async def _run_generation(self, prompt: Any, params: Any, request_id: str, *, on_started: Any = None) -> Any:
            images = prompt.get("multi_modal_data", {}).get("image", [])
            images = images if isinstance(images, list) else [images]
            note(
                folder,
                prompt=prompt["prompt"],
                negative_prompt=prompt.get("negative_prompt"),
                **{key: getattr(params, key) for key in ("width", "height", "num_frames", "fps", "seed")},
                steps=params.num_inference_steps,
                guidance=params.guidance_scale,
                images=[list(image.size) for image in images],
            )
            if on_started is not None:
                await on_started()
            await held(folder)
            path = folder / f"{request_id}.mp4"
            await asyncio.to_thread(mp4, path, params.width, params.height, params.num_frames, params.fps)
            return SimpleNamespace(images=[path.read_bytes()], multimodal_output={})

    app = module("fastapi").FastAPI()
    app.include_router(server.router)
    path = module("vllm.entrypoints.openai.models.protocol").BaseModelPath(name=name, model_path=name)
    app.state.api_server_count = 1
    app.state.openai_serving_models = models._DiffusionServingModels([path])
    app.state.openai_serving_video = Handler(SimpleNamespace(), model_name=name, stage_configs=[])
    app.state.stage_configs = []
    return app


def main(kind: str, where: str) -> None:
    os.environ |= {"HF_HUB_OFFLINE": "1", "CUDA_VISIBLE_DEVICES": "", "VLLM_NO_USAGE_STATS": "1"}
    folder = Path(where)
    without_kernels()
    app = {"sglang": sglang, "vllm": vllm}[kind](folder)
    uvicorn = module("uvicorn")
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"PORT {listener.getsockname()[1]}", flush=True)
    os.dup2(2, 1)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", log_config=None))
    asyncio.run(server.serve(sockets=[listener]))


if __name__ == "__main__":
    main(*sys.argv[1:])
