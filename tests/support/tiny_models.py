"""Tiny pipelines of diffusers with random weights, saved as large ones are."""

from __future__ import annotations

import importlib
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from paddock.engines import EngineRequest, profiles
from paddock.engines.diffusers import Diffusers
from paddock.models import Model

REASON = "needs the packages torch, diffusers and transformers: pip install 'paddock[diffusers]'"
torch: Any = pytest.importorskip("torch", reason=REASON)
diffusers: Any = pytest.importorskip("diffusers", reason=REASON)
transformers: Any = pytest.importorskip("transformers", reason=REASON)


def saved(folders: pytest.TempPathFactory, save: Callable[[Path], None]) -> Path:
    """The folder of a tiny model's weights."""
    folder = folders.mktemp(save.__name__)
    save(folder)
    return folder


def engine(profile: str, **options: Any) -> Diffusers:
    made = Diffusers(msgspec.to_builtins(profiles.load(profile)), options)
    made.setup()
    return made


def whole(made: Diffusers, wish: EngineRequest, out: Path, report: Any) -> None:
    """One video from begin to end, as the child process makes it."""
    rest = made.generate(wish, out, report)
    assert rest is not None
    rest()


def request(model: Model, *images: Path, seconds: int = 3, prompt: str = "a lake", seed: int = 5) -> EngineRequest:
    return EngineRequest(model, prompt, images, 320, 176, 24 * seconds + 1, seed)


def tokenizer(*more: str) -> Any:
    tokenizers: Any = pytest.importorskip("tokenizers", reason=REASON)
    known = {"<pad>": 0, "</s>": 1, "<unk>": 2, "lake": 3}
    known |= {word: len(known) + index for index, word in enumerate(more)}
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


def ti2v(folder: Path) -> None:
    """Text and image from one set of weights, as Wan 2.2 TI2V 5B."""
    transformer = diffusers.WanTransformer3DModel(in_channels=16, **SHAPE)
    diffusers.WanPipeline(**parts(), transformer=transformer, expand_timesteps=True).save_pretrained(folder)


def vace(folder: Path) -> None:
    transformer = diffusers.WanVACETransformer3DModel(in_channels=16, vace_layers=[0, 1], vace_in_channels=96, **SHAPE)
    diffusers.WanVACEPipeline(**parts(), transformer=transformer).save_pretrained(folder)


def ltx(folder: Path) -> None:
    """Video and sound from one model, as LTX-2."""
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


SKYREELS_SHAPE = {name: value for name, value in SHAPE.items() if name != "num_layers"}


def skyreels(folder: Path) -> None:
    """Videos of any length by diffusion forcing, as SkyReels V2."""
    known = parts()
    scheduler = diffusers.UniPCMultistepScheduler(flow_shift=8.0, use_flow_sigmas=True)
    transformer = diffusers.SkyReelsV2Transformer3DModel(in_channels=16, num_layers=2, **SKYREELS_SHAPE)
    diffusers.SkyReelsV2DiffusionForcingPipeline(
        **{**known, "scheduler": scheduler}, transformer=transformer
    ).save_pretrained(folder)


def _hunyuan_parts(task: str) -> dict[str, Any]:
    """What both HunyuanVideo 1.5 pipelines are made of; `task` is t2v or i2v."""
    torch.manual_seed(0)
    words = tokenizer()
    words.chat_template = "{% for one in messages %}{{ one['content'] }} {% endfor %}"
    text = transformers.Qwen2_5_VLTextConfig(
        vocab_size=32,
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=3,
        num_attention_heads=2,
        num_key_value_heads=1,
        rope_parameters={"rope_type": "default", "rope_theta": 10000.0, "mrope_section": [1, 1, 2]},
    )
    glyphs = transformers.T5Config(d_model=16, d_kv=8, d_ff=16, num_layers=1, num_heads=2, vocab_size=384)
    models = importlib.import_module("transformers.models.qwen2_5_vl.modeling_qwen2_5_vl")
    return dict(  # noqa: C408 - as arguments they read like the pipeline's own
        tokenizer=words,
        text_encoder=models.Qwen2_5_VLTextModel(text),
        tokenizer_2=transformers.ByT5Tokenizer(),
        text_encoder_2=transformers.T5EncoderModel(glyphs),
        guider=diffusers.ClassifierFreeGuidance(guidance_scale=6.0),
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(shift=7.0),
        vae=diffusers.AutoencoderKLHunyuanVideo15(
            latent_channels=4,
            block_out_channels=(8, 8, 8, 8, 8),
            layers_per_block=1,
            spatial_compression_ratio=16,
            temporal_compression_ratio=4,
            downsample_match_channel=False,
            upsample_match_channel=False,
        ),
        transformer=diffusers.HunyuanVideo15Transformer3DModel(
            in_channels=9,
            out_channels=4,
            num_attention_heads=2,
            attention_head_dim=16,
            num_layers=1,
            num_refiner_layers=1,
            mlp_ratio=2.0,
            text_embed_dim=16,
            text_embed_2_dim=16,
            image_embed_dim=8,
            rope_axes_dim=(4, 6, 6),
            target_size=64,
            task_type=task,
        ),
    )


