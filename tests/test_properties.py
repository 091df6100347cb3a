"""What must hold for every input: the prompt's cut, the reading of URLs, signed links, the lifting of images."""

from __future__ import annotations

import base64
import contextlib
import json
import string
from ipaddress import ip_address

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paddock import addresses, bodies, egress, errors, prompts, storage
from paddock.addresses import AllowList, BadUrl

settings.register_profile("steady", deadline=None, max_examples=150, derandomize=True)
settings.load_profile("steady")

WORDS = st.text(st.sampled_from("a é猫狗👨‍👩‍👧‍👦🏳️‍🌈\u0301\r\n\u200d火🙂"), max_size=60)
LONG = st.builds(lambda words, times: words * times, WORDS, st.integers(1, 400))
KEYS = {1: b"k" * 32, 2: b"m" * 32}


# Prompts


@given(LONG)
@example("👨‍👩‍👧‍👦" * 1000)
@example("a" * 4999 + "e\u0301")
@example("猫" * 2500 + "a")
def test_a_cut_prompt_is_the_longest_beginning_that_fits(text: str) -> None:
    cut = prompts.cut(text)
    assert text.startswith(cut)
    assert prompts.weight(cut) <= prompts.MAX_WEIGHT
    assert prompts.cut(cut) == cut
    if cut != text:
        following = regex.match(r"\X", text[len(cut) :])
        assert following is not None
        assert prompts.weight(cut + following[0]) > prompts.MAX_WEIGHT
        whole = regex.findall(r"\X", cut)
        assert regex.findall(r"\X", text)[: len(whole)] == whole


@given(st.text(max_size=2500))
def test_a_prompt_of_2500_characters_is_never_cut(text: str) -> None:
    assert prompts.cut(text) == text


# URLs

URLISH = st.text(
    st.sampled_from(string.ascii_letters + string.digits + ":/?#[]@!$&'()*+,;=-._~%\\ \t\n\0é。０"), max_size=60
)
HOSTS = st.one_of(
    st.ip_addresses().map(str),
    st.ip_addresses(v=6).map(lambda ip: f"[{ip}]"),
    st.integers(0, 2**32).map(str),
    st.integers(0, 2**32).map(hex),
    st.integers(0, 2**32).map(lambda number: f"0{number:o}"),
    st.from_regex(r"[a-z0-9.-]{1,40}", fullmatch=True),
    URLISH,
)


@given(st.one_of(URLISH, st.builds("{}://{}{}".format, st.sampled_from(["http", "https", "HTTP"]), HOSTS, URLISH)))
@example("http://127.0.0.1\\@example.com/")
@example("http://example.com:80:80/")
def test_a_url_is_refused_or_read_the_one_way(url: str) -> None:
    """What was read, written out and read again, is the same; a literal address is never taken for a name."""
    try:
        target = addresses.parse_url(url)
    except BadUrl:
        return
    assert addresses.parse_url(target.url) == target
    assert target.scheme in ("http", "https")
    assert 1 <= target.port <= 65535
    assert not set(target.path) & set(" \r\n\t\0\\")
    assert target.host.isascii()
    with contextlib.suppress(ValueError):
        assert ip_address(target.host) == target.ip


@given(st.ip_addresses())
def test_an_address_that_is_judged_private_passes_in_no_url(ip: object) -> None:
    literal = f"[{ip}]" if ":" in str(ip) else str(ip)
    judged = addresses.judge(ip_address(str(ip)))
    for url in (f"http://{literal}/a.png", f"https://{literal}:443/"):
        if judged is None:
            egress.check_image_url(url, AllowList())
        else:
            with pytest.raises(errors.InvalidRequest):
                egress.check_image_url(url, AllowList())


# Links

NAMES = st.builds(
    lambda number, end: f"{number:032x}.{end}", st.integers(0, 2**128 - 1), st.sampled_from(["png", "jpg"])
)
MOMENTS = st.integers(1, 10**10)


@given(NAMES, MOMENTS, st.floats(0, 1e10))
def test_a_link_lives_exactly_until_it_expires(name: str, expires: int, now: float) -> None:
    links = storage.Links("https://videos.example.com", 60, KEYS)
    token = links.upload(name, expires).split("/")[-2]
    if now < expires:
        assert links.judge_upload(token, name, now) == expires
    else:
        with pytest.raises(errors.LinkExpired):
            links.judge_upload(token, name, now)


