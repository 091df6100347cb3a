"""How fast a model's architecture runs on this machine with each speed option, and what Paddock adds to it.

The architecture is real and its weights are random, so nothing is downloaded: seconds do not depend on what the weights
say. The text encoder is a small one (its share of a video is under a second). Each line is a process of its own: the
model is saved and loaded as any other, makes one video to warm up and one that counts.

    pip install 'paddock[diffusers]'
    python bench/gpu.py wan2.2-ti2v-5b                     # minutes for each line; --steps 10 for a first look
    python bench/gpu.py wan2.2-t2v-a14b --case plain --case '{"gpus": 4}'
    python bench/gpu.py tiny --device cpu                  # seconds, to see that it works

Prints a Markdown table for `docs/benchmarks.md`. It takes a few tens of gigabytes in `--folder` for large models.
"""

from __future__ import annotations

import argparse
import importlib
import json
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec

from paddock import video
from paddock.engines import EngineRequest, diffusers_ask, profiles
from paddock.engines.diffusers import Diffusers
from paddock.models import SIZES, AspectRatio, Model, Quality, frame_count

_WAN: dict[str, Any] = {"attention_head_dim": 128, "text_dim": 4096, "freq_dim": 256}
_OLD_VAE: dict[str, Any] = {}
_NEW_VAE: dict[str, Any] = {
    "base_dim": 160,
    "decoder_base_dim": 256,
    "z_dim": 48,
    "is_residual": True,
    "in_channels": 12,
    "out_channels": 12,
    "patch_size": 2,
    "scale_factor_spatial": 16,
    "latents_mean": [0.0] * 48,
    "latents_std": [1.0] * 48,
}
_TINY_VAE: dict[str, Any] = {"base_dim": 3, "num_res_blocks": 1, "dim_mult": [1, 1, 1, 1]}
SHAPES: dict[str, tuple[dict[str, Any], dict[str, Any], int]] = {
    "wan2.1-t2v-1.3b": ({**_WAN, "num_attention_heads": 12, "num_layers": 30, "ffn_dim": 8960}, _OLD_VAE, 1),
    "wan2.2-t2v-a14b": ({**_WAN, "num_attention_heads": 40, "num_layers": 40, "ffn_dim": 13824}, _OLD_VAE, 2),
    "wan2.2-ti2v-5b": (
        {
            **_WAN,
            "num_attention_heads": 24,
            "num_layers": 30,
            "ffn_dim": 14336,
            "in_channels": 48,
            "out_channels": 48,
        },
        _NEW_VAE,
        1,
    ),
    "tiny": (
        {"attention_head_dim": 12, "num_attention_heads": 2, "num_layers": 2, "ffn_dim": 16, "text_dim": 16},
        _TINY_VAE,
        1,
    ),
}
"""Transformer, VAE, and how many transformers there are; as the models' published configurations say."""

CASES: list[dict[str, Any]] = [
    {},
    {"compile": True},
    {"attention": "_native_cudnn"},
    {"cache": "first-block"},
    {"cache": "taylor-seer"},
    {"float8": "storage"},
    {"float8": "torchao"},
    {"offload": "model"},
    {"offload": "group"},
]


def save(name: str, folder: Path, dtype: str) -> None:
    """A Wan pipeline of this shape with random weights, as `paddock models pull` would leave it."""
    torch, diffusers = importlib.import_module("torch"), importlib.import_module("diffusers")
    transformers, tokenizers = importlib.import_module("transformers"), importlib.import_module("tokenizers")
    shape, vae, count = SHAPES[name]
    words = tokenizers.Tokenizer(tokenizers.models.WordLevel({"<pad>": 0, "</s>": 1, "<unk>": 2}, unk_token="<unk>"))
    words.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    text = transformers.UMT5Config(
        vocab_size=32, d_model=shape["text_dim"], d_kv=8, d_ff=16, num_layers=1, num_heads=2, decoder_start_token_id=0
    )
    torch.manual_seed(0)
    parts = {
        "tokenizer": transformers.PreTrainedTokenizerFast(
            tokenizer_object=words, pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
        ),
        "text_encoder": transformers.UMT5EncoderModel(text),
        "vae": diffusers.AutoencoderKLWan(**vae),
        "scheduler": diffusers.UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=5.0
        ),
    }
    torch.set_default_dtype(getattr(torch, dtype))
    for number in range(count):
        parts["transformer" if number == 0 else "transformer_2"] = diffusers.WanTransformer3DModel(**shape)
    torch.set_default_dtype(torch.float32)
    more = {"boundary_ratio": 0.875} if count > 1 else {}
    diffusers.WanPipeline(**parts, **more, expand_timesteps=name.endswith("5b")).save_pretrained(folder)


