"""Where the page tests come in: a folder without a ``pages/`` beside the entry file, like no real server's."""

import streamlit_app

streamlit_app.main()
