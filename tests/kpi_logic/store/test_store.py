"""Engagements in and out of the store, on every kind of database."""

import hashlib
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from kpi_logic.model import (
    Amount,
    Engagement,
    FileRef,
    KpiRef,
    Message,
    Month,
    Organisation,
    Person,
    Profile,
    Raw,
    Target,
    Unit,
)
from kpi_logic.store import (
    DocumentDamaged,
    DocumentTooNew,
    EditConflict,
    FileDamaged,
    NoSuchEngagement,
    NoSuchFile,
    NoSuchRevision,
    NotStorable,
    Revision,
    Saved,
    Summary,
)

ACME = Engagement(name="Acme", profile=Profile(client="Acme Trading", yearly_sales=3e7))
EDIT = Message("store.unknown_step")

HOSTILE_NAMES = [
    "",
    " ",
    "'; DROP TABLE engagement; --",
    'a"b`c]',
    "../../etc/passwd",
    "a\x00b",
    "line\nbreak\r\n\ttab",
    "<script>alert(1)</script>",
    "=1+1",
    "{name} %s %(name)s \\N{DASH}",
    "\u202etxt.exe",
    "e\u0301 \u00e9",
    "\U0001f6d2\u5e97\u94fa",
    "\ufeff\ufffe\uffff",
    "x" * 100_000,
]


