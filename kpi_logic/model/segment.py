"""A part of the business: everything, a platform, a site, a shop."""

from pydantic import BaseModel, ConfigDict


class Segment(BaseModel):
    """Rows whose platform, site and shop match; None means any.

    >>> Segment(platform="Amazon").contains(Segment(platform="Amazon", shop="Acme US"))
    True
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    platform: str | None = None
    site: str | None = None
    shop: str | None = None

    @property
    def is_all(self) -> bool:
        """Whether this is the whole business."""
        return self.parts() == ()

    def parts(self) -> tuple[str, ...]:
        """The names that are fixed, from the widest to the narrowest."""
        return tuple(part for part in (self.platform, self.site, self.shop) if part is not None)

    def contains(self, other: "Segment") -> bool:
        """Whether every row of *other* is a row of this segment."""
        pairs = ((self.platform, other.platform), (self.site, other.site), (self.shop, other.shop))
        return all(mine is None or mine == theirs for mine, theirs in pairs)


ALL = Segment()
