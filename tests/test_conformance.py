"""`paddock.testing`: engines that keep to the contract pass, and each way of breaking it is found."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from paddock import testing
from paddock.engines import Capabilities, EngineRequest, Finish, Report
from paddock.models import Model
from support import engine as scripted

EXAMPLE = Path(__file__).parents[1] / "examples" / "engine"
TEXT_ONLY = Capabilities(models=frozenset({Model.TEXT}), work_s_per_video_s=0.05)


class Careless(scripted.Scripted):
    """Breaks the rule that the prompt names."""

    capabilities = TEXT_ONLY

    def generate(self, request: EngineRequest, out: Path, report: Report) -> Finish | None:
        if "[temporary]" in request.prompt:
            tempfile.NamedTemporaryFile().close()
        if "[beside]" in request.prompt:
            (out.parent.parent / "beside").write_text("")
        if "[chance]" in request.prompt:
            request = dataclasses.replace(request, seed=time.time_ns())
        if "[stubborn]" in request.prompt:
            request = dataclasses.replace(request, seed=1)
        if "[silent]" in request.prompt:
            report = _unheard
        if "[mixed up]" in request.prompt:
            self._latest = request
            return lambda: self._finish_latest(out, report)
        return super().generate(request, out, report)

    def _finish_latest(self, out: Path, report: Report) -> None:
        time.sleep(0.3)  # so that the next request is there
        scripted.write_flat(self._latest, out, self._latest.frames, report)


class TextOnly(scripted.Scripted):
    capabilities = TEXT_ONLY


class Brittle(scripted.Scripted):
    capabilities = TEXT_ONLY

    def generate(self, request: EngineRequest, out: Path, report: Report) -> None:
        request.prompt.encode("ascii")
        super().generate(request, out, report)


def _unheard(fraction: float) -> None:
    pass


def rules(engine: str, folder: Path, prompt: str) -> set[str]:
    trial = testing.Trial(prompt=prompt, size=(64, 64))
    return {finding.rule for finding in testing.conformance(engine, folder, trial)}


@pytest.mark.parametrize("engine", ["animatic", "support.engine:Scripted"])
def test_engine_of_ours_keeps_to_the_contract(engine: str, tmp_path: Path) -> None:
    assert testing.conformance(engine, tmp_path, testing.Trial(size=(256, 144))) == []


def test_engine_that_finishes_beside_keeps_to_the_contract(tmp_path: Path) -> None:
    assert rules("test_conformance:TextOnly", tmp_path, "a lake [encode 0.2]") == set()


def test_example_is_installed_and_passes_its_own_test(tmp_path: Path) -> None:
    place = tmp_path / "installed"
    install = ("install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--target", str(place))
    subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", *install, str(EXAMPLE)], check=True)
    paths = os.pathsep.join([str(place), os.environ["PYTHONPATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(EXAMPLE), str(EXAMPLE)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout


@pytest.mark.parametrize(
    ("prompt", "rule"),
    [
        ("[short]", "file"),
        ("[nothing]", "file"),
        ("[refuse]", "made"),
        ("[raise]", "made"),
        ("[crash]", "made"),
        ("[temporary]", "folder"),
        ("[beside]", "folder"),
        ("[chance]", "repeats"),
        ("[stubborn]", "seed"),
        ("[silent]", "progress"),
        ("[mixed up]", "overlap"),
    ],
)
def test_broken_rule_is_found(prompt: str, rule: str, tmp_path: Path) -> None:
    assert rule in rules("test_conformance:Careless", tmp_path, prompt)


def test_crash_on_bad_input_is_found(tmp_path: Path) -> None:
    assert rules("test_conformance:Brittle", tmp_path, "") == {"bad input"}


def test_unknown_engine_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="no engine named"):
        testing.conformance("no-such-engine", tmp_path)
