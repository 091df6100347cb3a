"""Which addresses users may send us to: a pure judge, a strict reading of URLs, and the operator's exceptions.

`ipaddress.is_private` and `is_global` follow the Python version and miss some ranges, so the table is our own. Sources:
the IANA registries of IPv4 and IPv6 special-purpose addresses, of multicast and of IPv6 address space; the cloud
vendors' manuals for their metadata services. Nothing here touches the network.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import quote

from paddock import errors

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_SPECIAL_V4 = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "shared by carriers",
    "127.0.0.0/8": "loopback",
    "168.63.129.16/32": "cloud metadata",
    "169.254.0.0/16": "link-local",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "protocol assignments",
    "192.0.2.0/24": "documentation",
    "192.31.196.0/24": "AS112",
    "192.52.193.0/24": "AMT relays",
    "192.88.99.0/24": "6to4 relays",
    "192.168.0.0/16": "private",
    "192.175.48.0/24": "AS112",
    "198.18.0.0/15": "benchmarks",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
}
_SPECIAL_V6 = {
    "::1/128": "loopback",
    "::/128": "unspecified",
    "::ffff:0:0/96": "IPv4 inside IPv6",
    "::/96": "IPv4 inside IPv6",
    "64:ff9b::/96": "IPv4 inside IPv6",
    "64:ff9b:1::/48": "IPv4 inside IPv6",
    "100::/64": "discarded",
    "100:0:0:1::/64": "discarded",
    "2001::/23": "protocol assignments",
    "2001:db8::/32": "documentation",
    "2002::/16": "IPv4 inside IPv6",
    "2620:4f:8000::/48": "AS112",
    "3fff::/20": "documentation",
    "5f00::/16": "segment routing",
    "fc00::/7": "private",
    "fe80::/10": "link-local",
    "fec0::/10": "site-local",
    "ff00::/8": "multicast",
}
_TABLE_V4 = [(IPv4Network(network), reason) for network, reason in _SPECIAL_V4.items()]
_TABLE_V6 = [(IPv6Network(network), reason) for network, reason in _SPECIAL_V6.items()]
_GLOBAL_V6 = IPv6Network("2000::/3")


def judge(ip: Address) -> str | None:
    """Why nobody may send us to `ip`, or None for an ordinary public address.

    IPv6 is judged the other way round from IPv4: only `2000::/3`, the one block given out for the public internet, less
    its special parts. Whatever IANA opens next stays refused until it is added here.
    """
    if isinstance(ip, IPv4Address):
        return next((reason for network, reason in _TABLE_V4 if ip in network), None)
    for network, reason in _TABLE_V6:
        if ip in network:
            return reason
    return None if ip in _GLOBAL_V6 else "not public"


class BadUrl(ValueError):
    """A URL that two programs could read differently. Its message completes "image_urls ..." and what to change."""


@dataclass(frozen=True, slots=True)
class Target:
    """One URL, read once: what was judged is what is dialled.

    `host` is a lower-case name or the canonical spelling of `ip`, without brackets; `path` includes the query.
    """

    scheme: str
    host: str
    port: int
    path: str
    ip: Address | None

    @property
    def authority(self) -> str:
        """Host and port as the Host header and a redirect's base spell them; the scheme's own port is left out."""
        host = f"[{self.host}]" if isinstance(self.ip, IPv6Address) else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


_PORTS = {"http": 80, "https": 443}
_URL = re.compile(r"(?P<scheme>https?)://(?P<authority>[^/?#]*)(?P<path>[^#]*)(?:#.*)?", re.IGNORECASE | re.ASCII)
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\]")
_AUTHORITY = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[1-9][0-9]{0,4}))?", re.ASCII)
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*", re.ASCII)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)


def parse_url(url: str) -> Target:
    """Read an http or https URL, refusing every spelling that two programs could read differently.

    Raises BadUrl for user names, controls, white space, backslashes, anything but ASCII in the host, trailing dots,
    zone ids, IPv4 addresses that are not four plain decimal numbers, and ports outside 1..65535. Characters beyond
    ASCII after the host are percent-encoded as UTF-8; the rest of path and query is kept byte for byte. The fragment
    is dropped.
    """
    if _FORBIDDEN.search(url):
        raise BadUrl("must not contain spaces, control characters or backslashes")
    match = _URL.fullmatch(url)
    if match is None:
        raise BadUrl("must start with http:// or https://")
    scheme = match["scheme"].lower()
    if not match["authority"]:
        raise BadUrl("must name a host")
    if "@" in match["authority"]:
        raise BadUrl("must not contain a user name or password")
    parts = _AUTHORITY.fullmatch(match["authority"])
    if parts is None:
        raise BadUrl("must name its host in plain ASCII, with a port from 1 to 65535 if any")
    port = int(parts["port"] or _PORTS[scheme])
    if port > 65535:
        raise BadUrl("must have a port from 1 to 65535")
    host, ip = _read_host(parts["host"].lower())
    path = match["path"]
    return Target(scheme, host, port, _percent_encode(path if path.startswith("/") else f"/{path}"), ip)


def _read_host(host: str) -> tuple[str, Address | None]:
    """The canonical host and, for a literal, its address. Raises BadUrl."""
    literal = host.startswith("[")
    if literal or _NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            ip: Address = IPv6Address(host[1:-1]) if literal else IPv4Address(host)
        except ValueError:
            raise BadUrl("must write an IP address in full, such as 192.0.2.1") from None
        return str(ip), ip
    if len(host) > 253 or not _NAME.fullmatch(host):
        raise BadUrl("must name a valid host, without a dot at its end")
    return host, None


def _percent_encode(path: str) -> str:
    try:
        return "".join(char if char.isascii() else quote(char) for char in path)
    except UnicodeEncodeError:
        raise BadUrl("must be valid Unicode") from None


@dataclass(frozen=True, slots=True)
class AllowList:
    """Hosts that the operator opens for development: private addresses, any port, plain http for callbacks.

    Empty by default. A port of None opens every port.
    """

    names: frozenset[tuple[str, int | None]] = frozenset()
    networks: tuple[tuple[Network, int | None], ...] = ()

    @classmethod
    def parse(cls, text: str) -> AllowList:
        """Read comma-separated `host`, `host:port` and networks: `127.0.0.1:9000,localhost:8443,[::1]:80,10.0.0.0/8`.

        Raises OperatorError with one line that names the entry and the forms that are understood.
        """
        names: set[tuple[str, int | None]] = set()
        networks: list[tuple[Network, int | None]] = []
        for entry in filter(None, (part.strip() for part in text.split(","))):
            try:
                host, port = _read_entry(entry)
            except ValueError as error:
                raise errors.OperatorError(
                    f"PADDOCK_EGRESS_ALLOW has an entry that cannot be read, {entry!r}: {error}. Write host, "
                    "host:port or a network, such as localhost:8443, 127.0.0.1 or 10.0.0.0/8, with commas between them."
                ) from None
            if isinstance(host, str):
                names.add((host, port))
            else:
                networks.append((host, port))
        return cls(frozenset(names), tuple(networks))

    def opens(self, host: str | Address, port: int) -> bool:
        """Whether the operator listed this very name, or a network around this address, for this port."""
        if isinstance(host, str):
            return (host, port) in self.names or (host, None) in self.names
        return any(host in network and entry_port in (None, port) for network, entry_port in self.networks)


def _read_entry(entry: str) -> tuple[str | Network, int | None]:
    """One entry: a lower-case name or a network, and its port if any. Raises ValueError."""
    if "/" in entry:
        return ip_network(entry), None
    try:
        return ip_network(ip_address(entry)), None
    except ValueError:
        pass
    match = _AUTHORITY.fullmatch(entry)
    if match is None:
        raise ValueError("it is neither a host nor a network")
    port = int(match["port"]) if match["port"] else None
    if port is not None and port > 65535:
        raise ValueError("the port is above 65535")
    host, ip = _read_host(match["host"].lower())
    return (host if ip is None else ip_network(ip)), port
