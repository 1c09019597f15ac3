"""review: the pilot, what comes of it, and every later review: does the scheme survive contact with reality?

Receives   an Engagement's decisions, MonthlyFacts, earlier stated odds, the day.
Gives      designs, read-outs, running scorecards, agendas, calibration, advice.
May hold   numpy, pandas.
Never      applies anything in silence, pays, stores, knows the clock.
"""
