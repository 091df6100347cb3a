"""The requests and answers about accounts: credits, models, keys, estimates, and the administrator's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from paddock import keys, wire
from paddock.models import UNITS_PER_CREDIT, Model, Role

MAX_CREDITS = 1_000_000_000
MAX_LIFE_DAYS = 3650

Name = Annotated[str, Meta(min_length=1, max_length=100)]


class UserCredits(Struct, kw_only=True):
    remaining_credits: Annotated[float, Meta(description="What can still be spent")]
    used_credits: Annotated[float, Meta(description="What was spent; what is reserved is neither")]


class TokenCredits(Struct, kw_only=True):
    unlimited_credits: Annotated[bool, Meta(description="Whether the key may spend all that the account has")]
    remaining_credits: Annotated[float, Meta(description="What this key can spend now: of its account, within its cap")]
    used_credits: Annotated[float, Meta(description="Spent or reserved through this key")]


class CreditsData(Struct, kw_only=True):
    user: UserCredits
    token: TokenCredits


class CreditsAnswer(Struct, kw_only=True):
    success: bool
    message: str
    data: CreditsData


class ModelItem(Struct, kw_only=True):
    id: str
    object: Literal["model"] = "model"
    owned_by: Literal["paddock"] = "paddock"
    created: int = 0


class ModelList(Struct, kw_only=True):
    data: list[ModelItem]
    object: Literal["list"] = "list"


class Estimate(Struct, kw_only=True):
    """What a create request would cost and take."""

    credits: Annotated[float, Meta(description="The price")]
    credits_reserved: Annotated[float, Meta(description="In units of 1/10,000 credit")]
    billing_rule: Annotated[str, Meta(description="Whether a video is paid by the second or by the call")]
    estimated_time: Annotated[int, Meta(description="Seconds, with the queue as it is")]
    remaining_credits: Annotated[float, Meta(description="What this key can spend now: of its account, within its cap")]


def _says(text: str) -> Meta:
    return Meta(description=text)


Moment = Annotated[int, _says("Unix seconds")]


class KeyRequest(Struct, kw_only=True):
    """A new key. What is left out is not restricted."""

    name: Annotated[Name, _says("What the key is for")]
    role: Annotated[Literal["user", "admin"], _says("`admin` may manage all accounts")] = "user"
    models: (
        Annotated[
            list[
                Literal[
                    "happyhorse-1.0-text-to-video", "happyhorse-1.0-image-to-video", "happyhorse-1.0-reference-to-video"
                ]
            ],
            Meta(min_length=1, max_length=3, description="The only models that it may use"),
        ]
        | UnsetType
    ) = UNSET
    credit_cap: (
        Annotated[float, Meta(ge=0, le=MAX_CREDITS, description="How many credits may be spent with it in all")]
        | UnsetType
    ) = UNSET
    expires_in_days: (
        Annotated[float, Meta(gt=0, le=MAX_LIFE_DAYS, description="After so many days it is refused")] | UnsetType
    ) = UNSET


class KeyItem(Struct, kw_only=True):
    """A key as lists show it: never its secret."""

    id: Annotated[str, Meta(description="The public part of the key")]
    name: Annotated[str, _says("What the key is for")]
    role: Annotated[str, _says("`admin` may manage all accounts")]
    models: Annotated[list[str] | None, _says("The only models that it may use; null: all")]
    credit_cap: Annotated[float | None, _says("How many credits may be spent with it in all; null: no cap")]
    credits_used: Annotated[float, _says("Spent or reserved through this key")]
    created_at: Moment
    expires_at: Annotated[int | None, _says("Unix seconds; null: it stays valid")]
    revoked_at: Annotated[int | None, _says("Unix seconds; null: it was not revoked")]
    last_used_at: Annotated[int | None, _says("Unix seconds; null: never")]
    key: Annotated[str, Meta(description="The whole key, shown only when it was made")] | UnsetType = UNSET


class KeyList(Struct, kw_only=True):
    data: list[KeyItem]


class AccountRequest(Struct, kw_only=True):
    name: Annotated[Name, _says("No other account has it")]
    user_group: Annotated[str, _says("The group whose prices and limits it has")] = "default"


class GrantRequest(Struct, kw_only=True):
    credits: Annotated[float, Meta(gt=0, le=MAX_CREDITS, description="How many are added")]
    note: Annotated[str, Meta(max_length=500, description="Why; it stands in the ledger")] = ""


class AccountItem(Struct, kw_only=True):
    id: int
    name: str
    user_group: Annotated[str, _says("The group whose prices and limits it has")]
    remaining_credits: Annotated[float, _says("What can still be spent")]
    reserved_credits: Annotated[float, _says("Held for tasks that have not ended")]
    used_credits: Annotated[float, _says("What was spent; what is reserved is neither")]
    created_at: Moment


class AccountList(Struct, kw_only=True):
    data: list[AccountItem]


class BatchRequest(Struct, kw_only=True):
    task_ids: Annotated[list[str], Meta(max_length=50, description="Which tasks")]


class TaskBatch(Struct, kw_only=True):
    data: list[wire.VideoGenerationResponse]


def credits_answer(found: keys.Credits) -> CreditsAnswer:
    """The balance of an account and what its key may still spend of it."""
    return CreditsAnswer(
        success=True,
        message="",
        data=CreditsData(
            user=UserCredits(
                remaining_credits=wire.credits(found.available_units), used_credits=wire.credits(found.spent_units)
            ),
            token=TokenCredits(
                unlimited_credits=found.cap_units is None,
                remaining_credits=wire.credits(found.left_units),
                used_credits=wire.credits(found.used_units),
            ),
        ),
    )


def key_wish(request: KeyRequest, now: datetime) -> keys.Wish:
    """What the requested key is to be."""
    return keys.Wish(
        name=request.name,
        role=Role(request.role),
        models=None if isinstance(request.models, UnsetType) else tuple(Model(name) for name in request.models),
        cap_units=None if isinstance(request.credit_cap, UnsetType) else round(request.credit_cap * UNITS_PER_CREDIT),
        expires_at=None
        if isinstance(request.expires_in_days, UnsetType)
        else now + timedelta(days=request.expires_in_days),
    )


def key_item(key: keys.Key, token: str | None = None) -> KeyItem:
    """A key as it is shown; with its token only when it was made just now."""
    return KeyItem(
        id=key.public_id,
        name=key.name,
        role=key.role.value,
        models=None if key.models is None else [model.value for model in key.models],
        credit_cap=None if key.cap_units is None else wire.credits(key.cap_units),
        credits_used=wire.credits(key.used_units),
        created_at=wire.timestamp(key.created_at),
        expires_at=_moment(key.expires_at),
        revoked_at=_moment(key.revoked_at),
        last_used_at=_moment(key.last_used_at),
        key=UNSET if token is None else token,
    )


def _moment(moment: datetime | None) -> int | None:
    return None if moment is None else wire.timestamp(moment)


def account_item(account: keys.Account) -> AccountItem:
    return AccountItem(
        id=account.id,
        name=account.name,
        user_group=account.user_group,
        remaining_credits=wire.credits(account.available_units),
        reserved_credits=wire.credits(account.held_units),
        used_credits=wire.credits(account.spent_units),
        created_at=wire.timestamp(account.created_at),
    )
