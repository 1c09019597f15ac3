"""The parent's side of the reading process: deadlines, restarts without the file that broke it."""

import json
import logging
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kpi_logic.intake import limits
from kpi_logic.intake.child import OUT_OF_MEMORY
from kpi_logic.intake.file import Answers, ClientFile, Reading
from kpi_logic.intake.finding import issue
from kpi_logic.intake.gzipped import MARK
from kpi_logic.intake.spooled import Spooled
from kpi_logic.intake.wire import unpack
from kpi_logic.model import Issue, Level, Place

_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-m", "kpi_logic.intake.child")
_START_SECONDS = 20.0
_log = logging.getLogger(__name__)

Begun = Callable[[str, int], None]
_Told = int | bytes | None
"""The number of the file that is begun, the reading at last, or the end of what the child says."""


@dataclass
class _Broken(Exception):
    """The child ended early: while reading file *number*, for the reason of issue *code*."""

    number: int
    code: str


def read_in_child(files: Sequence[ClientFile], answers: Answers, begun: Begun) -> Reading:
    """What the child reads; a file that breaks it is left out with an issue, and the others are read again without it.

    begun: called with a file's name and how many were done before it.
    """
    left, lost = list(files), []
    while left:
        try:
            reading = _run(left, answers, begun)
        except _Broken as broken:
            number = min(broken.number, len(left) - 1)
            lost.append(_issue(broken.code, left.pop(number).name))
            continue
        reading.issues += lost
        return reading
    return Reading(issues=lost)


def _issue(code: str, name: str) -> Issue:
    return issue(code, Level.ERROR, Place(file=name), seconds=round(limits.SECONDS_A_FILE))


def _run(files: Sequence[ClientFile], answers: Answers, begun: Begun) -> Reading:
    child = subprocess.Popen(
        _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=_ROOT, env=_environment(),
        pass_fds=[file.content.descriptor for file in files if isinstance(file.content, Spooled)],
    )  # fmt: skip
    told: queue.Queue[_Told] = queue.Queue()
    threads = [
        threading.Thread(target=_feed, args=(child, files, answers), daemon=True),
        threading.Thread(target=_listen, args=(child, told), daemon=True),
        threading.Thread(target=_drain, args=(child,), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        return _follow(child, told, files, begun)
    finally:
        child.kill()
        child.wait()
        for thread in threads:
            thread.join(timeout=2)


def _environment() -> dict[str, str]:
    """As little as Python needs: no secret of the server reaches the process that opens strangers' files."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    one = {
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }  # each thread would take address space, which is bounded
    if sys.dont_write_bytecode:  # as its parent does: else the child's own modules would be compiled at each start
        one["PYTHONDONTWRITEBYTECODE"] = "1"
    if sys.pycache_prefix:
        one["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    return {**kept, **one, "PYTHONIOENCODING": "utf-8", "PYTHONHASHSEED": "0"}


def _feed(child: "subprocess.Popen[bytes]", files: Sequence[ClientFile], answers: Answers) -> None:
    assert child.stdin is not None
    order = {"files": [(file.name, len(file.content), _descriptor(file)) for file in files], "answers": dict(answers)}
    try:
        with child.stdin as pipe:
            pipe.write(json.dumps(order).encode() + b"\n")
            for file in files:
                if not isinstance(file.content, Spooled):
                    pipe.write(file.content)
    except OSError:
        _log.info("the reading process ended before it had taken all files")


def _descriptor(file: ClientFile) -> int | None:
    """The descriptor that the child inherits, for a file that is not sent through the pipe."""
    return file.content.descriptor if isinstance(file.content, Spooled) else None


def _listen(child: "subprocess.Popen[bytes]", told: "queue.Queue[_Told]") -> None:
    assert child.stdout is not None
    for line in child.stdout:
        word, _, number = line.partition(b" ")
        told.put(int(number) if word == b"begun" else child.stdout.read(int(number)))
    told.put(None)


def _drain(child: "subprocess.Popen[bytes]") -> None:
    """Keep the place of a fault of ours, never a client's values."""
    assert child.stderr is not None
    for line in child.stderr.read().decode("utf-8", "replace").splitlines():
        if line.startswith("  File "):
            _log.error("reading process: %s", line.strip())


def _follow(
    child: "subprocess.Popen[bytes]", told: "queue.Queue[_Told]", files: Sequence[ClientFile], begun: Begun
) -> Reading:
    number, seconds = 0, _START_SECONDS
    while True:
        try:
            found = told.get(timeout=seconds)
        except queue.Empty:
            raise _Broken(number, "reading_too_long") from None
        if found is None:
            child.wait()
            too_big = child.returncode in (OUT_OF_MEMORY, -9)
            raise _Broken(number, "reading_too_big" if too_big else "reading_failed")
        if isinstance(found, bytes):
            return _unpacked(found, number)
        number = found
        seconds = _seconds(files if number == len(files) else files[number : number + 1])
        if number < len(files):
            begun(files[number].name, number)


def _seconds(files: Sequence[ClientFile]) -> float:
    """Ten seconds for a file, and two more for each megabyte; a packed file is some six times larger inside."""
    size = sum(len(file.content) * (6 if file.content.startswith(MARK) else 1) for file in files)
    return limits.SECONDS_A_FILE + limits.SECONDS_A_MEGABYTE * min(size, limits.LINES_BYTES) / 1_000_000


def _unpacked(packed: bytes, number: int) -> Reading:
    try:
        reading = unpack(packed)
    except (ValueError, KeyError, TypeError):
        raise _Broken(number, "reading_failed") from None
    if not isinstance(reading, Reading):
        raise _Broken(number, "reading_failed")
    return reading