def hunyuan(folder: Path) -> None:
    """Text to video with a guider and without callbacks, as HunyuanVideo 1.5."""
    diffusers.HunyuanVideo15Pipeline(**_hunyuan_parts("t2v")).save_pretrained(folder)


def hunyuan_image(folder: Path) -> None:
    """The same from a first frame; it chooses the size by itself."""
    known = _hunyuan_parts("i2v")
    seeing = transformers.SiglipVisionConfig(
        hidden_size=8, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2, image_size=54, patch_size=2
    )
    diffusers.HunyuanVideo15ImageToVideoPipeline(
        **known,
        image_encoder=transformers.SiglipVisionModel(seeing),
        feature_extractor=transformers.SiglipImageProcessor(size={"height": 54, "width": 54}),
    ).save_pretrained(folder)


H3_VAE = {
    "block_out_channels": (8, 8, 8, 8, 8, 8),
    "layers_per_block": 1,
    "norm_num_groups": 2,
    "decoder_num_layers": 1,
    "decoder_num_attention_heads": 1,
    "decoder_attention_head_dim": 16,
    "decoder_num_register_tokens": 1,
    "decoder_ffn_mult": 1,
    "latents_mean": (0.0,) * 4,
    "latents_std": (1.0,) * 4,
}
H3_WORDS = ("<|vision_start|>", "<|image_pad|>", "<|vision_end|>", "<|video_pad|>")


def h3(folder: Path) -> None:
    """A modular pipeline for text, first frame and references, with sound, as MiniMax H3.

    Without its processor, which needs torchvision: `see` gives it one that does what is needed of it.
    """
    torch.manual_seed(0)
    words = tokenizer(*H3_WORDS)
    text_config = transformers.Qwen3VLConfig(
        text_config={
            "vocab_size": 64,
            "hidden_size": 16,
            "intermediate_size": 16,
            "num_hidden_layers": 51,
            "num_attention_heads": 2,
            "num_key_value_heads": 1,
            "head_dim": 8,
            "rope_parameters": {"rope_type": "default", "rope_theta": 10000.0, "mrope_section": [2, 1, 1]},
        },
        vision_config={
            "depth": 1,
            "hidden_size": 16,
            "intermediate_size": 16,
            "num_heads": 2,
            "out_hidden_size": 16,
            "patch_size": 16,
            "spatial_merge_size": 2,
            "temporal_patch_size": 2,
            "num_position_embeddings": 16,
            "deepstack_visual_indexes": [0],
        },
        image_token_id=words.convert_tokens_to_ids("<|image_pad|>"),
        video_token_id=words.convert_tokens_to_ids("<|video_pad|>"),
        vision_start_token_id=words.convert_tokens_to_ids("<|vision_start|>"),
        vision_end_token_id=words.convert_tokens_to_ids("<|vision_end|>"),
    )
    shape = {
        "num_attention_heads": 2,
        "attention_head_dim": 16,
        "hidden_size": 32,
        "num_layers": 1,
        "num_refiner_layers": 1,
        "ffn_dim": 16,
        "in_channels": 4,
        "audio_in_channels": 4,
        "text_dim": 16,
        "freq_dim": 32,
        "time_embed_hidden_dim": 16,
        "time_embed_dim": 16,
        "rope_freq_dim": 2,
    }
    modular = importlib.import_module("diffusers.modular_pipelines.minimax_h3")
    pipe = modular.MiniMaxH3Blocks().init_pipeline()
    pipe.update_components(
        tokenizer=words,
        text_encoder=transformers.Qwen3VLForConditionalGeneration(text_config),
        vae=diffusers.AutoencoderKLMiniMaxH3(latent_channels=4, **H3_VAE),
        audio_vae=diffusers.AutoencoderKLMiniMaxH3Audio(
            encoder_dim=4,
            encoder_rates=(2, 2),
            latent_dim=8,
            latent_channels=4,
            num_attention_heads=2,
            decoder_dim=8,
            decoder_rates=(2, 2),
            decoder_kernel_sizes=(4, 4),
            resblock_kernel_sizes=(3,),
            resblock_dilation_sizes=((1, 3, 5),),
            sampling_rate=160,
            latents_mean=[0.0] * 4,
            latents_std=[1.0] * 4,
        ),
        scheduler=diffusers.MiniMaxH3Scheduler(shift=12.0),
        audio_scheduler=diffusers.MiniMaxH3Scheduler(shift=3.0),
        transformer=diffusers.MiniMaxH3Transformer3DModel(**shape),
        transformer_ref=diffusers.MiniMaxH3Transformer3DModel(**shape),
    )
    pipe.save_pretrained(str(folder), overwrite_modular_index=True)


def see(pipe: Any) -> None:
    """Let a loaded `h3` look at pictures, small ones, and tell their tokens from words."""
    pipe.update_components(reference_image_short_edge=64)
    images = transformers.Qwen2VLImageProcessor(patch_size=16, merge_size=2, min_pixels=1024, max_pixels=4096)
    picture = pipe.tokenizer.convert_tokens_to_ids("<|image_pad|>")

    def kinds(rows: list[list[int]]) -> list[list[int]]:
        return [[int(token == picture) for token in row] for row in rows]

    pipe.processor = types.SimpleNamespace(image_processor=images, create_mm_token_type_ids=kinds)
