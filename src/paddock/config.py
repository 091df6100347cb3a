"""Settings: the only reader of the environment.

Order: `PADDOCK_*` variables, then `paddock.toml` in the data folder, then the defaults below.
"""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import urlsplit

import platformdirs
import pydantic
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from paddock import errors, pricing
from paddock.models import Model, Quality

CONFIG_FILE = "paddock.toml"
DEFAULT_GROUP = "default"


def default_data_folder() -> Path:
    """Where everything is kept when nobody says otherwise: the user's own data folder."""
    return Path(os.environ.get("PADDOCK_DATA") or platformdirs.user_data_path("paddock", appauthor=False))


Credits = Annotated[Decimal, pydantic.Field(gt=0, le=1_000_000, decimal_places=6)]


class GroupSettings(pydantic.BaseModel):
    """One group in the settings file; what is not said is not limited."""

    model_config = pydantic.ConfigDict(extra="forbid")

    prices: dict[Model, dict[Quality, Credits]] = pydantic.Field(default_factory=dict)
    billing_rule: pricing.BillingRule = pricing.BillingRule.PER_SECOND
    multiplier: Annotated[Decimal, pydantic.Field(gt=0, le=1000, decimal_places=6)] = Decimal(1)
    models: list[Model] | None = None
    submits_per_minute: Annotated[float, pydantic.Field(gt=0)] | None = None
    submits_burst: int = pydantic.Field(default=10, ge=1)
    reads_per_minute: Annotated[float, pydantic.Field(gt=0)] | None = None
    reads_burst: int = pydantic.Field(default=120, ge=1)
    at_work: Annotated[int, pydantic.Field(ge=1)] | None = None
    queue_limit: Annotated[int, pydantic.Field(ge=1)] | None = None


class EngineSettings(pydantic.BaseModel):
    """One engine in the settings file: `[engines.NAME]`."""

    model_config = pydantic.ConfigDict(extra="forbid")

    kind: str
    """`videos`, `happyhorse`, `diffusers`, `animatic`, or any other installed engine."""
    base_url: str | None = None
    """Where the engine's server is: `http://gpu-1:30000`. Trusted, because only the operator can write it."""
    api_key: pydantic.SecretStr | None = None
    """The key for that server; its credits have nothing to do with ours."""
    profile: str | None = None
    """The model's facts: the name of a profile, or a path that ends in .toml."""
    models: list[Model] | None = None
    """Which models it may serve, where that is less than its profile says."""
    concurrency: int = pydantic.Field(default=1, ge=1, le=1000)
    """How many jobs it may have at a time: one for each group of GPUs. Each needs a worker that waits for it."""
    time_limit_s: Annotated[float, pydantic.Field(gt=0)] | None = None
    """Wall-clock limit of one attempt there, instead of the general `time_limit_s`."""
    patience_s: float = pydantic.Field(default=120.0, gt=0)
    """How long a server that went silent in the middle of a job is waited for."""
    dialect: Literal["auto", "sglang", "vllm"] = "auto"
    """`videos`: how the server speaks; found out by itself."""
    form: Literal["native", "dashscope"] = "native"
    """`happyhorse`: this API's own form, or DashScope's."""
    served_name: str | None = None
    """The name of the model on that server, where it is not the profile's."""
    credits_per_second: Credits | None = None
    """What a second of video costs you there: shown by `paddock engines`, charged to nobody."""
    accept_licence: bool = False
    """Set it after reading the licence of a profile that restricts who may use the model, or where."""
    options: dict[str, Any] = pydantic.Field(default_factory=dict)
    """`diffusers`: what goes before the profile's own `[speed]`."""

    @pydantic.field_validator("base_url")
    @classmethod
    def _is_a_url(cls, given: str | None) -> str | None:
        if given is None:
            return None
        parts = urlsplit(given)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("must be an address like http://gpu-1:30000")
        return given.rstrip("/")


