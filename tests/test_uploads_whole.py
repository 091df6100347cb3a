"""Pictures through real processes: the command line, the worker, the log."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from border_images import picture
from paddock import video
from paddock.models import Model
from support.processes import DEADLINE_S, Paddock, output_of


def test_a_picture_of_this_machine_becomes_a_video(paddock: Paddock, tmp_path: Path) -> None:
    """And the log says what the operator has opened, and why a download failed."""
    server = paddock.serve(PADDOCK_EGRESS_ALLOW="127.0.0.1:9")
    cat, out = tmp_path / "cat.jpg", tmp_path / "out.mp4"
    cat.write_bytes(picture("JPEG", 640, 480))
    command = [sys.executable, "-m", "paddock", "generate", "--image", str(cat), "--duration", "3", "-o", str(out)]
    done = subprocess.run(
        command, env=paddock.environment, capture_output=True, text=True, timeout=DEADLINE_S, check=False
    )
    assert done.returncode == 0, done.stderr
    assert video.probe(out).width > video.probe(out).height

    lost = server.create("a cat", model=Model.IMAGE.value, image_urls=["http://127.0.0.1:9/a.png"])
    assert server.until(lost, "failed")["error"]["code"] == "image_processing_error"
    server.stop()
    log = output_of(server.process)
    assert "PADDOCK_EGRESS_ALLOW IS SET" in log
    assert "127.0.0.1:9" in log
    assert '"reason": "failed: ' in log
