"""Who signs, and what each of them approves or reserves."""

from kpi_logic.model import Raw
from kpi_logic.proposal.assemble.case import Case
from kpi_logic.proposal.assemble.saying import say
from kpi_logic.proposal.outline import Paragraph, Role, Section, Signer, SignOff

HEADS = 5  # heads of departments who still fit on the page with the others
SIGNED = ("diagnosis", "targets", "framework", "cards", "pay", "checks", "pilot")


def signing(case: Case, sections: tuple[Section, ...]) -> Section | None:
    """One line for each section to approve; None where there is nothing to sign."""
    items = tuple(section.title for section in sections if section.key in SIGNED)
    if not items:
        return None
    return Section("sign", say("sign.title"), (Paragraph(say("sign.means"), Role.NOTE), SignOff(_signers(case), items)))


def _signers(case: Case) -> tuple[Signer, ...]:
    consultant = case.engagement.proposal.consultant
    organisation = case.engagement.organisation
    known = dict.fromkeys([*organisation.departments, *(person.department for person in organisation.people)])
    below = [name for name in known if name and not _is_management(case, name)]
    heads = [Signer(say("sign.head", department=Raw(name)), _leader(case, name)) for name in below]
    return (
        Signer(say("sign.owner")),
        Signer(say("sign.hr")),
        *(heads[:HEADS] or [Signer(say("sign.heads"))]),
        Signer(say("sign.consultant"), Raw(consultant) if consultant else None),
    )


def _is_management(case: Case, department: str) -> bool:
    """Whether everybody in it leads the company: then the owner signs for it."""
    people = [person for person in case.engagement.organisation.people if person.department == department]
    return bool(people) and all(person.leads and person.role == "lead" for person in people)


def _leader(case: Case, department: str) -> Raw | None:
    """The one who leads the department, if anybody is said to."""
    people = case.engagement.organisation.people
    found = [person.name for person in people if person.department == department and person.leads]
    return Raw(found[0]) if found else None
