"""Which shop an export belongs to: what the file does not tell is taken from the other files or asked, and always told."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from kpi_logic.intake.file import Answers, Question
from kpi_logic.intake.finding import Findings, shown
from kpi_logic.intake.folding import folded
from kpi_logic.intake.lines import UNDATED
from kpi_logic.intake.records import Batch, Record
from kpi_logic.intake.sites import currency_of, platform_of, site_of, sites_on, sites_with
from kpi_logic.model import Level, Month, Raw

MOST_MONTHS = 24


class Scopes:
    """Settles month, site, currency and shop of every export, in this order; what stays open waits for its answer."""

    def __init__(self, batches: Sequence[Batch], answers: Answers, findings: Findings) -> None:
        self.batches, self.answers, self.findings = batches, answers, findings
        self.questions: list[Question] = []

    def settle(self) -> list[Question]:
        """Complete the records of all exports in place; gives the questions that are open."""
        exports = [batch for batch in self.batches if batch.table.platform]
        for batch in exports:
            self._platform(batch)
            self._month(batch)
        for batch in sorted(exports, key=_tells_little):
            self._site(batch)
            self._currency(batch)
        for batch in exports:
            self._shop(batch)
        return self.questions

    def _others(self, batch: Batch, platform: str) -> list[Record]:
        """Records of other files on the same platform, under any of its names."""
        return [
            record
            for other in self.batches
            if other is not batch and not other.waiting
            for record in other.records
            if platform_of(record.platform) == platform_of(platform)
        ]

    def _answer(self, topic: str, batch: Batch) -> str:
        return self.answers.get(f"{topic}:{batch.file}", "").strip()

    def _ask(self, topic: str, batch: Batch, options: Sequence[str], default: str = "", needed: bool = True) -> None:
        self.questions.append(Question(f"{topic}:{batch.file}", tuple(options), default, needed))
        if needed:
            batch.waiting = batch.waiting or topic
            place = batch.table.sheet.place()
            self.findings.say(f"{topic}_open", Level.ASK, place, options=tuple(map(Raw, options[:12])))

    def _tell(self, code: str, batch: Batch, value: str) -> None:
        self.findings.say(code, Level.NOTE, batch.table.sheet.place(), value=shown(value))

    def _platform(self, batch: Batch) -> None:
        """Take over the client's own word for the platform, so that both stand in one row."""
        words = {r.platform for b in self.batches if not b.table.platform for r in b.records}
        own = [word for word in words if platform_of(word) == batch.table.platform]
        if len(own) == 1:
            _change(batch, lambda record: replace(record, platform=own[0]))

    def _month(self, batch: Batch) -> None:
        if not batch.undated:
            return
        answer = self._answer("month", batch)
        try:
            month = Month.parse(answer)
        except ValueError:
            known = {r.month for b in self.batches for r in b.records if r.month != UNDATED}
            self._ask("month", batch, [str(month) for month in sorted(known, reverse=True)[:MOST_MONTHS]])
            return
        _change(batch, lambda record: replace(record, month=month))

    def _site(self, batch: Batch) -> None:
        """The answer; the one site whose money it is; the one site of the platform's other files."""
        platform = batch.table.platform
        if all(record.site for record in batch.records) or not sites_on(platform):
            return
        answer = self._answer("site", batch)
        money = tuple({record.currency for record in batch.records if record.currency}) or batch.signs
        fitting = sites_with(platform, money) if money else sites_on(platform)
        seen = {site_of(record.site) for record in self._others(batch, platform) if record.site}
        near = [site for site in fitting if site in seen]
        if answer:
            self._set_site(batch, answer)
        elif len(near) == 1 or (not near and len(fitting) == 1):
            self._set_site(batch, (near or list(fitting))[0])
            self._tell("site_taken", batch, (near or list(fitting))[0])
        elif len(near) > 1 or (not money and batch.gives_money):
            self._ask("site", batch, near or list(fitting))
        elif money and len(money) > 1:
            self._ask("site", batch, list(fitting))
        else:
            self._ask("site", batch, list(fitting), needed=False)

    def _set_site(self, batch: Batch, site: str) -> None:
        own = {r.site for r in self._others(batch, batch.table.platform) if r.site and site_of(r.site) == site_of(site)}
        word = own.pop() if len(own) == 1 else site
        _change(batch, lambda record: record if record.site else replace(record, site=word))

    def _currency(self, batch: Batch) -> None:
        answer = self._answer("currency", batch)
        for site in {record.site for record in batch.records if not record.currency}:
            own, general = currency_of(site_of(site)), self.answers.get("currency", "")
            fitting = [c for c in (answer, own, general) if c and (not batch.signs or c in batch.signs)]
            code = fitting[0] if fitting else batch.signs[0] if len(batch.signs) == 1 else ""
            if code:
                _set_currency(batch, site, code)
                self._tell("currency_taken", batch, code)
        if any(not record.currency for record in batch.records) and not batch.waiting:
            if batch.gives_money:
                self._ask(
                    "currency", batch, batch.signs or sorted({currency_of(s) for s in sites_on(batch.table.platform)})
                )
            else:
                self._join_currency(batch)

    def _join_currency(self, batch: Batch) -> None:
        """Counts stand in the row of the shop's money: the one currency of the same platform and site."""
        others = self._others(batch, batch.table.platform)
        for site in {record.site for record in batch.records}:
            codes = {r.currency for r in others if r.currency and (not site or site_of(r.site) == site_of(site))}
            if len(codes) == 1:
                code = codes.pop()
                _set_currency(batch, site, code)

    def _shop(self, batch: Batch) -> None:
        """The answer; the one shop that other files name on this platform and site; else a shop without a name."""
        if all(record.shop for record in batch.records):
            return
        answer = self._answer("shop", batch)
        named: dict[str, str] = {}
        for site in {site_of(record.site) for record in batch.records if not record.shop}:
            for other in self._others(batch, batch.table.platform):
                if other.shop and (not site or not other.site or site_of(other.site) == site):
                    named.setdefault(folded(other.shop), other.shop)
        options = list(named.values())
        if answer:
            self._set_shop(batch, named.get(folded(answer), answer))
        elif len(options) == 1:
            self._set_shop(batch, options[0])
            self._tell("shop_taken", batch, options[0])
        else:
            self._ask("shop", batch, options, needed=bool(options))

    def _set_shop(self, batch: Batch, shop: str) -> None:
        _change(batch, lambda record: record if record.shop else replace(record, shop=shop))


def _tells_little(batch: Batch) -> tuple[bool, bool]:
    """Files that tell their site and currency come first: the others lean on them."""
    return (any(not r.site for r in batch.records), any(not r.currency for r in batch.records))


def _change(batch: Batch, change: Callable[[Record], Record]) -> None:
    batch.records = [change(record) for record in batch.records]


def _set_currency(batch: Batch, site: str, code: str) -> None:
    _change(batch, lambda r: replace(r, currency=code) if r.site == site and not r.currency else r)
