"""release: what was frozen and signed, and whether a file in hand is it.

Receives   a Store, an engagement's papers, a name under a decision; a PDF's bytes.   Gives   releases, signatures, a verdict.
May hold   the rooms before it; pyhanko (in the modules that sign or read a signature).
Never      changes what was released, looks at a clock, keeps anything outside the store.
"""

from kpi_logic.release.carried import Resigning, carried_into, carry_over, resigning, still_signed
from kpi_logic.release.papers import Papers, papers
from kpi_logic.release.pilot_freeze import (
    PilotSeal,
    SealedPilot,
    counting_pilot,
    freeze_pilot,
    pilot_record,
    sealed_pilots,
)
from kpi_logic.release.record import Release, ReleasedFile, Signature
from kpi_logic.release.register import AlreadyReleased, Register, edition_of, register, release, sign
from kpi_logic.release.to_sign import sections_to_sign
from kpi_logic.release.verify import Finding, Verdict, verify

__all__ = [
    "AlreadyReleased",
    "Finding",
    "Papers",
    "PilotSeal",
    "Register",
    "Release",
    "ReleasedFile",
    "Resigning",
    "SealedPilot",
    "Signature",
    "Verdict",
    "carried_into",
    "carry_over",
    "counting_pilot",
    "edition_of",
    "freeze_pilot",
    "papers",
    "pilot_record",
    "register",
    "release",
    "resigning",
    "sealed_pilots",
    "sections_to_sign",
    "sign",
    "still_signed",
    "verify",
]
