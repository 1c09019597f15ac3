"""The rows of a long table as they pass from the child to its parent: words by number, numbers as they lie in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from kpi_logic.facts import MonthlyFacts
    from kpi_logic.intake.block import Block

_CODE, _NUMBER = "<i4", "<f8"


@dataclass(frozen=True)
class Packed:
    """``words``: the words of each key column; ``codes``: which of them a row has; ``numbers``: the measures.

    ``codes`` are (keys, rows) int32 and ``numbers`` (measures, rows) float64, NaN is missing: little-endian bytes.
    """

    keys: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    codes: bytes
    measures: tuple[str, ...]
    numbers: bytes

    @classmethod
    def of(cls, block: "Block", keys: Sequence[str], measures: Sequence[str]) -> "Packed":
        """A block's rows; *keys* are month, platform, shop, site, currency."""
        import numpy as np

        held = tuple(code for code in measures if code in block.values)
        words, codes = [tuple(str(when.month) for when in block.months)], [block.month]
        for i in range(len(keys) - 1):
            known: dict[str, int] = {}
            each = [known.setdefault(place[i], len(known)) for place in block.places]
            words.append(tuple(known))
            codes.append(np.array(each, dtype=np.int64)[block.place])
        numbers = np.vstack([block.values[code] for code in held])
        return cls(
            tuple(keys), tuple(words), np.vstack(codes).astype(_CODE).tobytes(), held, numbers.astype(_NUMBER).tobytes()
        )

    def facts(self) -> "MonthlyFacts":
        """The rows as facts."""
        from kpi_logic.facts import MonthlyFacts

        codes = self._array(self.codes, _CODE, len(self.keys))
        keys = {key: (words, code) for key, words, code in zip(self.keys, self.words, codes, strict=True)}
        return MonthlyFacts.of_codes(keys, self.measures, self._array(self.numbers, _NUMBER, len(self.measures)))

    @staticmethod
    def _array(data: bytes, kind: str, height: int) -> "np.ndarray":
        import numpy as np

        return np.frombuffer(data, kind).reshape(height, -1)
