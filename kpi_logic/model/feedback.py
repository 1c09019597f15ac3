"""P15: what the people who are scored say, and what they were answered."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

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
        """Whether somebody answered; a pulse without words asks for no answer.

        >>> Feedback(id="f1", clear=4).answered, Feedback(id="f2", words="?").answered
        (True, False)
        """
        return not self.words.strip() or bool(self.answer.strip())
