"""The engine, installed, keeps to Paddock's contract."""

from __future__ import annotations

from pathlib import Path

from paddock import testing


def test_it_keeps_to_the_contract(tmp_path: Path) -> None:
    assert testing.conformance("gradient", tmp_path, testing.Trial(size=(320, 180))) == []
