"""The rows of a long table as they pass from the child to its parent: words by number, numbers as they lie in memory."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from kpi_logic.intake.block import Block

_CODE, _NUMBER = "<i4", "<f8"


@dataclass(frozen=True)
class Packed:
    """``words``: the distinct words of each key column; ``codes``: which of them a row has; ``numbers``: the measures.

    ``codes`` (int32) and ``numbers`` (float64, NaN is missing) are little-endian bytes in base 64.
    """

    keys: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    codes: tuple[str, ...]
    measures: tuple[str, ...]
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, block: "Block", keys: Sequence[str], measures: Sequence[str]) -> "Packed":
        """A block's rows; *keys* are month, platform, shop, site, currency."""
        held = tuple(code for code in measures if code in block.values)
        months = tuple(str(when.month) for when in block.months)
        words, codes = [months], [block.month]
        for i in range(len(keys) - 1):
            known: dict[str, int] = {}
            each = [known.setdefault(place[i], len(known)) for place in block.places]
            words.append(tuple(known))
            codes.append(_array(each)[block.place])
        return cls(
            tuple(keys), tuple(words), tuple(_text(code, _CODE) for code in codes), held,
            tuple(_text(block.values[code], _NUMBER) for code in held),
        )  # fmt: skip

    def table(self) -> "pd.DataFrame":
        """One row each, the keys as text."""
        import numpy as np
        import pandas as pd

        columns: dict[str, object] = {}
        for key, words, code in zip(self.keys, self.words, self.codes, strict=True):
            columns[key] = np.array(words, dtype=object)[np.frombuffer(base64.b64decode(code), _CODE)]
        for measure, numbers in zip(self.measures, self.numbers, strict=True):
            columns[measure] = np.frombuffer(base64.b64decode(numbers), _NUMBER)
        return pd.DataFrame(columns)


def _array(values: Sequence[int]) -> "np.ndarray":
    import numpy as np

    return np.array(values, dtype=np.int64)


def _text(values: "np.ndarray", kind: str) -> str:
    return base64.b64encode(values.astype(kind).tobytes()).decode("ascii")
