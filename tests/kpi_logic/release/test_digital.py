"""A digital signature in a released PDF: it holds, it names the signer, and an edit under it shows."""

import shutil
import subprocess
from pathlib import Path

import pytest

from kpi_logic.proposal.edition import Edition
from kpi_logic.release import Finding, release, verify
from kpi_logic.release.digital import CertificateUnusable, sign_pdf, signatures_in
from kpi_logic.store import Saved
from kpi_logic.store.store import Store
from tests.kpi_logic.release.conftest import NOW, client, released_papers

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A self-made certificate for Wang Lei, with the password "secret"."""
    folder: Path = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=Wang Lei",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    subprocess.run(
        ["openssl", "pkcs12", "-export", "-inkey", folder / "key.pem", "-in", folder / "cert.pem",
         "-out", folder / "wang.p12", "-passout", "pass:secret"],
        check=True, capture_output=True,
    )  # fmt: skip
    return (folder / "wang.p12").read_bytes()


@pytest.fixture
def pdf() -> bytes:
    return released_papers("0.1").files["proposal-zh.pdf"]


def test_a_signed_release_is_still_told_for_what_it_is(store: Store, saved: Saved, certificate: bytes, pdf: bytes):
    release(store, saved, released_papers("0.1"), Edition("0.1", draft=False), client()[1].fingerprint, "Chen", NOW)
    signed = sign_pdf(pdf, certificate, "secret", "signature-1")
    assert signed.startswith(pdf)
    verdict = verify(signed, store)
    assert verdict.finding is Finding.EXTENDED
    (signature,) = verdict.digital
    assert (signature.field, signature.name, signature.intact, signature.whole) == (
        "signature-1", "Wang Lei", True, True,
    )  # fmt: skip
    twice = sign_pdf(signed, certificate, "secret", "signature-2")
    assert [(one.intact, one.whole) for one in verify(twice, store).digital] == [(True, False), (True, True)]


def test_an_edit_under_a_signature_shows(certificate: bytes, pdf: bytes) -> None:
    signed = bytearray(sign_pdf(pdf, certificate, "secret", "signature-1"))
    place = signed.index(b"/Title")
    signed[place + 10] ^= 1
    assert [one.intact for one in signatures_in(bytes(signed))] in ([False], [])


def test_what_cannot_be_signed(certificate: bytes, pdf: bytes) -> None:
    with pytest.raises(CertificateUnusable):
        sign_pdf(pdf, certificate, "wrong", "signature-1")
    with pytest.raises(CertificateUnusable):
        sign_pdf(pdf, b"no certificate", "", "signature-1")
    with pytest.raises(KeyError):
        sign_pdf(pdf, certificate, "secret", "signature-99")
    signed = sign_pdf(pdf, certificate, "secret", "signature-1")
    with pytest.raises(KeyError):
        sign_pdf(signed, certificate, "secret", "signature-1")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"hello", b"%PDF-1.7\ntrailer << /Root 1 0 R >>\n%%EOF"])
def test_no_pdf_has_no_signatures(content: bytes) -> None:
    assert signatures_in(content) == ()
