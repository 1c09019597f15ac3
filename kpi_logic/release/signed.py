"""A signature as a sentence."""

from kpi_logic.model import Message, Raw
from kpi_logic.release.record import Signature


def signed(signature: Signature) -> Message:
    """Who said what to which part."""
    key = "verify.approved" if signature.approves else "verify.reserved"
    item = Message(f"proposal.{signature.item}.title") if signature.item else Message("verify.whole")
    facts = {"name": Raw(signature.name), "role": Raw(signature.role), "item": item, "note": Raw(signature.note)}
    return Message(key, facts)
