"""One engagement as one file: everything comes back, and nothing else gets in."""

import hashlib
import io
import json
import random
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from kpi_logic.model import Amount, Data, Engagement, FileRef, Message, Profile, Raw, Unit
from kpi_logic.store import (
    Entry,
    NoSuchEngagement,
    NoSuchFile,
    NotAWorkbook,
    Revision,
    StoreFull,
    TooLargeToExport,
    book,
    export_engagement,
    import_engagement,
)
from kpi_logic.store.store import open_store

ACME = Engagement(name="Acme", profile=Profile(client="\u5e97\u94fa A"))
EDIT = Message("store.unknown_step")
DATE = (1980, 1, 1, 0, 0, 0)


@pytest.fixture
def saved(file_store, at):
    """Three revisions, the last of them back to the first; two files, one of them used only in the past."""
    old, new = file_store.put_file(b"old figures", "old.csv"), file_store.put_file(b"new figures" * 99, "../new.csv")
    id = file_store.create(ACME, "Li", at(0)).id
    for revision, files in enumerate([(old,), (new,)], start=1):
        edited = ACME.model_copy(update={"data": Data(files=files)})
        file_store.save(id, edited, revision, EDIT, "Wang", at(revision))
    return file_store.restore(id, 1, 3, "Li", at(4))


@pytest.fixture
def packed(file_store, saved):
    return export_engagement(file_store, saved.id)


def test_filled_scorecards_travel_along(file_store, at):
    ref = file_store.put_file(b"a filled scorecard", "back.xlsx")
    saved = file_store.create(ACME.model_copy(update={"data": Data(filled=(ref,))}), "Li", at(0))
    packed = export_engagement(file_store, saved.id)
    assert members(packed)[f"{book.FILES}{ref.digest}"] == b"a filled scorecard"
    assert import_engagement(file_store, packed, at(1), "Li").engagement.data.filled == (ref,)


