"""P15: what the people who are scored say, and what they were answered."""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

FeedbackState = Literal["unknown", "none", "collected", "answered"]
FeedbackTopic = Literal["", "kpi", "target", "weight", "payout", "gate", "data", "fairness", "other"]


class Feedback(BaseModel):
    """One person's pulse: three questions (1 not at all - 5 fully), free words, what they are about, and the answer.

    ``clear``: I know what I am scored on.  ``fair``: it is fair.  ``doable``: I can reach it by my own work.  None
    where somebody left a question open.  ``person`` is an id, "" for somebody who stays unnamed; days are YYYY-MM-DD.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    person: str = ""
    day: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    clear: int | None = Field(default=None, ge=1, le=5)
    fair: int | None = Field(default=None, ge=1, le=5)
    doable: int | None = Field(default=None, ge=1, le=5)
    words: str = ""
    topic: FeedbackTopic = ""
    kpi: str = ""
    answer: str = ""
    answered_by: str = ""
    answered_on: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")

    @property
    def answered(self) -> bool:
        """Whether it has an answer and a name that stands for it; a pulse without words asks for no answer.

        >>> Feedback(id="f1", clear=4).answered, Feedback(id="f2", words="?").answered
        (True, False)
        >>> told = Feedback(id="f3", words="?", answer="Agreed")
        >>> told.answered, told.model_copy(update={"answered_by": "p1"}).answered
        (False, True)
        """
        return not self.words.strip() or bool(self.answer.strip() and self.answered_by.strip())

    @property
    def given(self) -> bool:
        """Whether anything was said; a form that was opened and left blank is nobody's voice.

        >>> Feedback(id="f1").given, Feedback(id="f2", fair=2).given
        (False, True)
        """
        return bool(self.words.strip()) or any(rate is not None for rate in (self.clear, self.fair, self.doable))


def feedback_state(feedback: Sequence[Feedback], said: FeedbackState = "unknown") -> FeedbackState:
    """How far asking the people has come: what the forms show, and only without any form what somebody *said*.

    The one place that decides it: the lint (P15), the roll-out switch and first aid all ask here.

    >>> feedback_state((Feedback(id="f1", words="why?"),), "answered"), feedback_state((), "answered")
    ('collected', 'answered')
    """
    told = [one for one in feedback if one.given]
    if not told:
        return said
    return "answered" if all(one.answered for one in told) else "collected"


def heard(feedback: Sequence[Feedback], people: int) -> int:
    """How many of so many people were heard: each named person once, each form without a name once, never more than all.

    >>> voices = (Feedback(id="a", person="p1", fair=2), Feedback(id="b", person="p1", fair=4), Feedback(id="c", fair=3))
    >>> heard(voices, 9), heard(voices, 1)
    (2, 1)
    """
    told = [one for one in feedback if one.given]
    return min(people, len({one.person for one in told if one.person}) + sum(not one.person for one in told))
