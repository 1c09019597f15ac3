"""Several people weigh the KPIs of a role, each without seeing the others."""

from pydantic import BaseModel, ConfigDict, Field


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Vote(_Frozen):
    """One voter's whole weights for one role, summing to 100; a draft until it is ``cast``."""

    role: str
    voter: str
    weights: dict[str, int] = Field(default_factory=dict)
    cast: bool = False


class Panel(_Frozen):
    """Who votes, what they voted, and the roles whose votes were opened before all had voted."""

    voters: tuple[str, ...] = ()
    votes: tuple[Vote, ...] = ()
    opened: tuple[str, ...] = ()

    def of(self, role: str, voter: str) -> Vote | None:
        """A voter's vote on a role; None where there is none.

        >>> Panel(votes=(Vote(role="ads", voter="HR"),)).of("ads", "owner") is None
        True
        """
        return next((vote for vote in self.votes if vote.role == role and vote.voter == voter), None)

    def cast(self, role: str) -> tuple[Vote, ...]:
        """The votes on a role that were cast by people who are still on the panel, in the panel's order."""
        votes = (self.of(role, voter) for voter in self.voters)
        return tuple(vote for vote in votes if vote is not None and vote.cast)

    def is_open(self, role: str) -> bool:
        """Whether the votes on a role may be seen: all have voted, or the consultant opened them.

        >>> Panel(voters=("HR",)).is_open("ads"), Panel(voters=("HR",), opened=("ads",)).is_open("ads")
        (False, True)
        """
        return bool(self.voters) and (role in self.opened or len(self.cast(role)) == len(self.voters))