class TestEngagements:
    def test_create_and_open(self, store, at):
        saved = store.create(ACME, "Li", at(0))
        assert saved == Saved(saved.id, ACME, 1, False, at(0), at(0), "Li")
        assert store.open(saved.id) == saved
        assert store.history(saved.id) == (Revision(1, at(0), "Li", Message("store.created")),)

    def test_ids_are_unguessable_and_one_word(self, store, at):
        ids = {store.create(ACME, "Li", at(0)).id for _ in range(20)}
        assert len(ids) == 20
        assert all(len(id) == 32 and int(id, 16) >= 0 for id in ids)

    def test_save_adds_a_revision(self, store, at):
        saved = store.create(ACME, "Li", at(0))
        edited = ACME.model_copy(update={"name": "Acme 2"})
        what = Message("store.renamed", {"name": Raw("Acme 2")})
        again = store.save(saved.id, edited, 1, what, "Wang", at(5))
        assert again == Saved(saved.id, edited, 2, False, at(0), at(5), "Wang")
        assert store.history(saved.id)[1] == Revision(2, at(5), "Wang", what)
        assert store.at(saved.id, 1) == ACME
        assert store.at(saved.id, 2) == edited

    def test_saving_the_same_adds_none(self, store, at):
        saved = store.create(ACME, "Li", at(0))
        assert store.save(saved.id, ACME, 1, EDIT, "Wang", at(5)) == saved
        assert len(store.history(saved.id)) == 1

    def test_times_come_back_in_utc_whatever_the_zone(self, store, at):
        local = at(0).astimezone(timezone(timedelta(hours=8)))
        saved = store.create(ACME, "Li", local)
        assert (saved.updated_at, saved.updated_at.utcoffset()) == (at(0), timedelta(0))

    def test_a_time_without_zone_is_refused(self, store):
        with pytest.raises(ValueError, match="a time must say its zone"):
            store.create(ACME, "Li", datetime(2026, 3, 1))
        assert store.list() == ()

    def test_rename(self, store, at):
        saved = store.create(ACME, "Li", at(0))
        renamed = store.rename(saved.id, "Acme Ltd", "Wang", at(1))
        assert renamed.engagement == ACME.model_copy(update={"name": "Acme Ltd"})
        assert store.history(saved.id)[-1].what == Message("store.renamed", {"name": Raw("Acme Ltd")})
        assert store.list()[0].name == "Acme Ltd"

    def test_duplicate_has_a_history_of_its_own(self, store, at):
        saved = store.create(ACME, "Li", at(0))
        copy = store.duplicate(saved.id, "Acme copy", "Wang", at(1))
        assert copy == Saved(copy.id, ACME.model_copy(update={"name": "Acme copy"}), 1, False, at(1), at(1), "Wang")
        assert [r.what for r in store.history(copy.id)] == [Message("store.duplicated", {"name": Raw("Acme")})]
        store.rename(copy.id, "Other", "Wang", at(2))
        assert store.open(saved.id) == saved

    def test_archive_and_back(self, store, at):
        first, second = store.create(ACME, "Li", at(0)), store.create(Engagement(name="B"), "Li", at(1))
        store.archive(first.id)
        assert [s.id for s in store.list()] == [second.id]
        assert [(s.id, s.archived) for s in store.list(include_archived=True)] == [
            (second.id, False),
            (first.id, True),
        ]
        assert store.open(first.id).archived
        store.unarchive(first.id)
        assert [s.id for s in store.list()] == [second.id, first.id]

    def test_list_says_how_far_each_has_come_latest_first(self, store, at):
        first, second = store.create(ACME, "Li", at(0)), store.create(Engagement(name="B"), "Li", at(1))
        edited = ACME.model_copy(update={"profile": Profile(client="x")})
        store.save(first.id, edited, 1, EDIT, "Li", at(9))
        assert store.list() == (
            Summary(first.id, "Acme", 2, False, at(9), edited),
            Summary(second.id, "B", 1, False, at(1), Engagement(name="B")),
        )

    @pytest.mark.parametrize("name", HOSTILE_NAMES)
    def test_hostile_names_are_only_text(self, store, at, name):
        engagement = Engagement(
            name=name, organisation=Organisation(people=(Person(id=name, name=name, shops=(name,)),))
        )
        saved = store.create(engagement, name, at(0))
        saved = store.rename(saved.id, name + "!", name, at(1))
        assert saved.engagement == engagement.model_copy(update={"name": name + "!"})
        assert saved.author == name.replace("\x00", "\ufffd")
        assert store.history(saved.id)[1].what == Message("store.renamed", {"name": Raw(name + "!")})
        assert store.list()[0].name == name + "!"

    def test_half_a_character_in_an_author_is_replaced(self, store, at):
        assert store.create(ACME, "Li\ud800", at(0)).author == "Li?"

    @pytest.mark.parametrize(
        ("engagement", "place"),
        [
            (ACME.model_copy(update={"name": "a\ud800"}), "name"),
            (Engagement(name="x", profile=Profile(yearly_sales=float("inf"))), "profile.yearly_sales"),
            (
                Engagement(
                    name="x", targets=(Target(id="1", kpi="a", first="2026-01", last="2026-02", value=float("nan")),)
                ),
                "targets.0.value",
            ),
        ],
    )
    def test_what_would_not_come_back_the_same_is_refused(self, store, at, engagement, place):
        with pytest.raises(NotStorable) as refused:
            store.create(engagement, "Li", at(0))
        assert refused.value.message == Message("store.not_storable", {"place": Raw(place)})
        assert store.list() == ()

    def test_every_kind_of_fact_in_what_was_done(self, store, at):
        what = Message(
            "targets.set",
            {
                "kpi": KpiRef("acos"),
                "months": (Month(2026, 1), Month(2026, 3)),
                "value": Amount(0.2, Unit.RATIO, points=True),
                "inner": Message("word.yes", {"n": 3}),
            },
        )
        saved = store.create(ACME, "Li", at(0))
        store.save(saved.id, Engagement(name="B"), 1, what, "Li", at(1))
        assert store.history(saved.id)[1].what == what

    def test_unknown_ids(self, store, at):
        for ask in (
            lambda: store.open("nobody"),
            lambda: store.history("nobody"),
            lambda: store.save("nobody", ACME, 1, EDIT, "Li", at(0)),
            lambda: store.rename("nobody", "x", "Li", at(0)),
            lambda: store.duplicate("nobody", "x", "Li", at(0)),
            lambda: store.archive("nobody"),
            lambda: store.unarchive("nobody"),
            lambda: store.entries("nobody"),
        ):
            with pytest.raises(NoSuchEngagement) as missing:
                ask()
            assert missing.value.message == Message("store.no_engagement", {})

    def test_any_engagement_comes_back_the_same(self, file_store, at, engagements):
        @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(engagements)
        def comes_back(engagement: Engagement) -> None:
            assert file_store.open(file_store.create(engagement, "Li", at(0)).id).engagement == engagement

        comes_back()


