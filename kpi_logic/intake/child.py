"""The reading process: started by ``sandbox``, limited in memory, given bytes and no paths.

Standard input: one line of JSON (names, sizes, answers), then the bytes of the files; a file that is open already is
named by its descriptor instead.
Standard output: ``begun N`` before each file, at last ``reading SIZE`` and so many bytes of ``wire``.
"""

import json
import os
import sys
from typing import BinaryIO

from kpi_logic.intake import limits
from kpi_logic.intake.file import ClientFile
from kpi_logic.intake.spooled import LARGE, Spooled

OUT_OF_MEMORY = 3


def main() -> int:
    """Read what stands on standard input; returns the exit status."""
    _limit_memory()
    try:
        _serve()
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def _serve() -> None:
    from kpi_logic.intake.reading import read_all
    from kpi_logic.intake.wire import pack

    source = sys.stdin.buffer
    order = json.loads(source.readline())
    files = (ClientFile(name, _content(source, size, inherited)) for name, size, inherited in order["files"])
    reading = read_all(files, order["answers"], _begun)
    packed = pack(reading)
    sys.stdout.write(f"reading {len(packed)}\n")
    sys.stdout.flush()
    sys.stdout.buffer.write(packed)
    sys.stdout.buffer.flush()


def _content(source: BinaryIO, size: int, inherited: int | None) -> bytes | Spooled:
    """The bytes of a file; those of a large one go to the disk."""
    if inherited is not None:
        return Spooled(inherited, size)
    return source.read(size) if size <= LARGE else Spooled.taken(source, size)


def _begun(number: int) -> None:
    sys.stdout.write(f"begun {number}\n")
    sys.stdout.flush()


def _limit_memory() -> None:
    """The operating system's own limit; where there is none (Windows) the parent's time limit stands alone."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_MEMORY_BYTES, limits.LINES_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)
