"""Which engines may make a task's video, in order of preference, and what each lacks. No network, no database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from paddock import engines, errors
from paddock.config import EngineSettings, Settings
from paddock.engines import Capabilities, profiles
from paddock.models import MIN_DURATION_S, Model, Order, Quality

REMOTE_KINDS = ("videos", "happyhorse")
HOSTED_WORK_S = 20.0
"""The hosted service takes one to five minutes for a video."""


@dataclass(frozen=True, slots=True)
class Known:
    """One engine that a route names."""

    name: str
    kind: str
    definition: EngineSettings | None
    """None for an installed engine that serves under its own name."""
    profile: profiles.Profile | None
    capabilities: Capabilities | None
    """None when they are not known before it runs: then nothing is refused."""
    problem: str | None = None
    """What must be changed in the settings before it can be used."""

    @property
    def remote(self) -> bool:
        return self.kind in REMOTE_KINDS

    @property
    def options(self) -> dict[str, Any]:
        """What a local engine is made with."""
        if self.kind != "diffusers" or self.definition is None:
            return {}
        profile = msgspec.to_builtins(self.profile)
        if self.capabilities is not None:  # a model that may not serve all it can need not load all its parts
            profile["models"] = [model.value for model in Model if model in self.capabilities.models]
        return {"profile": profile, "options": self.definition.options}

    def lacks(self, order: Order) -> str | None:
        """The field of the request that this engine cannot serve, or None when it can serve them all."""
        able = self.capabilities
        if able is None:
            return None
        if order.model not in able.models:
            return "model"
        if order.duration_s > able.longest_s:
            return "duration"
        if order.quality not in able.qualities:
            return "quality"
        if order.model is Model.REFERENCE and len(order.image_urls) > able.most_references:
            return "image_urls"
        return None


class Routes:
    """The settings' routes. Made once a process."""

    def __init__(self, settings: Settings) -> None:
        self._default = settings.engine
        self._names: dict[Model, tuple[str, ...]] = {
            model: tuple(dict.fromkeys(settings.routes.get(model, (settings.engine,)))) for model in Model
        }
        self.aliases: Mapping[str, Model] = settings.aliases
        self.plain = not settings.routes and settings.engine not in settings.engines
        """Nothing is configured: one engine makes everything, and nothing is asked of it before."""
        wanted = {name: None for names in self._names.values() for name in names}
        self.engines = {name: _known(name, settings, self.plain) for name in [*wanted, *settings.engines]}

    def of(self, model: Model) -> list[Known]:
        """The engines of a model's route, the preferred one first."""
        return [self.engines[name] for name in self._names[model]]

    def first(self, model: Model) -> str:
        """The name of the preferred engine."""
        return self._names[model][0]

    def models(self, name: str) -> list[Model]:
        """The models whose routes name this engine."""
        return [model for model in Model if name in self._names[model]]

    def able(self, order: Order) -> list[Known]:
        """The engines of the order's route that can make it."""
        return [known for known in self.of(order.model) if known.problem is None and known.lacks(order) is None]

    def problems(self) -> Iterator[str]:
        """What must be changed before every route can be used, one line each."""
        for known in self.engines.values():
            if known.problem is not None and self.models(known.name):
                yield f"engine {known.name}: {known.problem}"
        for alias in self.aliases:
            if alias in tuple(Model):
                yield f"aliases.{alias}: is a model's own name"

    def check(self) -> None:
        """Raises `OperatorError` with the first problem."""
        for problem in self.problems():
            raise errors.OperatorError(problem)

    def refuse(self, order: Order) -> None:
        """Raises `InvalidRequest` with the range that is possible when no engine of the route can make the order."""
        if self.plain or any(known.lacks(order) is None for known in self.of(order.model)):
            return
        lacking = [(known.lacks(order), known.capabilities) for known in self.of(order.model)]
        for field, refusal in _REFUSALS.items():
            if able := [able for lacks, able in lacking if lacks == field and able is not None]:
                raise refusal(able)
        raise errors.InvalidRequest("no engine here serves this model", param="model")