class TestConflict:
    def test_the_second_writer_is_refused_and_sees_both(self, store, at):
        saved = store.create(ACME, "Li", at(0))
        theirs = store.rename(saved.id, "Theirs", "Wang", at(1))
        mine = ACME.model_copy(update={"name": "Mine"})
        with pytest.raises(EditConflict) as refused:
            store.save(saved.id, mine, 1, EDIT, "Li", at(2))
        assert (refused.value.mine, refused.value.theirs, refused.value.base) == (mine, theirs, 1)
        assert refused.value.message == Message("store.conflict", {"author": Raw("Wang"), "theirs": 2, "base": 1})
        assert store.open(saved.id) == theirs
        assert store.save(saved.id, mine, 2, EDIT, "Li", at(3)).revision == 3

    def test_a_writer_without_a_name(self, store, at):
        saved = store.create(ACME, "", at(0))
        with pytest.raises(EditConflict) as refused:
            store.save(saved.id, Engagement(name="B"), 0, EDIT, "Li", at(2))
        assert refused.value.message.facts["author"] == Message("store.somebody")

    def test_a_revision_from_the_future_is_refused(self, store, at):
        saved = store.create(ACME, "Li", at(0))
        with pytest.raises(EditConflict):
            store.save(saved.id, Engagement(name="B"), 7, EDIT, "Li", at(2))

    def test_both_did_the_same(self, store, at):
        saved = store.create(ACME, "Li", at(0))
        theirs = store.rename(saved.id, "Same", "Wang", at(1))
        assert store.save(saved.id, theirs.engagement, 1, EDIT, "Li", at(2)) == theirs

    def test_restoring_on_a_moved_head_is_refused(self, store, at):
        saved = store.create(ACME, "Li", at(0))
        store.rename(saved.id, "B", "Li", at(1))
        theirs = store.rename(saved.id, "C", "Wang", at(2))
        with pytest.raises(EditConflict) as refused:
            store.restore(saved.id, 1, 2, "Li", at(3))
        assert (refused.value.mine, refused.value.theirs) == (ACME, theirs)


class TestHistory:
    def test_undo_and_redo(self, store, at):
        saved = store.create(ACME, "Li", at(0))
        second = store.rename(saved.id, "B", "Li", at(1)).engagement
        undone = store.restore(saved.id, 1, 2, "Li", at(2))
        assert (undone.engagement, undone.revision) == (ACME, 3)
        redone = store.restore(saved.id, 2, 3, "Li", at(3))
        assert (redone.engagement, redone.revision) == (second, 4)
        assert [(r.number, r.restored_from) for r in store.history(saved.id)] == [(1, None), (2, None), (3, 1), (4, 2)]
        assert store.history(saved.id)[2].what == Message("store.restored", {"number": 1})

    def test_restoring_the_head_adds_none(self, store, at):
        saved = store.create(ACME, "Li", at(0))
        assert store.restore(saved.id, 1, 1, "Li", at(1)) == saved

    @pytest.mark.parametrize("number", [0, -1, 2, 10**9])
    def test_no_such_revision(self, store, at, number):
        saved = store.create(ACME, "Li", at(0))
        for ask in (lambda: store.at(saved.id, number), lambda: store.restore(saved.id, number, 1, "Li", at(1))):
            with pytest.raises(NoSuchRevision) as missing:
                ask()
            assert missing.value.message == Message("store.no_revision", {"number": number})

    def test_any_walk_leaves_every_revision_as_it_was(self, file_store, at):
        @settings(max_examples=25, deadline=None)
        @given(st.lists(st.tuples(st.sampled_from(["edit", "restore"]), st.integers(0, 5)), max_size=12))
        def walk(steps: list[tuple[str, int]]) -> None:
            saved = file_store.create(ACME, "Li", at(0))
            seen = [saved.engagement]
            for minute, (kind, n) in enumerate(steps):
                if kind == "edit":
                    saved = file_store.rename(saved.id, f"name {n}", "Li", at(minute))
                else:
                    saved = file_store.restore(saved.id, n % len(seen) + 1, saved.revision, "Li", at(minute))
                if saved.revision > len(seen):
                    seen.append(saved.engagement)
            assert [entry.engagement for entry in file_store.entries(saved.id)] == seen

        walk()


