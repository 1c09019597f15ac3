"""The bytes of a large file that stay on the disk: read in pieces, as often as they are asked for."""

import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

LARGE = 64 * 1024 * 1024
"""Files above this many bytes are not held in memory."""
STEP = 1 << 20


@dataclass(frozen=True, slots=True)
class Spooled:
    """A file by its descriptor, with as much of the manners of ``bytes`` as reading asks for."""

    descriptor: int
    size: int

    @classmethod
    def of(cls, path: Path) -> "Spooled":
        """The file at *path*; raises OSError where it cannot be opened."""
        descriptor = os.open(path, os.O_RDONLY)
        return cls(descriptor, os.fstat(descriptor).st_size)

    @classmethod
    def taken(cls, source: BinaryIO, size: int) -> "Spooled":
        """The next *size* bytes of *source*, put into a file without a name, which is gone when the process ends."""
        with tempfile.TemporaryFile() as file:
            left = size
            while left and (piece := source.read(min(STEP, left))):
                file.write(piece)
                left -= len(piece)
            file.flush()
            return cls(os.dup(file.fileno()), size - left)

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, part: slice) -> bytes:
        start, stop, step = part.indices(self.size)
        return os.pread(self.descriptor, max(0, stop - start), start)[::step]

    def startswith(self, mark: bytes | tuple[bytes, ...]) -> bool:
        """As of ``bytes``."""
        return self[:64].startswith(mark)

    def open(self) -> BinaryIO:
        """A stream from its beginning."""
        return io.BufferedReader(_Pieces(self), STEP)


class _Pieces(io.RawIOBase):
    """A raw stream over a Spooled with a place of its own, so that two readers do not move each other."""

    def __init__(self, spooled: Spooled) -> None:
        self._spooled, self._at = spooled, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        piece = os.pread(self._spooled.descriptor, min(len(buffer), self._spooled.size - self._at), self._at)
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
