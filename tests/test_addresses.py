"""Which addresses are refused, how URLs are read, and what the operator may open."""

from __future__ import annotations

import ast
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path

import pytest
import ssrfguard
from hypothesis import given, settings
from hypothesis import strategies as st

import paddock
from border_corpus import MISREADABLE, PUBLIC, SPECIAL
from paddock import addresses, errors
from paddock.addresses import AllowList, BadUrl

SECOND_OPINION = ssrfguard.Policy()


def in_the_public_block(low_bits: int) -> IPv6Address:
    return IPv6Address(1 << 125 | low_bits)


@pytest.mark.parametrize("text", SPECIAL)
def test_special_addresses_are_refused(text: str) -> None:
    assert addresses.judge(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses_pass(text: str) -> None:
    assert addresses.judge(ip_address(text)) is None


@given(st.ip_addresses(v=4))
def test_whatever_python_calls_private_is_refused(ip: IPv4Address) -> None:
    if ip.is_private or ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local or not ip.is_global:
        assert addresses.judge(ip)


@settings(max_examples=2000)
@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6), st.integers(0, 2**125 - 1).map(in_the_public_block)))
def test_a_second_opinion_refuses_nothing_that_passes_here(ip: IPv4Address | IPv6Address) -> None:
    """We may be stricter, never laxer, than another guard with a table of its own."""
    if not SECOND_OPINION.permits_address(str(ip)):
        assert addresses.judge(ip)


@pytest.mark.parametrize("network", [str(network) for network, _ in (*addresses._TABLE_V4, *addresses._TABLE_V6)])
def test_the_edges_of_every_range_agree_with_the_second_opinion(network: str) -> None:
    ends = ip_network(network)
    for edge in (ends.network_address, ends.broadcast_address):
        for ip in (edge - 1, edge, edge + 1) if 0 < int(edge) < 2**ends.max_prefixlen - 1 else (edge,):
            assert SECOND_OPINION.permits_address(str(ip)) or addresses.judge(ip), ip


@given(st.ip_addresses(v=6))
def test_ipv6_outside_the_public_block_is_refused(ip: IPv6Address) -> None:
    outside = int(ip) >> 125 != 1
    if outside or ip.is_private or not ip.is_global or ip.ipv4_mapped or ip.sixtofour or ip.teredo or ip.is_site_local:
        assert addresses.judge(ip)


@pytest.mark.parametrize("url", MISREADABLE, ids=ascii)
def test_urls_that_can_be_read_in_two_ways_are_refused(url: str) -> None:
    with pytest.raises(BadUrl):
        addresses.parse_url(url)


def test_a_url_with_a_user_name_is_told_so() -> None:
    with pytest.raises(BadUrl, match="user name or password"):
        addresses.parse_url("https://me:secret@a.example/")


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("http://a.example", "a.example", 80, "/"),
        ("HTTPS://A.Example/B?c=D#e", "a.example", 443, "/B?c=D"),
        ("https://a.example?x=1", "a.example", 443, "/?x=1"),
        ("http://a.example:8080/", "a.example", 8080, "/"),
        ("http://8.8.8.8/@b", "8.8.8.8", 80, "/@b"),
        ("http://[2606:4700:0:0:0:0:0:1111]/", "2606:4700::1111", 80, "/"),
        ("http://xn--fsq.example/", "xn--fsq.example", 80, "/"),
        ("http://my_bucket.example/a//b/../c", "my_bucket.example", 80, "/a//b/../c"),
        (
            "https://a.example/?sig=a%2Fb+c%20d&&=;'()~*!$,:@/?[]",
            "a.example",
            443,
            "/?sig=a%2Fb+c%20d&&=;'()~*!$,:@/?[]",
        ),
        ("https://a.example/猫.png?名=é", "a.example", 443, "/%E7%8C%AB.png?%E5%90%8D=%C3%A9"),
    ],
)
def test_ordinary_urls_are_kept_byte_for_byte(url: str, host: str, port: int, path: str) -> None:
    target = addresses.parse_url(url)
    assert (target.host, target.port, target.path) == (host, port, path)
    assert addresses.parse_url(target.url) == target


