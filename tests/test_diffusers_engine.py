"""The engine `diffusers` with tiny pipelines of random weights, saved and loaded as large ones are, on the CPU."""

from __future__ import annotations

import asyncio
import importlib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image

from paddock import video
from paddock.engines import Cancelled, EngineRequest, host, profiles
from paddock.engines.diffusers import Diffusers
from paddock.models import Model
from support import gpu
from support.api import Api
from support.worker import Crew

REASON = "needs the packages torch, diffusers and transformers: pip install 'paddock[diffusers]'"
torch: Any = pytest.importorskip("torch", reason=REASON)
diffusers: Any = pytest.importorskip("diffusers", reason=REASON)
transformers: Any = pytest.importorskip("transformers", reason=REASON)

pytestmark = pytest.mark.timeout(300)

PROFILE = """
title = "Tiny Wan"
models = [{models}]
repository = "{folder}"
most_references = {references}
work_s_per_video_s = 1.0
[clip]
fps = 16
frame_step = 4
frame_plus = 1
most_frames = 49
size_multiple = 16
most_pixels = 4096
[sampling]
steps = 2
guidance = 4.0
[extend]
way = "{way}"
overlap_frames = {overlap}
[pipelines]
{pipelines}
[licence]
name = "MIT"
"""
TEXT, IMAGE, REFERENCE = gpu.TEXT, gpu.IMAGE, gpu.REFERENCE


def tokenizer() -> Any:
    tokenizers: Any = pytest.importorskip("tokenizers", reason=REASON)
    known = {"<pad>": 0, "</s>": 1, "<unk>": 2, "lake": 3}
    words = tokenizers.Tokenizer(tokenizers.models.WordLevel(known, unk_token="<unk>"))
    words.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    )


def parts() -> dict[str, Any]:
    """What every Wan pipeline has, tiny."""
    torch.manual_seed(0)
    return {
        "tokenizer": tokenizer(),
        "text_encoder": transformers.UMT5EncoderModel(
            transformers.UMT5Config(
                vocab_size=32, d_model=16, d_kv=8, d_ff=16, num_layers=1, num_heads=2, decoder_start_token_id=0
            )
        ),
        "vae": diffusers.AutoencoderKLWan(
            base_dim=3, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True]
        ),
        "scheduler": diffusers.UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0
        ),
    }


SHAPE = {
    "patch_size": (1, 2, 2),
    "num_attention_heads": 2,
    "attention_head_dim": 12,
    "out_channels": 16,
    "text_dim": 16,
    "freq_dim": 32,
    "ffn_dim": 16,
    "num_layers": 2,
    "rope_max_seq_len": 64,
}


@pytest.fixture(scope="session")
def ti2v(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Text and image from one set of weights, as Wan 2.2 TI2V 5B."""
    folder = tmp_path_factory.mktemp("ti2v")
    transformer = diffusers.WanTransformer3DModel(in_channels=16, **SHAPE)
    diffusers.WanPipeline(**parts(), transformer=transformer, expand_timesteps=True).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def vace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vace")
    transformer = diffusers.WanVACETransformer3DModel(in_channels=16, vace_layers=[0, 1], vace_in_channels=96, **SHAPE)
    diffusers.WanVACEPipeline(**parts(), transformer=transformer).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def ltx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Video and sound from one model, as LTX-2."""
    folder = tmp_path_factory.mktemp("ltx")
    torch.manual_seed(0)
    text = transformers.Gemma3Config(
        text_config={
            "vocab_size": 32,
            "hidden_size": 32,
            "intermediate_size": 16,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "num_key_value_heads": 1,
            "head_dim": 8,
        },
        vision_config={
            "hidden_size": 8,
            "intermediate_size": 8,
            "num_hidden_layers": 1,
            "num_attention_heads": 1,
            "image_size": 28,
            "patch_size": 14,
        },
        mm_tokens_per_image=4,
    )
    turns = {"rope_double_precision": False, "rope_type": "split"}
    heads = {"attention_head_dim": 8, "num_attention_heads": 4, "num_layers": 1, "num_learnable_registers": None}
    connectors = {f"{kind}_connector_{name}": value for kind in ("video", "audio") for name, value in heads.items()}
    ltx2 = importlib.import_module("diffusers.pipelines.ltx2")
    vocoder = importlib.import_module("diffusers.pipelines.ltx2.vocoder").LTX2Vocoder
    diffusers.LTX2Pipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=diffusers.AutoencoderKLLTX2Video(
            latent_channels=4,
            block_out_channels=(8,),
            decoder_block_out_channels=(8,),
            layers_per_block=(1,),
            decoder_layers_per_block=(1, 1),
            spatio_temporal_scaling=(True,),
            decoder_spatio_temporal_scaling=(True,),
            decoder_inject_noise=(False, False),
            downsample_type=("spatial",),
            upsample_residual=(False,),
            upsample_factor=(1,),
            timestep_conditioning=False,
            patch_size=1,
            patch_size_t=1,
            encoder_causal=True,
            decoder_causal=False,
        ),
        audio_vae=diffusers.AutoencoderKLLTX2Audio(
            base_channels=4,
            output_channels=2,
            ch_mult=(1,),
            num_res_blocks=1,
            attn_resolutions=None,
            in_channels=2,
            resolution=32,
            latent_channels=2,
            norm_type="pixel",
            causality_axis="height",
            dropout=0.0,
            mid_block_add_attention=False,
            sample_rate=16000,
            mel_hop_length=160,
            is_causal=True,
            mel_bins=8,
        ),
        text_encoder=transformers.Gemma3ForConditionalGeneration(text),
        tokenizer=tokenizer(),
        connectors=ltx2.LTX2TextConnectors(
            caption_channels=32,
            text_proj_in_factor=2,
            connector_rope_base_seq_len=32,
            rope_theta=10000.0,
            causal_temporal_positioning=False,
            **turns,
            **connectors,
        ),
        transformer=diffusers.LTX2VideoTransformer3DModel(
            in_channels=4,
            out_channels=4,
            patch_size=1,
            patch_size_t=1,
            num_attention_heads=2,
            attention_head_dim=8,
            cross_attention_dim=16,
            audio_in_channels=4,
            audio_out_channels=4,
            audio_num_attention_heads=2,
            audio_attention_head_dim=4,
            audio_cross_attention_dim=8,
            num_layers=2,
            qk_norm="rms_norm_across_heads",
            caption_channels=32,
            **turns,
        ),
        vocoder=vocoder(
            in_channels=16,
            hidden_channels=32,
            out_channels=2,
            upsample_kernel_sizes=[4, 4],
            upsample_factors=[2, 2],
            resnet_kernel_sizes=[3],
            resnet_dilations=[[1, 3, 5]],
            leaky_relu_negative_slope=0.1,
            output_sampling_rate=16000,
        ),
    ).save_pretrained(folder)
    return folder