def profile_of(name: str, folder: Path, steps: int | None) -> profiles.Profile:
    known = profiles.load("wan2.1-t2v-1.3b" if name == "tiny" else name)
    replaced = msgspec.structs.replace(known, repository=str(folder), models=[Model.TEXT])
    clip = msgspec.structs.replace(known.clip, most_pixels=4096) if name == "tiny" else known.clip
    sampling = msgspec.structs.replace(known.sampling, steps=steps) if steps else known.sampling
    return msgspec.structs.replace(replaced, clip=clip, sampling=sampling)


def measure(name: str, folder: Path, options: dict[str, Any], quality: str, steps: int | None) -> dict[str, Any]:
    """One line of the table; in a process of its own."""
    profile = profile_of(name, folder, steps)
    engine = Diffusers(msgspec.to_builtins(profile), options)
    began = time.monotonic()
    engine.setup()
    found: dict[str, Any] = {"load_s": time.monotonic() - began}
    width, height = SIZES[Quality(quality)][AspectRatio.WIDE]
    request = EngineRequest(Model.TEXT, "a boat on a lake", (), width, height, frame_count(5), 1)
    model_s = 0.0
    real = diffusers_ask.clip

    def timed(*args: Any) -> Any:
        nonlocal model_s
        started = time.monotonic()
        result = real(*args)
        model_s += time.monotonic() - started
        return result

    diffusers_ask.clip = timed  # type: ignore[assignment]
    for _ in range(2):
        model_s, began = 0.0, time.monotonic()
        rest = engine.generate(request, folder / "bench.mp4", lambda _: None)
        free = time.monotonic()
        assert rest is not None
        rest()
        ended = time.monotonic()
        video.check(folder / "bench.mp4", width, height, request.frames)
    found |= {"model_s": model_s, "ours_on_gpu_s": free - began - model_s, "ours_beside_s": ended - free}
    return {**found, "made": "x".join(map(str, profile.size(width, height))), "peak_gb": engine.peak_gb}


def machine(device: str) -> str:
    cuda = importlib.import_module("torch").cuda
    versions = ", ".join(f"{name} {importlib.import_module(name).__version__}" for name in ("torch", "diffusers"))
    if device != "cpu" and cuda.is_available():
        return f"{cuda.device_count()} x {cuda.get_device_name(0)}; {versions}"
    return f"{platform.processor() or platform.machine()}, no GPU; {versions}"


def line(name: str, folder: Path, options: dict[str, Any], quality: str, steps: int | None) -> str:
    arguments = ["--one", json.dumps([str(folder), options, quality, steps])]
    ran = subprocess.run([sys.executable, __file__, name, *arguments], capture_output=True, text=True, check=False)
    what = ", ".join(f"{key} = {value}" for key, value in options.items() if key != "device") or "plain"
    left_out = [text for text in ran.stderr.splitlines() if "left out" in text]
    if ran.returncode or left_out:
        reason = (left_out or ran.stderr.strip().splitlines() or ["?"])[-1]
        return f"| {what} | {quality} | not here: {reason[:100]} | | | | | |"
    one = json.loads(ran.stdout.splitlines()[-1])
    seconds = [f"{one[key]:.2f}" for key in ("model_s", "ours_on_gpu_s", "ours_beside_s")]
    return (
        f"| {what} | {quality} | {' | '.join(seconds)} | {one['load_s']:.1f} | {one['peak_gb']:.1f} | {one['made']} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("model", choices=SHAPES)
    parser.add_argument("--quality", action="append", choices=[quality.value for quality in Quality])
    parser.add_argument("--case", action="append", help='options as JSON, or "plain"; by default each option alone')
    parser.add_argument("--steps", type=int, help="fewer steps than the profile says, for a first look")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--folder", type=Path, help="where the random weights go, and stay")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        folder, options, quality, steps = json.loads(given.one)
        print(json.dumps(measure(given.model, Path(folder), options, quality, steps)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = (given.folder or Path(temporary)) / given.model
        if not (folder / "model_index.json").exists():
            save(given.model, folder, "float32" if given.device == "cpu" else "bfloat16")
        print(f"{given.model}, 5 s, random weights, {given.steps or 'all'} steps; {machine(given.device)}\n")
        print("| option | quality | model, s | ours on the GPU, s | ours beside it, s | load, s | peak, GB | made at |")
        print("|---|---|---|---|---|---|---|---|")
        cases = [{} if case == "plain" else json.loads(case) for case in given.case] if given.case else CASES
        for options in cases:
            for quality in given.quality or [quality.value for quality in Quality]:
                shown = {**options, **({} if given.device == "auto" else {"device": given.device})}
                print(line(given.model, folder, shown, quality, given.steps), flush=True)


if __name__ == "__main__":
    main()
