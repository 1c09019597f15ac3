"""The rooms of the workbook's logic, from the ground up.

model · text · library · facts · intake · metrics · targets · diagnosis · weights · scheme · figures · proposal · store,
and ``cli`` which opens them all without a screen.  Each room imports only rooms that stand before it in this list
(``tests/test_rooms.py`` holds the doors).

Decisions are stored, conclusions are computed: everything here but ``store`` is a pure function of the client's
monthly facts and of the decisions taken so far.  No Streamlit, no clock, no unseeded randomness.
"""