@given(st.text(max_size=60))
def test_any_text_is_read_strictly_or_refused(text: str) -> None:
    """Whatever is read comes out as plain ASCII, and reads the same when it is read again."""
    try:
        target = addresses.parse_url(f"http://{text}")
    except BadUrl:
        return
    assert target.url.isascii()
    assert addresses.parse_url(target.url) == target


def test_the_allow_list_is_empty_by_default() -> None:
    assert AllowList.parse("") == AllowList.parse(" , ") == AllowList()
    assert not AllowList().opens("localhost", 80)
    assert not AllowList().opens(ip_address("127.0.0.1"), 80)


def test_the_allow_list_opens_hosts_ports_and_networks_and_nothing_near_them() -> None:
    allow = AllowList.parse("127.0.0.1:9000, LocalHost:8443,[::1]:80,10.0.0.0/8,files.example,::2,192.168.1.1")
    opened = [
        *(("localhost", 8443), ("files.example", 1), (ip_address("127.0.0.1"), 9000), (ip_address("::1"), 80)),
        *((ip_address("10.9.8.7"), 22), (ip_address("::2"), 5), (ip_address("192.168.1.1"), 443)),
    ]
    shut = [
        *(("localhost", 80), ("a.files.example", 80), ("127.0.0.1", 9000), (ip_address("127.0.0.1"), 80)),
        *((ip_address("127.0.0.2"), 9000), (ip_address("::ffff:10.0.0.1"), 80), (ip_address("192.168.1.2"), 443)),
    ]
    assert all(allow.opens(host, port) for host, port in opened)
    assert not any(allow.opens(host, port) for host, port in shut)


@pytest.mark.parametrize(
    "entry",
    [
        *("http://localhost", "localhost:0", "localhost:65536", "localhost:", "10.0.0.1/8", "10.0.0.0/33", "*.example"),
        *("0x7f.1", "user@host", "[::1", "::1:x", "a..b", "127.1"),
    ],
)
def test_a_bad_entry_of_the_allow_list_stops_with_one_helpful_line(entry: str) -> None:
    with pytest.raises(errors.OperatorError) as caught:
        AllowList.parse(f"localhost,{entry}")
    assert entry in str(caught.value)
    assert "localhost:8443" in str(caught.value)
    assert "\n" not in str(caught.value)


DIALLERS = {
    "httpcore2",
    "httpcore",
    "httpx2",
    "httpx",
    "requests",
    "urllib3",
    "aiohttp",
    "http.client",
    "urllib.request",
}
DIALLERS |= {"ftplib", "smtplib", "telnetlib", "xmlrpc.client", "websockets", "anyio", "socks", "pycurl"}
DIALS = {"create_connection", "open_connection", "sock_connect", "connect_tcp", "urlopen", "create_datagram_endpoint"}
MAY_DIAL = {
    "egress.py": "it is the way out",
    "client.py": "it talks to the server that its user names",
    "datafolder.py": "it asks the server of its own data folder whether it lives",
    "engines/": "they talk to the servers that the operator names",
}


def _dialling(module: Path) -> set[str]:
    """Names of HTTP clients imported and dialling functions used in one module."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Attribute):
            names = [node.attr] if node.attr in DIALS else []
        else:
            continue
        found |= {
            name for name in names if name in DIALS or any(name == d or name.startswith(f"{d}.") for d in DIALLERS)
        }
    return found


def test_no_other_module_can_dial() -> None:
    root = Path(paddock.__file__).parent
    modules = {str(path.relative_to(root)): path for path in root.rglob("*.py")}
    dialling = {name: found for name, path in modules.items() if (found := _dialling(path))}
    assert "egress.py" in dialling, "the check finds nothing at all"
    assert {name: found for name, found in dialling.items() if not name.startswith(tuple(MAY_DIAL))} == {}
