"""People told apart: two of one name are shown with what differs between them."""

from collections import Counter
from collections.abc import Sequence

from kpi_logic.model import Person


def told_apart(people: Sequence[Person]) -> dict[str, str]:
    """What to call each person, by id: the name; with the department where a name stands twice, else with the id.

    >>> told_apart([Person(id="p1", name="Li", department="Ads"), Person(id="p2", name="Li", department="Store")])
    {'p1': 'Li (Ads)', 'p2': 'Li (Store)'}
    """
    names = Counter(person.name for person in people)
    closer = Counter((person.name, person.department) for person in people)
    return {person.id: _called(person, names, closer) for person in people}


def _called(person: Person, names: Counter[str], closer: Counter[tuple[str, str]]) -> str:
    if names[person.name] == 1:
        return person.name
    alone = person.department and closer[person.name, person.department] == 1
    return f"{person.name} ({person.department if alone else person.id})"