class Settings(BaseSettings):
    """Every setting. Times end in `_s`, sizes in `_bytes`."""

    model_config = SettingsConfigDict(env_prefix="PADDOCK_", extra="ignore")

    data: Path = pydantic.Field(default_factory=default_data_folder)
    """Folder of the embedded database, the videos and the key. Made on the first start."""
    host: str = "127.0.0.1"
    """The address that is listened at; `0.0.0.0` for every one that the machine has."""
    port: int = pydantic.Field(default=8080, ge=0, le=65535)
    """0 takes any free port."""
    public_url: str | None = None
    """How clients reach this server, for result links; by default `http://HOST:PORT`."""
    database_url: str | None = None
    """A PostgreSQL to use instead of the embedded one."""
    database_pool: int = pydantic.Field(default=10, ge=1, le=100)
    """Connections of one process."""
    workers: int = pydantic.Field(default=1, ge=0, le=64)
    """Worker processes that `serve` starts; each makes one video at a time."""
    engine: str = "animatic"
    """What serves every model that `routes` does not name."""
    routes: dict[Model, Annotated[list[str], pydantic.Field(min_length=1)]] = pydantic.Field(default_factory=dict)
    """By model, the engines that may make its videos, the preferred one first."""
    engines: dict[str, EngineSettings] = pydantic.Field(default_factory=dict)
    """The engines that routes name, where the name alone does not say it all."""
    aliases: dict[str, Model] = pydantic.Field(default_factory=dict)
    """Other names of models that clients have built in, and which of ours is meant."""
    engine_patience_s: float = pydantic.Field(default=120.0, ge=0)
    """How long a task waits at its turn while no engine of its route answers, before it fails."""
    egress_allow: str = ""
    """Development only: comma-separated `host:port`, host or network that may be dialled although it is private."""
    prices: dict[Model, dict[Quality, Credits]] = pydantic.Field(default_factory=dict)
    """Credits by model and quality, where they differ from the service's own."""
    groups: dict[str, GroupSettings] = pydantic.Field(default_factory=dict)
    """What accounts pay and may do, by the name of their group; `default` is there without being named."""
    max_body_bytes: int = pydantic.Field(default=128 * 1024 * 1024, ge=1024)
    """A request body: nine images of 10 MB in base64, and the rest. It waits on the disk, not in memory."""
    body_budget_bytes: int = pydantic.Field(default=1024**3, ge=1024)
    """All large request bodies of one process together; one more is answered 503."""
    head_timeout_s: float = pydantic.Field(default=10.0, gt=0)
    """A client must say what it wants, headers and all, within this time."""
    body_timeout_s: float = pydantic.Field(default=30.0, gt=0)
    """A request body must have come within this time, and a second more for each `body_rate_bytes`."""
    body_rate_bytes: int = pydantic.Field(default=32 * 1024, ge=1)
    """How many bytes of a large request body must come in a second, beyond `body_timeout_s`."""
    keep_alive_s: float = pydantic.Field(default=65.0, gt=0)
    """A connection on which nothing is asked is closed after this time."""
    write_timeout_s: float = pydantic.Field(default=60.0, gt=0)
    """A client that takes nothing of its answer for this long is cut off."""
    max_connections: int = pydantic.Field(default=8192, ge=16)
    """Open connections of one process, or what the system's limit on open files leaves."""
    upload_life_s: int = pydantic.Field(default=72 * 3600, ge=1)
    """How long an uploaded image is kept."""
    upload_limit: int = pydantic.Field(default=1000, ge=1)
    """Uploaded images that an account may keep at a time."""
    upload_limit_bytes: int = pydantic.Field(default=2 * 1024**3, ge=1)
    """What they may take up together."""
    lease_s: float = pydantic.Field(default=20.0, gt=0)
    """A worker that is not heard of for this long has lost its tasks: another one takes them."""
    heartbeat_s: float = pydantic.Field(default=1.0, gt=0)
    """A worker extends its lease, writes progress and looks for a cancellation this often."""
    poll_s: float = pydantic.Field(default=1.0, gt=0)
    """An idle worker looks for tasks this often, should a notification be lost."""
    max_attempts: int = pydantic.Field(default=3, ge=1)
    """How often a task is tried before it fails, when its worker or its engine breaks."""
    time_limit_s: float = pydantic.Field(default=900.0, gt=0)
    """Wall-clock limit of one attempt's engine run."""
    drain_s: float = pydantic.Field(default=120.0, ge=0)
    """How long a worker that was asked to stop may go on with its task."""
    result_life_s: int = pydantic.Field(default=24 * 3600, ge=1)
    """How long a result can be downloaded. The contract says 24 hours."""
    callback_timeout_s: float = pydantic.Field(default=10.0, gt=0)
    """What a callback's receiver has to answer in, in total. The contract says 10 seconds."""
    delivery_life_s: int = pydantic.Field(default=30 * 24 * 3600, ge=3600)
    """How long what became of a callback can be seen, and the callback sent again."""
    task_life_s: int = pydantic.Field(default=90 * 24 * 3600, ge=3600)
    """How long an ended task can be looked up. Its ledger entries stay."""
    sweep_s: float = pydantic.Field(default=60.0, gt=0)
    """How often expired files are deleted."""
    first_grant_credits: int = pydantic.Field(default=1_000_000, ge=0)
    """What the account made on the first start receives."""
    log_level: str = "info"
    """What is logged at least: debug, info, warning or error."""
    url: str | None = None
    """The server that `generate` and `tasks` talk to, instead of this machine's own."""
    api_key: str | None = pydantic.Field(default=None, repr=False)
    """The key for that server."""

    toml_file: ClassVar[Path | None] = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=cls.toml_file)

    def group(self, name: str) -> pricing.Group:
        """What an account of this group pays and may do; a group that is not in the settings is like `default`."""
        said = self.groups.get(name) or self.groups.get(DEFAULT_GROUP) or GroupSettings()
        return pricing.Group(
            name=name,
            prices=_merged(pricing.DEFAULT_PRICES, self.prices, said.prices),
            billing_rule=said.billing_rule,
            multiplier=said.multiplier,
            models=frozenset(Model if said.models is None else said.models),
            submits=_rate(said.submits_per_minute, said.submits_burst),
            reads=_rate(said.reads_per_minute, said.reads_burst),
            at_work=said.at_work,
            queue_limit=said.queue_limit,
        )

    def group_names(self) -> list[str]:
        """The groups that an account may be in."""
        return sorted({DEFAULT_GROUP, *self.groups})

    def most_at_work(self) -> dict[str, int]:
        """How many tasks an account may have at work, by group, where that is limited."""
        groups = [self.group(name) for name in self.group_names()]
        return {group.name: group.at_work for group in groups if group.at_work is not None}

    @property
    def results(self) -> Path:
        return self.data / "results"

    @property
    def uploads(self) -> Path:
        return self.data / "uploads"

    @property
    def api_key_file(self) -> Path:
        return self.data / "api-key"


def _merged(*tables: pricing.Prices) -> pricing.Prices:
    """One price table; what a later one says goes before."""
    return {
        model: {quality: price for table in tables for quality, price in table.get(model, {}).items()}
        for model in Model
    }


def _rate(per_minute: float | None, burst: int) -> pricing.Rate | None:
    return None if per_minute is None else pricing.Rate(per_minute, burst)


def load(**given: Any) -> Settings:
    """The settings, with what the command line gave on top (None means not given).

    Raises `OperatorError` that names the first setting that is wrong.
    """
    said = {name: value for name, value in given.items() if value is not None}
    folder = Path(said.get("data") or default_data_folder())
    settings_class = type("Settings", (Settings,), {"toml_file": folder / CONFIG_FILE, "__module__": __name__})
    try:
        settings: Settings = settings_class(**said)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise errors.OperatorError(f"setting {name} (PADDOCK_{name.upper()}): {first['msg']}") from None
    except ValueError as error:
        raise errors.OperatorError(f"{folder / CONFIG_FILE} is not valid TOML: {error}") from None
    return settings.model_copy(update={"data": settings.data.expanduser().absolute()})