def written(folder: Path, place: Path, models: tuple[str, ...], way: str, overlap: int, **pipelines: str) -> str:
    values = {
        "models": ", ".join(f'"{model}"' for model in models),
        "folder": folder,
        "references": 9 * (REFERENCE in models),
        "way": way,
        "overlap": overlap,
        "pipelines": "\n".join(f'{kind} = "{name}"' for kind, name in pipelines.items()),
    }
    (place / "wan.toml").write_text(PROFILE.format(**values))
    return str(place / "wan.toml")


@pytest.fixture
def ti2v_profile(ti2v: Path, tmp_path: Path) -> str:
    pipelines = {"text": "WanPipeline", "image": "WanImageToVideoPipeline"}
    return written(ti2v, tmp_path, (TEXT, IMAGE), "last-frame", 1, **pipelines)


@pytest.fixture
def vace_profile(vace: Path, tmp_path: Path) -> str:
    pipelines = dict.fromkeys(("text", "image", "reference"), "WanVACEPipeline")
    return written(vace, tmp_path, (TEXT, IMAGE, REFERENCE), "vace", 5, **pipelines)


def engine(profile: str, **options: Any) -> Diffusers:
    made = Diffusers(msgspec.to_builtins(profiles.load(profile)), options)
    made.setup()
    return made


def request(model: Model, *images: Path, seconds: int = 3, prompt: str = "a lake", seed: int = 5) -> EngineRequest:
    return EngineRequest(model, prompt, images, 320, 176, 24 * seconds + 1, seed)


@pytest.fixture
def pictures(tmp_path: Path) -> tuple[Path, Path]:
    paths = tmp_path / "image-1.png", tmp_path / "image-2.png"
    Image.new("RGB", (640, 480), (200, 30, 60)).save(paths[0])
    Image.new("RGBA", (500, 500), (20, 200, 60, 128)).save(paths[1])
    return paths


def test_text_to_video_has_the_contracts_form_and_its_seed_decides(ti2v_profile: str, tmp_path: Path) -> None:
    made = engine(ti2v_profile)
    reports: list[float] = []
    for name, seed in (("one", 5), ("again", 5), ("other", 6)):
        made.generate(request(Model.TEXT, seed=seed), tmp_path / f"{name}.mp4", reports.append)
        video.check(tmp_path / f"{name}.mp4", 320, 176, 73)
    one, again, other = ((tmp_path / f"{name}.mp4").read_bytes() for name in ("one", "again", "other"))
    assert one == again != other
    assert reports[:3] == [0.45, 0.9, 0.9]
    assert reports[-1] == 1.0


def test_an_image_begins_a_video_that_goes_on_from_its_last_frame(
    ti2v_profile: str, tmp_path: Path, pictures: tuple[Path, Path]
) -> None:
    steps: list[float] = []
    engine(ti2v_profile).generate(request(Model.IMAGE, pictures[0], seconds=5), tmp_path / "out.mp4", steps.append)
    video.check(tmp_path / "out.mp4", 320, 176, 121)
    assert len([step for step in steps if step < 0.9]) == 3  # two clips of two steps each


