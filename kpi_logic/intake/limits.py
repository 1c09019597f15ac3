"""The limits of what is read; beyond them a file is refused with its reason (safety: no bomb reaches the process)."""

FILE_BYTES = 20 * 1024 * 1024
WORKBOOK_BYTES = 80 * 1024 * 1024
UNPACKED_BYTES = 150 * 1024 * 1024
SHEET_BYTES = 1024 * 1024 * 1024
STREAMED_BYTES = 32 * 1024 * 1024
"""A worksheet above this is unpacked piece by piece, up to ``SHEET_BYTES``, if it is not packed beyond belief."""
MOST_PACKED = 40
PARTS = 3_000
SHEETS = 100
ROWS = 200_000
LINES_BYTES = 2 * 1024 * 1024 * 1024
LINES = 30_000_000
"""Lists of orders and the like are summed line by line and never kept, so that they may be larger."""
ODD_ROWS = 20_000
"""So many rows of a list that are not plainly written are judged one by one; with more of them all rows are."""
UNZIPPED_BYTES = 200 * 1024 * 1024
JSON_BYTES = 20 * 1024 * 1024
COLUMNS = 300
CELL_CHARACTERS = 32_767
XML_DEPTH = 60
MERGED_RANGES = 20_000
SECONDS_A_FILE = 10.0
SECONDS_A_MEGABYTE = 2.0
CHILD_MEMORY_BYTES = 700 * 1024 * 1024
LINES_MEMORY_BYTES = 2 * 1024 * 1024 * 1024
"""The address space while a large list is added up: its order numbers are kept until the end."""
FILES_AT_ONCE = 60
HEADING_SEARCH_ROWS = 40
