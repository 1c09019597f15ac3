"""``python -m kpi_logic COMMAND …``: the same functions as the pages, without a screen."""

import sys

from kpi_logic.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