def test_references_and_a_chain_by_the_last_frames(
    vace_profile: str, tmp_path: Path, pictures: tuple[Path, Path]
) -> None:
    wish = request(Model.REFERENCE, *pictures, seconds=5, prompt="character1 and character2 at a lake")
    engine(vace_profile).generate(wish, tmp_path / "out.mp4", lambda _: None)
    video.check(tmp_path / "out.mp4", 320, 176, 121)


def test_shots_are_made_one_by_one(vace_profile: str, tmp_path: Path) -> None:
    steps: list[float] = []
    wish = request(Model.TEXT, seconds=3, prompt="Shot 1 [0~1s]: a lake. Shot 2 [1~2s]: a boat. Shot 3 [2~3s]: a dog.")
    engine(vace_profile).generate(wish, tmp_path / "out.mp4", steps.append)
    video.check(tmp_path / "out.mp4", 320, 176, 73)
    assert len([step for step in steps if step < 0.9]) == 5  # three clips of two steps each


def test_speed_options_that_are_not_to_be_had_cost_only_speed(ti2v_profile: str, tmp_path: Path) -> None:
    made = engine(ti2v_profile, attention="sage_hub", cache="first-block", float8=True)
    made.generate(request(Model.TEXT), tmp_path / "out.mp4", lambda _: None)
    video.check(tmp_path / "out.mp4", 320, 176, 73)


def test_cancelling_stops_within_one_step(ti2v_profile: str, tmp_path: Path) -> None:
    reports: list[float] = []

    def report(fraction: float) -> None:
        reports.append(fraction)
        raise Cancelled

    with pytest.raises(Cancelled):
        engine(ti2v_profile).generate(request(Model.TEXT), tmp_path / "out.mp4", report)
    assert reports == [0.45]


async def test_a_cancelled_video_leaves_the_model_warm(ti2v_profile: str, tmp_path: Path) -> None:
    options = {"profile": msgspec.to_builtins(profiles.load(ti2v_profile)), "options": {}}
    child = host.Host("diffusers", options)
    try:
        await child.warm()
        process = child._process
        begun = asyncio.Event()
        wish = request(Model.TEXT, seconds=15)
        making = asyncio.create_task(child.generate(wish, tmp_path / "a.mp4", lambda _: begun.set(), 120))
        await begun.wait()
        making.cancel()
        with pytest.raises(asyncio.CancelledError):
            await making
        assert child._process is process
        await child.generate(request(Model.TEXT), tmp_path / "b.mp4", lambda _: None, 120)
        assert child._process is process
    finally:
        await child.kill()
    video.check(tmp_path / "b.mp4", 320, 176, 73)


async def test_the_whole_server_makes_a_video_with_it(api: Api, ti2v_profile: str, tmp_path: Path, dsn: str) -> None:
    settings = gpu.settings(tmp_path, {"wan": {"kind": "diffusers", "profile": ti2v_profile}}, {TEXT: ["wan"]})
    async with Crew(settings, dsn) as crew:
        await crew.start()
        task_id = await api.new_task(duration=3)
        async with asyncio.timeout(120):
            while (task := await api.task(task_id))["status"] not in ("completed", "failed"):
                await asyncio.sleep(0.1)
    assert (task["status"], task["engine"]) == ("completed", "wan"), task


LTX_PROFILE = """
title = "Tiny LTX-2"
models = ["{text}", "{image}"]
repository = "{folder}"
sound = true
[clip]
fps = 24
frame_step = 8
frame_plus = 1
most_frames = 121
size_multiple = 32
most_pixels = 1024
[sampling]
steps = 2
guidance = 1.0
[sampling.pipeline]
stg_scale = 0.0
audio_stg_scale = 0.0
use_cross_timestep = false
max_sequence_length = 16
[pipelines]
text = "LTX2Pipeline"
image = "LTX2ImageToVideoPipeline"
[licence]
name = "MIT"
"""


def test_a_model_with_its_own_sound_is_heard(ltx: Path, tmp_path: Path, pictures: tuple[Path, Path]) -> None:
    (tmp_path / "ltx.toml").write_text(LTX_PROFILE.format(text=TEXT, image=IMAGE, folder=ltx))
    made = engine(str(tmp_path / "ltx.toml"), tiling=False)
    for name, wish in (("text", request(Model.TEXT)), ("image", request(Model.IMAGE, pictures[0]))):
        frames, heard = made._run(wish, lambda _: None)
        assert heard is not None
        assert (len(frames), heard.shape[1]) == (73, 2)  # the tiny vocoder's sound lasts a fortieth of the video
        made.generate(wish, tmp_path / f"{name}.mp4", lambda _: None)
        video.check(tmp_path / f"{name}.mp4", 320, 176, 73)
