"""The reading child's address space: an ordinary upload has 700 MB, only a large list has more."""

import subprocess
import sys

from kpi_logic.intake import limits

LOOK = """
import resource
from kpi_logic.intake.child import _limit_memory
from kpi_logic.intake.fast_lines import _room_for_columns
_limit_memory()
print(resource.getrlimit(resource.RLIMIT_AS)[0])
with _room_for_columns():
    print(resource.getrlimit(resource.RLIMIT_AS)[0])
print(resource.getrlimit(resource.RLIMIT_AS)[0])
"""


def test_only_a_large_list_has_more_than_the_ordinary_room() -> None:
    told = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, check=True, text=True).stdout.split()
    assert list(map(int, told)) == [limits.CHILD_MEMORY_BYTES, limits.LINES_MEMORY_BYTES, limits.CHILD_MEMORY_BYTES]
    assert limits.CHILD_MEMORY_BYTES == 700 * 1024 * 1024
