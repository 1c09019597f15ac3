"""The frame of the workbook: start it with ``python -m streamlit run streamlit_app.py``."""

from pages.shared import frame


def main() -> None:
    """Set the page, draw the frame, run the page that was asked for."""
    frame.run()


if __name__ == "__main__":
    main()