class TestFiles:
    def test_put_twice_kept_once(self, store):
        content = bytes(range(256)) * 40
        first, second = store.put_file(content, "a.xlsx"), store.put_file(content, "b.xlsx")
        digest = hashlib.sha256(content).hexdigest()
        assert (first, second) == (FileRef(name="a.xlsx", digest=digest, size=10240),
                                   FileRef(name="b.xlsx", digest=digest, size=10240))  # fmt: skip
        assert store.file(digest) == content
        with store.engine.begin() as connection:
            assert connection.execute(text("SELECT count(*) FROM blob")).scalar() == 1

    def test_an_empty_file(self, store):
        assert store.file(store.put_file(b"", "empty.csv").digest) == b""

    @pytest.mark.parametrize("digest", ["", "0" * 64, "../../etc/passwd"])
    def test_a_file_never_put(self, store, digest):
        with pytest.raises(NoSuchFile) as missing:
            store.file(digest)
        assert missing.value.message == Message("store.no_file", {"digest": Raw(digest[:12])})

    def test_changed_bytes_are_not_handed_out(self, store):
        ref = store.put_file(b"figures", "a.csv")
        with store.engine.begin() as connection:
            connection.execute(text("UPDATE blob SET bytes = :b"), {"b": b"Figures"})
        with pytest.raises(FileDamaged) as damaged:
            store.file(ref.digest)
        assert damaged.value.message == Message("store.file_damaged", {"digest": Raw(ref.digest[:12])})


class TestOtherVersions:
    def put_document(self, store, id: str, document: str) -> None:
        with store.engine.begin() as connection:
            connection.execute(
                text("UPDATE revision SET document = :d WHERE engagement_id = :i"), {"d": document, "i": id}
            )

    def test_fields_that_came_later_take_their_defaults(self, store, at):
        saved = store.create(ACME, "Li", at(0))
        self.put_document(store, saved.id, '{"name": "Old"}')
        assert store.open(saved.id).engagement == Engagement(name="Old")

    def test_a_field_from_a_newer_version(self, store, at):
        saved = store.create(ACME, "Li", at(0))
        self.put_document(store, saved.id, '{"name": "New", "profile": {"mood": 1}}')
        with pytest.raises(DocumentTooNew) as refused:
            store.open(saved.id)
        assert refused.value.message == Message("store.document_newer", {"place": Raw("profile.mood")})
        with pytest.raises(DocumentTooNew):
            store.save(saved.id, ACME, 1, EDIT, "Li", at(1))

    @pytest.mark.parametrize(("document", "place"), [("", ""), ("[" * 10_000, ""), ("{}", "name"), ("null", "")])
    def test_a_document_that_is_none(self, store, at, document, place):
        saved = store.create(ACME, "Li", at(0))
        self.put_document(store, saved.id, document)
        with pytest.raises(DocumentDamaged) as refused:
            store.open(saved.id)
        assert refused.value.message == Message("store.document_damaged", {"place": Raw(place)})

    def test_one_unreadable_engagement_does_not_hide_the_others(self, store, at):
        good, bad = store.create(ACME, "Li", at(0)), store.create(Engagement(name="Bad"), "Li", at(1))
        self.put_document(store, bad.id, '{"name": "Bad", "later": 1}')
        assert store.list() == (
            Summary(bad.id, "Bad", 1, False, at(1), None),
            Summary(good.id, "Acme", 1, False, at(0), ACME),
        )

    def test_a_step_of_the_history_that_cannot_be_read(self, store, at):
        saved = store.create(ACME, "Li", at(0))
        with store.engine.begin() as connection:
            connection.execute(text("""UPDATE revision SET what = '{"key": 1}'"""))
        with pytest.raises(DocumentDamaged) as refused:
            store.history(saved.id)
        assert refused.value.message == Message("store.document_damaged", {"place": Raw("what")})
