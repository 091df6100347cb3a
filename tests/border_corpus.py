"""Addresses and URLs that every door of the border is tried with."""

from __future__ import annotations

_SPECIAL = """
0.0.0.0 0.0.0.1 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.100.100.200 100.127.255.255 127.0.0.0 127.0.0.1
127.255.255.255 168.63.129.16 169.254.0.0 169.254.169.254 169.254.170.2 169.254.255.255 172.16.0.0 172.31.255.255
192.0.0.0 192.0.0.8 192.0.0.9 192.0.0.10 192.0.0.170 192.0.0.171 192.0.0.192 192.0.0.255 192.0.2.0 192.0.2.255
192.31.196.0 192.31.196.255 192.52.193.0 192.52.193.255 192.88.99.0 192.88.99.2 192.88.99.255 192.168.0.0
192.168.255.255 192.175.48.0 192.175.48.255 198.18.0.0 198.19.255.255 198.51.100.0 198.51.100.255 203.0.113.0
203.0.113.255 224.0.0.0 224.0.0.1 239.255.255.255 240.0.0.0 255.255.255.254 255.255.255.255 :: ::1 ::7f00:1 ::8.8.8.8
::ffff:0:0 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:7f00:1 64:ff9b:: 64:ff9b::7f00:1 64:ff9b::808:808
64:ff9b::ffff:ffff 64:ff9b:1:: 64:ff9b:1:ffff:ffff:ffff:ffff:ffff 100:: 100::ffff:ffff:ffff:ffff 100:0:0:1::1 200::1
400::1 1000::1 1fff:ffff:: 2001:: 2001:0:7f00:1:: 2001:1::1 2001:1::2 2001:2::1 2001:3::1 2001:4:112::1 2001:10::1
2001:20::1 2001:30::1 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff 2001:db8:: 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff 2002::
2002:7f00:1:: 2002:808:808::1 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff 2620:4f:8000::1
2620:4f:8000:ffff:ffff:ffff:ffff:ffff 3fff:: 3fff:fff:ffff:: 4000::1 5f00:: 5f00:ffff::1 6000::1 8000::1 fbff::1
fc00:: fc00::1 fd00::1 fd00:ec2::254 fd20:ce::254 fdff:ffff::1 fe00::1 fe80:: fe80::1 fe80::a9fe:a9fe febf:ffff::1
fec0:: fec0::1 feff:ffff::1 ff00:: ff02::1 ff0e::1 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
"""
SPECIAL = _SPECIAL.split()
"""Ends and insides of every special range of IANA's registries, and the cloud vendors' metadata services."""

_PUBLIC = """
1.0.0.0 1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 93.184.216.34 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1
168.63.129.15 168.63.129.17 169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 191.255.255.255 192.0.1.0 192.0.3.0
192.88.98.255 192.88.100.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 198.51.99.255 203.0.114.0
223.255.255.255 2000::1 2001:200:: 2001:4860:4860::8888 2001:db7:ffff:: 2001:db9:: 2003:: 2606:4700:4700::1111
2620:4f:7fff:: 2a00:1450::1 3ffe:ffff:: 3fff:1000::
"""
PUBLIC = _PUBLIC.split()
"""The nearest addresses outside of those ranges, and a few everyday ones."""

MISREADABLE = [
    *("http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0x7f.0.0.1/", "http://0177.0.0.1/"),
    *("http://017700000001/", "http://127.1/", "http://127.0.1/", "http://127.0.0.01/", "http://127.0.0.1./"),
    *(
        "http://127.0.0.256/",
        "http://127.0.0.1.1/",
        "http://1.2.3.0x4/",
        "http://0/",
        "http://00000000.0/",
        "http://0x/",
    ),
    *(
        "http://localhost./",
        "http://cdn.example.com./",
        "http://.localhost/",
        "http://a..b/",
        "http://-a.b/",
        "http://a-.b/",
    ),
    *("http://127。0。0。1/", "http://127．0．0．1/", "http://127｡0｡0｡1/", "http://１２７.0.0.1/", "http://①②⑦.0.0.1/"),
    *(
        "http://ⓛocalhost/",
        "http://ＬＯＣＡＬＨＯＳＴ/",
        "http://exаmple.com/",
        "http://loc\u00adalhost/",
        "http://loc\u200balhost/",
    ),
    *("http://[::1%25lo]/", "http://[::1%lo]/", "http://[fe80::1%25eth0]/", "http://[::ffff:127.0.0.1/", "http://::1/"),
    *("http://[127.0.0.1]/", "http://[::1", "http://[]/", "http://[::1]x/", "http://[::1]:/", "http://[v1.a]/"),
    *("http://user@127.0.0.1/", "http://user:pw@a.example/", "http://@a.example/", "http://a.example@127.0.0.1/"),
    *("http://127.0.0.1\\@a.example/", "http://a.example\\@127.0.0.1/", "http://a.example\\.b/", "http:\\\\a.example/"),
    *(
        "http://a.example\t/",
        "ht\ttp://a.example/",
        "http://a.exa\nmple/",
        "\nhttp://a.example/",
        "http://a.example/\r\nX: y",
    ),
    *(" http://a.example/", "http://a.example/ ", "http://a example/", "http://a.example/a b", "http://a.example/\x00"),
    *(
        "http://a.example/\x7f",
        "http://a.example/\x85",
        "http://a.example/\xa0",
        "http://a.example\u3000/",
        "http://\u2028a/",
    ),
    *(
        "http://a.example:65536/",
        "http://a.example:0/",
        "http://a.example:-1/",
        "http://a.example:+80/",
        "http://a.example:/",
    ),
    *(
        "http://a.example:080/",
        "http://a.example:8 0/",
        "http://a.example:８０/",
        "http://a.example:80:80/",
        "http://a:99999999/",
    ),
    *(
        "http://%6c%6f%63alhost/",
        "http://127.0.0.1%2f@a.example/",
        "http://a%00.example/",
        "http://a.example%23/",
        "http:///a",
    ),
    *(
        "http://",
        "http:",
        "http:a.example",
        "http:/a.example/",
        "//a.example/",
        "/a.png",
        "a.example/a.png",
        "",
        "http://?a",
    ),
    *(
        "http://#a",
        "ftp://a.example/",
        "file:///etc/passwd",
        "gopher://a.example/",
        "javascript:alert(1)",
        "dict://a:11211/",
    ),
    *(
        "ws://a.example/",
        "unix:///tmp/a.sock",
        "http+unix://%2ftmp/",
        "jar:http://a.example/",
        "httpss://a.example/",
        "ldap://a/",
    ),
    *(
        f"http://{'a' * 64}.example/",
        f"http://{'a.' * 127}example/",
        "http://a,b/",
        "http://a*b/",
        "http://a!b/",
        "http://(a)/",
    ),
    *(
        "http://\ud800.example/",
        "http://a.example/\ud800",
        "http://a<b/",
        'http://a"b/',
        "http://a{b}/",
        "http://a|b/",
        "http://a^b/",
    ),
]
"""URLs that two programs could read differently, or that are no http or https URLs at all."""
