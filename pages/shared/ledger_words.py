"""Names of what stands in the benchmark ledger, in the reader's language."""

from kpi_logic.model import KpiRef
from pages.shared import session
from pages.shared.session import t


def metric_name(metric: str) -> str:
    """A KPI, a metric of the ledger's own, or one that only the client's file knows, by the platform's name."""
    words = session.words()
    if words.has(f"kpi.{metric}.name"):
        return words.word(KpiRef(metric))
    return t(f"ledger.metric.{metric}") if words.has(f"ledger.metric.{metric}") else metric


def where(platform: str, market: str) -> str:
    """A platform and a market."""
    return " \N{MIDDLE DOT} ".join(part for part in (platform or t("page_ledger.all"), market) if part)