def members(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def zipped(contents, method=zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of (name, bytes) pairs, whatever they are called."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in contents:
            archive.writestr(zipfile.ZipInfo(name, DATE), content, method)
    return stream.getvalue()


def resealed(contents: dict[str, bytes], **manifest) -> bytes:
    """A file whose manifest agrees with its contents: as an attacker, not an accident, would leave it."""
    contents = {name: content for name, content in contents.items() if name != book.MANIFEST}
    sealed = json.loads(members(book.pack(contents, "0001"))[book.MANIFEST]) | manifest
    return zipped([(book.MANIFEST, json.dumps(sealed).encode()), *contents.items()])


def refusal(store, packed: bytes, at) -> Message:
    """Why the file is refused; nothing of it may have been kept."""
    before = store.list(include_archived=True)
    with pytest.raises(NotAWorkbook) as refused:
        import_engagement(store, packed, at(9), "Zhao")
    assert store.list(include_archived=True) == before
    return refused.value.message


def damaged(member: str) -> Message:
    return Message("store.book.damaged", {"member": Raw(member)})


FOREIGN = Message("store.book.foreign", {})
NEWER = Message("store.book.newer", {})


def too_large(megabytes: float) -> Message:
    return Message("store.book.too_large", {"limit": Amount(megabytes, Unit.COUNT)})


class TestRoundTrip:
    def test_everything_comes_back_under_a_new_id(self, store, at, file_store, saved, packed):
        imported = import_engagement(store, packed, at(9), "Zhao")
        assert imported.id != saved.id
        assert (imported.engagement, imported.revision, imported.author) == (saved.engagement, 5, "Zhao")
        assert (imported.created_at, imported.updated_at) == (at(9), at(9))
        last = Entry(Revision(5, at(9), "Zhao", Message("store.imported")), saved.engagement)
        assert store.entries(imported.id) == (*file_store.entries(saved.id), last)
        for entry in store.entries(imported.id):
            for ref in entry.engagement.data.files:
                assert store.file(ref.digest) == file_store.file(ref.digest)

    def test_equal_contents_give_equal_bytes(self, file_store, saved, packed):
        assert export_engagement(file_store, saved.id) == packed
        assert members(packed).keys() == {
            "manifest.json",
            "engagement.json",
            "history.json",
            f"files/{hashlib.sha256(b'old figures').hexdigest()}",
            f"files/{hashlib.sha256(b'new figures' * 99).hexdigest()}",
        }

    def test_the_manifest_seals_every_member(self, packed):
        contents = members(packed)
        manifest = json.loads(contents.pop(book.MANIFEST))
        assert manifest == {
            "format": "kpi-workbook",
            "format_version": 1,
            "schema_version": "0003",
            "members": {
                name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
                for name, content in contents.items()
            },
        }

    def test_into_the_same_database_it_is_a_second_engagement(self, file_store, saved, packed, at):
        first, second = (import_engagement(file_store, packed, at(9), "Zhao") for _ in range(2))
        assert len({saved.id, first.id, second.id}) == 3
        assert file_store.open(saved.id) == saved

    def test_the_import_can_be_exported_again(self, file_store, packed, at):
        imported = import_engagement(file_store, packed, at(9), "Zhao")
        again = import_engagement(file_store, export_engagement(file_store, imported.id), at(10), "Zhao")
        assert file_store.entries(again.id)[:5] == file_store.entries(imported.id)

    def test_any_engagement(self, file_store, at, engagements):
        @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(engagements, engagements, st.lists(st.binary(max_size=50), max_size=2, unique=True))
        def comes_back(first: Engagement, second: Engagement, files: list[bytes]) -> None:
            refs = tuple(file_store.put_file(content, "\u6587\u4ef6.csv") for content in files)
            second = second.model_copy(update={"data": second.data.model_copy(update={"files": refs})})
            saved = file_store.create(first, first.name, at(0))
            saved = file_store.save(saved.id, second, 1, EDIT, second.name, at(1))
            imported = import_engagement(file_store, export_engagement(file_store, saved.id), at(2), "Zhao")
            assert imported.engagement == saved.engagement
            assert file_store.entries(imported.id)[:-1] == file_store.entries(saved.id)

        comes_back()

    def test_a_file_from_an_older_version_takes_the_defaults(self, file_store, packed, at):
        contents = members(packed)
        contents = {name: content for name, content in contents.items() if not name.startswith("files/")}
        contents["engagement.json"] = b'{"name": "Old"}'
        step = {"number": 1, "created_at": "2026-01-01T08:00:00+08:00", "author": "Li", "restored_from": None}
        step |= {"what": {"key": "store.created", "facts": {}}, "document": {"name": "Old"}}
        contents["history.json"] = json.dumps([step]).encode()
        imported = import_engagement(file_store, resealed(contents), at(9), "Zhao")
        assert imported.engagement == Engagement(name="Old")
        assert str(file_store.history(imported.id)[0].created_at) == "2026-01-01 00:00:00+00:00"


class TestExport:
    def test_of_nothing(self, store):
        with pytest.raises(NoSuchEngagement):
            export_engagement(store, "nobody")

    def test_with_a_file_that_was_never_put(self, store, at):
        ref = FileRef(name="a.csv", digest="0" * 64, size=3)
        saved = store.create(Engagement(name="x", data=Data(files=(ref,))), "Li", at(0))
        with pytest.raises(NoSuchFile):
            export_engagement(store, saved.id)

    @pytest.mark.parametrize(
        ("name", "value", "limit"),
        [
            ("MAX_UNPACKED", 1_001_000, 1.001),
            ("MAX_PACKED", 500, 0.0005),
            ("MAX_MEMBERS", 3, 300),
            ("MAX_FILE", 5, 5e-6),
        ],
    )
    def test_of_more_than_import_takes(self, file_store, saved, monkeypatch, name, value, limit):
        monkeypatch.setattr(book, name, value)
        with pytest.raises(TooLargeToExport) as refused:
            export_engagement(file_store, saved.id)
        assert refused.value.message == Message("store.too_large_to_export", {"limit": Amount(limit, Unit.COUNT)})


class TestTampering:
    @pytest.mark.parametrize("member", ["engagement.json", "history.json", "files/"])
    def test_each_member_changed(self, file_store, packed, at, member):
        contents = members(packed)
        for name in [name for name in contents if name.startswith(member)]:
            changed = contents | {name: contents[name][:-1] + b" "}
            assert refusal(file_store, zipped(changed.items()), at) == damaged(name)
            without = {other: content for other, content in contents.items() if other != name}
            expected = damaged("manifest.json") if member == "files/" else FOREIGN
            assert refusal(file_store, zipped(without.items()), at) == expected

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"format": "other"}, damaged("manifest.json")),
            ({"format_version": 2}, NEWER),
            ({"format_version": 0}, damaged("manifest.json")),
            ({"schema_version": "0004"}, NEWER),
            ({"schema_version": "0000"}, damaged("manifest.json")),
            ({"schema_version": "9"}, damaged("manifest.json")),
            ({"members": {}}, damaged("manifest.json")),
            ({"extra": 1}, damaged("manifest.json")),
        ],
    )
    def test_the_manifest_changed(self, file_store, packed, at, change, expected):
        assert refusal(file_store, resealed(members(packed), **change), at) == expected

    @pytest.mark.parametrize("content", [b"", b"{", b"null", b"[" * 100_000, b"\xff\xfe"])
    def test_the_manifest_replaced(self, file_store, packed, at, content):
        changed = members(packed) | {"manifest.json": content}
        assert refusal(file_store, zipped(changed.items()), at) == damaged("manifest.json")

    def test_any_byte_changed_is_told_or_harmless(self, file_store, packed, at, saved):
        chance = random.Random(7)
        expected = file_store.entries(saved.id)
        for place in chance.sample(range(len(packed)), 400):
            changed = bytearray(packed)
            changed[place] ^= chance.randrange(1, 256)
            try:
                imported = import_engagement(file_store, bytes(changed), at(9), "Zhao")
            except NotAWorkbook as refused:
                assert refused.reason in {"damaged", "foreign", "too_large", "too_many", "strange_member", "newer"}
            else:  # a date or a comment of the zip itself
                assert file_store.entries(imported.id)[:-1] == expected

    def test_cut_short_anywhere(self, file_store, packed, at):
        for length in range(0, len(packed), 37):
            assert refusal(file_store, packed[:length], at) == FOREIGN

    @pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7" + b"x" * 100, b"PK\x05\x06" + bytes(18), bytes(9999)])
    def test_no_workbook_at_all(self, store, at, content):
        assert refusal(store, content, at) == FOREIGN

    def test_another_kind_of_zip(self, store, at):
        assert refusal(store, zipped([("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"")]), at) == FOREIGN


class TestHostile:
    @pytest.mark.parametrize(
        "name",
        [
            "../evil.py",
            "/etc/passwd",
            "files/../../evil",
            "files/" + "0" * 63,
            "files/" + "A" * 64,
            "files\\" + "0" * 64,
            "C:\\evil.exe",
            "files/",
            "manifest.json\x00.png",
            "engagement.json ",
            "x" * 300,
            "\u6587\u4ef6",
        ],
    )
    def test_strange_names(self, file_store, packed, at, name):
        contents = [*members(packed).items(), (name, b"x")]
        expected = Message("store.book.strange_member", {"member": Raw(name[:80])})
        assert refusal(file_store, raw_names(contents), at) == expected

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    def test_one_name_twice(self, file_store, packed, at):
        contents = members(packed)
        twice = [*contents.items(), ("engagement.json", b"{}")]
        assert refusal(file_store, zipped(twice), at) == damaged("zip")

    def test_an_encrypted_member(self, file_store, packed, at):
        assert refusal(file_store, with_flag(packed, 1), at) == damaged("manifest.json")

    @pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_another_compression(self, file_store, packed, at, method):
        assert refusal(file_store, zipped(members(packed).items(), method), at) == damaged("manifest.json")

    def test_a_bomb_that_says_so(self, file_store, packed, at):
        bomb = members(packed) | {"engagement.json": bytes(3_000_000)}
        assert len(zipped(bomb.items())) < 20_000
        assert refusal(file_store, zipped(bomb.items()), at) == too_large(2)

    def test_a_bomb_of_many_parts(self, file_store, packed, at):
        parts = members(packed) | {f"files/{n:064x}": b"" for n in range(4)}
        bomb = with_sizes(zipped(parts.items()), {f"files/{n:064x}": 100_000_000 for n in range(4)})
        assert refusal(file_store, bomb, at) == too_large(300)

    def test_a_bomb_that_lies(self, file_store, packed, at):
        contents = members(packed) | {"engagement.json": bytes(200_000_000)}
        bomb = with_sizes(zipped(contents.items()), {"engagement.json": 100})
        tracemalloc.start()
        assert refusal(file_store, bomb, at) == damaged("engagement.json")
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
        tracemalloc.stop()

    def test_too_many_members(self, file_store, packed, at):
        many = [*members(packed).items(), *((f"files/{n:064x}", b"") for n in range(2_000))]
        assert refusal(file_store, zipped(many), at) == Message("store.book.too_many", {"limit": 2_000})

    def test_a_directory_too_large_to_read(self, file_store, packed, at):
        end = bytearray(packed)
        end[-10:-6] = struct.pack("<L", 2**31)
        assert refusal(file_store, bytes(end), at) == Message("store.book.too_many", {"limit": 2_000})

    def test_too_large_packed(self, store, at, monkeypatch):
        monkeypatch.setattr(book, "MAX_PACKED", 1_000)
        assert refusal(store, bytes(1_001), at) == too_large(0.001)


def change_history(packed: bytes, change) -> bytes:
    contents = members(packed)
    history = json.loads(contents["history.json"])
    contents["history.json"] = json.dumps(change(history)).encode()
    return resealed(contents)


class TestContents:
    """A manifest that agrees proves nothing: what is inside must make sense."""

    @pytest.mark.parametrize(
        "change",
        [
            lambda h: [],
            lambda h: h[:-1],
            lambda h: h[1:],
            lambda h: h[::-1],
            lambda h: [*h[:-1], h[-1] | {"number": 9}],
            lambda h: [*h[:-1], h[-1] | {"restored_from": 4}],
            lambda h: [*h[:-1], h[-1] | {"restored_from": 0}],
            lambda h: [*h[:-1], h[-1] | {"document": {"name": "Other"}}],
            lambda h: [*h[:-1], h[-1] | {"created_at": "2026-01-01T00:00:00"}],
            lambda h: [*h[:-1], h[-1] | {"created_at": "soon"}],
            lambda h: [*h[:-1], h[-1] | {"what": {"key": "a.b", "facts": {"x": {"python": "os"}}}}],
            lambda h: [*h[:-1], {"number": 4}],
            lambda h: {"h": h},
            lambda h: None,
        ],
    )
    def test_a_history_that_is_none(self, file_store, packed, at, change):
        assert refusal(file_store, change_history(packed, change), at) == damaged("history.json")

    def test_a_field_from_a_newer_version(self, file_store, packed, at):
        def newer(history):
            return [*history[:-1], history[-1] | {"document": history[-1]["document"] | {"mood": 1}}]

        assert refusal(file_store, change_history(packed, newer), at) == NEWER
        head = members(packed)["engagement.json"].replace(b'{"name"', b'{"mood":1,"name"', 1)
        assert refusal(file_store, resealed(members(packed) | {"engagement.json": head}), at) == NEWER

    @pytest.mark.parametrize("content", [b"", b"{}", b"[" * 100_000, b'{"name": "\\ud800"}', b'{"name": NaN}', b"\xff"])
    def test_a_head_that_is_none(self, file_store, packed, at, content):
        changed = members(packed) | {"engagement.json": content}
        assert refusal(file_store, resealed(changed), at) == damaged("engagement.json")

    def test_a_file_that_is_not_what_it_is_called(self, file_store, packed, at):
        name = f"files/{hashlib.sha256(b'old figures').hexdigest()}"
        assert refusal(file_store, resealed(members(packed) | {name: b"new figures"}), at) == damaged(name)

    def test_a_file_that_nothing_uses(self, file_store, packed, at):
        name = f"files/{hashlib.sha256(b'stowaway').hexdigest()}"
        assert refusal(file_store, resealed(members(packed) | {name: b"stowaway"}), at) == damaged(name)

    def test_a_file_that_is_missing(self, file_store, packed, at):
        contents = members(packed)
        name = f"files/{hashlib.sha256(b'old figures').hexdigest()}"
        del contents[name]
        assert refusal(file_store, resealed(contents), at) == damaged(name)

    def test_when_the_room_ends_nothing_is_kept(self, file_store, at, tmp_path):
        big = file_store.put_file(random.Random(1).randbytes(300_000), "big.bin")
        saved = file_store.create(Engagement(name="big", data=Data(files=(big,))), "Li", at(0))
        small = open_store(f"sqlite:///{tmp_path / 'small.db'}")
        small.engine.dispose()
        event.listen(small.engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count=30"))
        with pytest.raises(StoreFull):
            import_engagement(small, export_engagement(file_store, saved.id), at(9), "Zhao")
        assert small.list() == ()
        with pytest.raises(NoSuchFile):
            small.file(big.digest)
        assert small.create(ACME, "Li", at(0)).revision == 1


def raw_names(contents) -> bytes:
    """A zip written by hand, so that names stay as given."""
    body, directory = b"", b""
    for name, content in contents:
        encoded = name.encode()
        crc, size = zlib.crc32(content), len(content)
        fields = struct.pack("<HHHHHLLLHH", 20, 0x800, 0, 0, 33, crc, size, size, len(encoded), 0)
        directory += (
            b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHLL", 0, 0, 0, 0, len(body)) + encoded
        )
        body += b"PK\x03\x04" + fields + encoded + content
    count = len(contents)
    return body + directory + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), len(body), 0)


def with_flag(packed: bytes, flag: int) -> bytes:
    """Set a flag in every entry of the directory."""
    changed = bytearray(packed)
    for place, _ in directory_entries(packed):
        changed[place + 8] |= flag
    return bytes(changed)


def with_sizes(packed: bytes, sizes: dict[str, int]) -> bytes:
    """State other unpacked sizes in the directory."""
    changed = bytearray(packed)
    for place, name in directory_entries(packed):
        if name in sizes:
            changed[place + 24 : place + 28] = struct.pack("<L", sizes[name])
    return bytes(changed)


def directory_entries(packed: bytes):
    place = struct.unpack_from("<L", packed, len(packed) - 6)[0]
    while packed[place : place + 4] == b"PK\x01\x02":
        name_length, extra, comment = struct.unpack_from("<HHH", packed, place + 28)
        yield place, packed[place + 46 : place + 46 + name_length].decode()
        place += 46 + name_length + extra + comment