@given(NAMES, MOMENTS, st.data())
def test_a_link_with_one_character_changed_is_nobodys(name: str, expires: int, data: st.DataObject) -> None:
    links = storage.Links("https://videos.example.com", 60, KEYS)
    token, _ = links.upload(name, expires).split("/")[-2:]
    whole = f"{token}/{name}"
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = data.draw(st.characters(max_codepoint=0x17F).filter(lambda char: char != whole[place]))
    forged = whole[:place] + changed + whole[place + 1 :]
    with pytest.raises(errors.NotFound):
        links.judge_upload(forged[: len(token)], forged[len(token) + 1 :] if place != len(token) else name + "x", 0)


@given(NAMES, MOMENTS, st.sampled_from(["https://a.example", "http://127.0.0.1:8080/paddock", "http://[::1]:9"]))
def test_our_link_is_known_whatever_the_host_and_nothing_else_is(name: str, expires: int, host: str) -> None:
    ours = storage.Links("https://videos.example.com", 60, KEYS)
    strangers = storage.Links("https://videos.example.com", 60, {1: b"x" * 32, 2: b"y" * 32})
    link = ours.upload(name, expires).replace("https://videos.example.com", host)
    assert ours.uploaded(link, 0) == name[:32]
    assert ours.uploaded(f"{link}?download=1", 0) == name[:32]
    assert strangers.uploaded(link, 0) is None
    assert ours.uploaded(f"{link}/x", 0) is None


@given(st.text(max_size=80))
def test_no_other_text_is_a_link_of_ours(text: str) -> None:
    assert storage.Links("https://videos.example.com", 60, KEYS).uploaded(text, 0) is None


# Bodies

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_characters="\0", codec="utf-8")),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text('ab"é', max_size=5), inside, max_size=4),
    max_leaves=10,
)
IMAGES = st.binary(min_size=4000, max_size=5000).map(lambda content: base64.b64encode(content).decode())


def lifted(content: bytes) -> tuple[bodies.Body, dict[str, object]]:
    body = bodies.Body(content)
    return body, body.fields()


@given(
    st.dictionaries(st.sampled_from(["a", "data:", 'q"data:', "x\\"]), JSON, max_size=4), st.lists(IMAGES, max_size=3)
)
def test_lifting_changes_nothing_but_the_images(others: dict[str, object], images: list[str]) -> None:
    whole = {"image_urls": [f"data:image/png;base64,{image}" for image in images], **others}
    content = json.dumps(whole).encode()
    body, fields = lifted(content)
    urls = fields.pop("image_urls")
    assert isinstance(urls, list)
    assert [body.decoded(url) for url in urls] == [base64.b64decode(image) for image in images]
    assert all(body.is_lifted(url) for url in urls)
    assert fields == others


@given(
    st.binary(max_size=300), st.integers(0, 40), st.sampled_from([b'"data:', b'"base64_data" : "', b'\\"data:', b'"'])
)
def test_what_is_not_json_is_refused_with_or_without_images(noise: bytes, place: int, opener: bytes) -> None:
    """Lifting never makes valid what was not."""
    content = b'{"a": "' + noise[:place] + opener + b"A" * 5000 + b'"' + noise[place:]
    try:
        plain = json.loads(content, strict=True)
    except (ValueError, RecursionError):
        with pytest.raises(errors.ApiError):
            lifted(content)
    else:
        assert isinstance(plain, dict)


@given(st.permutations(["model", "prompt", "image_urls"]), IMAGES, IMAGES)
def test_the_fingerprint_is_over_what_was_asked(order: list[str], image: str, other: str) -> None:
    urls = [f"data:;base64,{image}", f"data:;base64,{other}"]
    whole: dict[str, object] = {"model": "m", "prompt": "p", "image_urls": urls}

    def fingerprint(fields: dict[str, object]) -> bytes:
        body, parsed = lifted(json.dumps(fields).encode())
        return body.fingerprint(parsed)

    assert fingerprint(whole) == fingerprint({name: whole[name] for name in order})
    swapped = {**whole, "image_urls": urls[::-1]}
    assert (fingerprint(swapped) == fingerprint(whole)) == (image == other)
