"""A real server of the workbook, for the tests that must not go through a stand-in."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN = 60.0  # seconds


class Server:
    """The workbook as a user starts it, on a database and a port of its own; it can be stopped and started again."""

    def __init__(self, data: Path, script: str = "streamlit_app.py", port: int | None = None) -> None:
        self.data, self.script = data, script
        self.port = port or free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def host(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{self.host}"

    def start(self) -> "Server":
        """Start it, and wait until it answers; what it complains of stands in ``server.log`` beside its database."""
        command = [sys.executable, "-m", "streamlit", "run", self.script, "--server.port", str(self.port)]
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment | {"XDG_DATA_HOME": str(self.data)}, stdout=log, stderr=log
            )
        self._wait()
        return self

    def stop(self) -> None:
        """Stop it; its database stays."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=20)
            self.process = None

    def _wait(self) -> None:
        end = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=1) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.02)
        raise TimeoutError(f"no server answered at {self.address} within {STARTS_WITHIN:.0f} s")


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that is not started yet, with an empty database."""
    made = Server(tmp_path / "data")
    yield made
    made.stop()
