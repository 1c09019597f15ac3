"""The mark by which a filled workbook is known to belong to a scheme and its people."""

import hashlib
import json

from kpi_logic.model import Organisation, Scheme


def mark_of(scheme: Scheme, organisation: Organisation) -> str:
    """Sixteen hexadecimal digits: the same for the same scorecards, rules, people, roles and shops.

    >>> mark_of(Scheme(), Organisation()) == mark_of(Scheme(pool=1.0), Organisation())
    False
    """
    people = [person.model_dump(mode="json", exclude={"name", "bonus", "leads"}) for person in organisation.people]
    written = json.dumps([scheme.model_dump(mode="json"), people], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]
