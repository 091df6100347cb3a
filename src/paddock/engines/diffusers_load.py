"""A model of diffusers on this machine: loaded, put where it runs, made as fast as the profile says and the machine
can.
"""

from __future__ import annotations

import functools
import gc
import importlib
import resource
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol

import msgspec
import psutil

from paddock import errors, video, weights
from paddock.engines.profiles import Profile, Speed
from paddock.models import Model

KINDS: Final = {Model.TEXT: "text", Model.IMAGE: "image", Model.REFERENCE: "reference"}
_TRANSFORMERS: Final = ("transformer", "transformer_2", "transformer_ref")
_VAES: Final = ("vae", "audio_vae")
_WORKFLOWS: Final = {"text": "t2va", "image": "fl2va", "reference": "ref2va"}
"""What the modular pipelines call the kinds."""
GB: Final = 1e9


class Upscaler(Protocol):
    """A neural upscaler that a profile names. One is made a process, with the device to work on."""

    def __init__(self, device: str) -> None: ...

    def upscaled(self, frames: Iterator[video.Frame], width: int, height: int) -> Iterator[video.Frame]:
        """As many pictures, BGR, larger; from there they are scaled to exactly `width` x `height`."""


class Loaded:
    """A profile's weights and the pipelines over them. `rank` is which of several GPUs that share the work."""

    def __init__(self, profile: Profile, speed: Speed, rank: int = 0) -> None:
        """Raises `OperatorError` that says what is missing."""
        self.profile, self.speed = profile, speed
        folder = weights.found(profile)
        if folder is None:
            raise errors.OperatorError(f"the weights of {profile.title} are not here: paddock models pull")
        self._folder = folder
        self.torch: Any = importlib.import_module("torch")
        self._library: Any = importlib.import_module("diffusers")
        self.device = self._device(rank)
        self._pipes: dict[str, Any] = {}
        self.upscaler: Upscaler | None = _made(speed.upscaler, self.device) if speed.upscaler and not rank else None
        self._first()

    def _device(self, rank: int) -> str:
        wanted = self.speed.device
        device = ("cuda" if self.torch.cuda.is_available() else "cpu") if wanted == "auto" else wanted
        return f"cuda:{rank}" if self.speed.gpus > 1 and device == "cuda" else device

    @property
    def dtype(self) -> Any:
        return getattr(self.torch, self.speed.dtype if self.device != "cpu" else "float32")

    # -- pipelines

    def _names(self) -> dict[str, str]:
        """The pipeline's class for each kind of request that the profile serves."""
        every = msgspec.to_builtins(self.profile.pipelines)
        names = {kind: every[kind] for model in self.profile.models if every[kind := KINDS[model]]}
        if not names:
            raise errors.OperatorError(f"the profile {self.profile.title} names no pipeline of diffusers")
        return names

    def _first(self) -> None:
        kind, name = next(iter(self._names().items()))
        if not hasattr(self._library, name):
            raise errors.OperatorError(f"diffusers {self._library.__version__} has no {name}: install the one we need")
        if _is_modular(name):
            self._pipes[name] = getattr(self._library, name).from_pretrained(str(self._folder))
            self._load_parts(self._pipes[name], kind)
            return
        # Wan's VAE loses detail, and sometimes everything, in half precision.
        types = {"vae": self.torch.float32, "default": self.dtype}
        given = {"dtype": types, "local_files_only": True}
        load = getattr(self._library, name).from_pretrained
        pipe = self._quantized(load, given) or load(str(self._folder), **given)
        self._prepare(pipe)
        self._pipes[name] = pipe

    def pipe(self, kind: str) -> Any:
        """The pipeline for a kind of request; several share one set of weights."""
        name = self._names()[kind]
        if _is_modular(name):
            self._load_parts(self._pipes[name], kind)
        elif name not in self._pipes:
            loaded = next(iter(self._pipes.values()))
            wanted = getattr(self._library, name)
            self._pipes[name] = wanted(**{**loaded.components, **_extras(wanted, loaded)})
            self._pipes[name].set_progress_bar_config(disable=True)
        return self._pipes[name]

    def _load_parts(self, pipe: Any, kind: str) -> None:
        """What a modular pipeline needs for this kind and has not loaded yet."""
        before = {name for name in pipe.components if getattr(pipe, name, None) is not None}
        types = {**dict.fromkeys(_VAES, self.torch.float32), "default": self.dtype}
        pipe.load_components(workflow=_WORKFLOWS[kind], dtype=types)
        if {name for name in _TRANSFORMERS if getattr(pipe, name, None) is not None} - before:
            self._prepare(pipe, before)

    # -- speed and memory

    def _prepare(self, pipe: Any, before: frozenset[str] | set[str] = frozenset()) -> None:
        """Put the pipeline where it runs, as fast as the profile says and the machine can."""
        speed, flow_shift = self.speed, self.profile.sampling.flow_shift
        if flow_shift is not None:
            pipe.scheduler = type(pipe.scheduler).from_config(pipe.scheduler.config, flow_shift=flow_shift)
        names = [name for name in _TRANSFORMERS if getattr(pipe, name, None) is not None and name not in before]
        parts = [getattr(pipe, name) for name in names]
        if speed.tiling and hasattr(pipe.vae, "enable_tiling"):
            pipe.vae.enable_tiling()
        for part in parts:
            if speed.attention:
                attempt("attention", functools.partial(part.set_attention_backend, speed.attention))
            if speed.float8 == "storage":
                types = {"storage_dtype": self.torch.float8_e4m3fn, "compute_dtype": self.dtype}
                attempt("float8", functools.partial(part.enable_layerwise_casting, **types))
            if speed.cache:
                attempt("cache", lambda part=part: part.enable_cache(self._cache()))  # type: ignore[misc]
        if speed.offload == "model":
            pipe.enable_model_cpu_offload(device=self.device)
        elif speed.offload == "group":
            device, on_gpu = self.torch.device(self.device), self.device.startswith("cuda")
            pipe.enable_group_offload(onload_device=device, offload_type="leaf_level", use_stream=on_gpu)
        else:
            pipe.to(self.device)
        for part in parts:
            if speed.gpus > 1:
                self._share(part)
            if speed.compile:
                # what cannot be compiled, for want of a compiler say, is run as it is
                importlib.import_module("torch._dynamo").config.suppress_errors = True
                attempt("compile", functools.partial(part.compile_repeated_blocks, fullgraph=True))
        if hasattr(pipe, "set_progress_bar_config"):
            pipe.set_progress_bar_config(disable=True)

    def _share(self, part: Any) -> None:
        """Split the sequence among the GPUs, whatever its length."""
        on_gpus = self.device != "cpu"
        if not on_gpus:  # to try it without: diffusers divides by the number of accelerators, gloo takes equal parts
            self.torch.accelerator.device_count = lambda: 1
        config = self._library.ContextParallelConfig(ulysses_degree=self.speed.gpus, ulysses_anything=on_gpus)
        part.enable_parallelism(config=config)

    def _cache(self) -> Any:
        speed, steps = self.speed, self.profile.sampling.steps
        if speed.cache == "first-block":
            return self._library.FirstBlockCacheConfig(threshold=speed.cache_threshold)
        if speed.cache == "mag":
            return self._library.MagCacheConfig(
                threshold=speed.cache_threshold, num_inference_steps=steps, mag_ratios=speed.cache_ratios
            )
        return self._library.TaylorSeerCacheConfig()

    def _quantized(self, load: Callable[..., Any], given: dict[str, Any]) -> Any:
        """The pipeline with its transformers computing in 8 bits; None where that is not wanted or cannot be done."""
        if self.speed.float8 != "torchao":
            return None
        try:
            kinds = importlib.import_module("torchao.quantization")
            config = self._library.TorchAoConfig(kinds.Float8DynamicActivationFloat8WeightConfig())
            parts = dict.fromkeys(_TRANSFORMERS[:2], config)
            wanted = self._library.PipelineQuantizationConfig(quant_mapping=parts)
            return load(str(self._folder), **given, quantization_config=wanted)
        except Exception as error:  # noqa: BLE001 - it wants a package, a GPU that can, and parts of the right shape
            print(f"speed option float8 left out: {error}", file=sys.stderr)
            return None

    def check_memory(self) -> None:
        """Raises `ResourceExhausted` when somebody else has what a job needs; starts the count of the peak."""
        needs_gb = self.profile.needs_gb
        if self.device.startswith("cuda"):
            cuda = self.torch.cuda
            cuda.reset_peak_memory_stats(self.device)
            have = cuda.mem_get_info(self.device)[0] + cuda.memory_reserved(self.device)
        else:
            have = psutil.virtual_memory().available + psutil.Process().memory_info().rss
        if needs_gb is not None and have < needs_gb * GB:
            print(
                f"memory: {have / GB:.1f} GB of the {needs_gb:g} GB that a job needs: end what else uses it, use"
                " offload or float8, or correct the profile's needs_gb",
                file=sys.stderr,
            )
            raise errors.ResourceExhausted("The machine has too little memory left for this video; try again later")

    def peak_gb(self) -> float:
        """The most memory that was in use: of the GPU since `check_memory`, of the host since this process began."""
        if self.device.startswith("cuda"):
            return float(self.torch.cuda.max_memory_allocated(self.device)) / GB
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / GB

    def free(self) -> None:
        """Give back what a broken job has left."""
        gc.collect()
        if self.device.startswith("cuda"):
            self.torch.cuda.empty_cache()


def attempt(what: str, action: Callable[[], Any]) -> None:
    """A speed option that this machine or model lacks costs speed, not the video."""
    try:
        action()
    except Exception as error:  # noqa: BLE001 - diffusers raises what it likes
        print(f"speed option {what} left out: {error}", file=sys.stderr)


def _is_modular(name: str) -> bool:
    return name.endswith("ModularPipeline")


def _made(name: str, device: str) -> Upscaler:
    """The upscaler at `module:Class`."""
    module, _, attribute = name.partition(":")
    try:
        made: Upscaler = getattr(importlib.import_module(module), attribute)(device)
    except (ImportError, AttributeError) as error:
        raise errors.OperatorError(f"upscaler {name} cannot be loaded ({error}): install it or leave it out") from None
    return made


def _extras(wanted: Any, loaded: Any) -> dict[str, Any]:
    """The settings of a loaded pipeline that another class of the same family takes, too."""
    names = ("boundary_ratio", "expand_timesteps")
    accepted = wanted.__init__.__code__.co_varnames
    return {name: loaded.config[name] for name in names if name in loaded.config and name in accepted}