def _duration_refused(able: list[Capabilities]) -> errors.InvalidRequest:
    longest = max(one.longest_s for one in able)
    return errors.InvalidRequest(
        f"duration must be an integer from {MIN_DURATION_S} to {longest} for this model here",
        param="duration",
        minimum=MIN_DURATION_S,
        maximum=longest,
    )


def _quality_refused(able: list[Capabilities]) -> errors.InvalidRequest:
    allowed = [quality.value for quality in Quality if any(quality in one.qualities for one in able)]
    return errors.InvalidRequest(
        f"quality must be one of {', '.join(allowed)} for this model here", param="quality", allowed_values=allowed
    )


def _references_refused(able: list[Capabilities]) -> errors.InvalidRequest:
    most = max(one.most_references for one in able)
    return errors.InvalidRequest(
        f"image_urls must be an array of 1 to {most} URLs for this model here",
        param="image_urls",
        minimum=1,
        maximum=most,
    )


_REFUSALS = {"duration": _duration_refused, "quality": _quality_refused, "image_urls": _references_refused}


def _known(name: str, settings: Settings, plain: bool) -> Known:
    definition = settings.engines.get(name)
    kind = name if definition is None else definition.kind
    profile, problem = None, None
    try:
        profile = _profile(definition, settings)
        problem = _problem(kind, definition, profile)
        capabilities = None if plain or problem else _capabilities(kind, definition, profile)
    except (errors.OperatorError, LookupError, ImportError, AttributeError) as error:
        capabilities, problem = None, str(error)
    return Known(name, kind, definition, profile, capabilities, None if plain else problem)


def _profile(definition: EngineSettings | None, settings: Settings) -> profiles.Profile | None:
    if definition is None or definition.profile is None:
        return None
    return profiles.load(definition.profile, settings.data / "profiles")


def _problem(kind: str, definition: EngineSettings | None, profile: profiles.Profile | None) -> str | None:
    """What is missing in an engine's settings."""
    if kind not in (*REMOTE_KINDS, *engines.OURS):
        return None  # it is made to see whether it is there
    if definition is None:
        return f"say in [engines.NAME] where and what it is, with kind = {kind!r}"
    if kind in REMOTE_KINDS and definition.base_url is None:
        return "base_url is missing: the address of its server"
    if kind == "happyhorse" and definition.api_key is None:
        return "api_key is missing: your key for that service"
    if kind in ("videos", "diffusers") and profile is None:
        return f"profile is missing: one of {', '.join(profiles.names())}, or a path ending in .toml"
    if profile is not None and kind == "diffusers" and (problem := profiles.speed_problem(profile, definition.options)):
        return f"options.{problem}"
    if profile is not None and profile.licence.restricted and not definition.accept_licence:
        licence = profile.licence
        return (
            f"the licence {licence.name} restricts the use of its model ({licence.restricted}); read {licence.url}"
            " and say accept_licence = true"
        )
    return None


def _capabilities(
    kind: str, definition: EngineSettings | None, profile: profiles.Profile | None
) -> Capabilities | None:
    """What the engine can do, from its profile or from itself. Raises what making it raises."""
    if profile is not None:
        able = of_profile(profile, chained=kind == "diffusers")
    elif kind == "happyhorse":
        able = Capabilities(frozenset(Model), HOSTED_WORK_S)
    else:
        able = engines.load(kind).capabilities
    if definition is not None and definition.models is not None:
        able = replace(able, models=able.models & frozenset(definition.models))
    return able


def of_profile(profile: profiles.Profile, *, chained: bool) -> Capabilities:
    """What a model can do; `chained` where whoever runs it can go on beyond one clip."""
    return Capabilities(
        models=frozenset(profile.models),
        work_s_per_video_s=profile.work_s_per_video_s,
        longest_s=profile.longest_s if chained else profile.clip_s,
        most_references=profile.most_references,
        qualities=frozenset(profile.qualities),
    )
