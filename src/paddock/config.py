"""Settings: the only reader of the environment.

Order: `PADDOCK_*` variables, then `paddock.toml` in the data folder, then the defaults below.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar

import platformdirs
import pydantic
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from paddock import errors

CONFIG_FILE = "paddock.toml"


def default_data_folder() -> Path:
    """Where everything is kept when nobody says otherwise: the user's own data folder."""
    return Path(os.environ.get("PADDOCK_DATA") or platformdirs.user_data_path("paddock", appauthor=False))


class Settings(BaseSettings):
    """Every setting. Times end in `_s`, sizes in `_bytes`."""

    model_config = SettingsConfigDict(env_prefix="PADDOCK_", extra="ignore")

    data: Path = pydantic.Field(default_factory=default_data_folder)
    """Folder of the embedded database, the videos and the key. Made on the first start."""
    host: str = "127.0.0.1"
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
    egress_allow: str = ""
    """Development only: comma-separated `host:port`, host or network that may be dialled although it is private."""
    queue_limit: int = pydantic.Field(default=1000, ge=1)
    """Pending tasks an account may have; one more is answered 429."""
    max_body_bytes: int = pydantic.Field(default=16 * 1024 * 1024, ge=1024)
    lease_s: float = pydantic.Field(default=20.0, gt=0)
    heartbeat_s: float = pydantic.Field(default=1.0, gt=0)
    """A worker extends its lease, writes progress and looks for a cancellation this often."""
    poll_s: float = pydantic.Field(default=1.0, gt=0)
    """An idle worker looks for tasks this often, should a notification be lost."""
    max_attempts: int = pydantic.Field(default=3, ge=1)
    time_limit_s: float = pydantic.Field(default=900.0, gt=0)
    """Wall-clock limit of one attempt's engine run."""
    drain_s: float = pydantic.Field(default=120.0, ge=0)
    """How long a worker that was asked to stop may go on with its task."""
    result_life_s: int = pydantic.Field(default=24 * 3600, ge=1)
    """How long a result can be downloaded. The contract says 24 hours."""
    sweep_s: float = pydantic.Field(default=60.0, gt=0)
    """How often expired files are deleted."""
    first_grant_credits: int = pydantic.Field(default=1_000_000, ge=0)
    """What the account made on the first start receives."""
    log_level: str = "info"
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

    @property
    def results(self) -> Path:
        return self.data / "results"

    @property
    def api_key_file(self) -> Path:
        return self.data / "api-key"


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
