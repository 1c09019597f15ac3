"""Digital signatures: put one into a field of a released PDF, and read those that are there.

A signature is added after the released bytes, which stay as they are, so the file is still told for what it is.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any


@dataclass(frozen=True)
class DigitalSignature:
    """One signature in a PDF: its field, the name on the certificate, and whether what it covers is unchanged.

    ``whole``: nothing was added after it.  Whether the certificate can be trusted is not judged here: that depends on
    whom the reader trusts.
    """

    field: str
    name: str
    intact: bool
    whole: bool


class CertificateUnusable(ValueError):
    """The certificate file cannot be opened: a wrong password, or no PKCS#12 file."""


def sign_pdf(pdf: bytes, pkcs12: bytes, password: str, field: str) -> bytes:
    """The PDF with one more signature (PAdES) in an empty field such as "signature-1".

    The time in it is this computer's, and so only the signer's own claim.

    Args:
        pkcs12: the certificate with its key (.p12, .pfx).

    Raises:
        CertificateUnusable: the certificate does not open with that password.
        KeyError: the PDF has no such field, or it is signed already.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    try:
        signer = signers.SimpleSigner.load_pkcs12_data(pkcs12, other_certs=[], passphrase=password.encode())
    except ValueError as error:
        raise CertificateUnusable("the certificate does not open with this password, or is no PKCS#12 file") from error
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    empty = {name for name, _, _ in fields.enumerate_sig_fields(writer, filled_status=False)}
    if field not in empty:
        raise KeyError(field)
    meta = signers.PdfSignatureMetadata(field_name=field, subfilter=fields.SigSeedSubFilter.PADES)
    out = BytesIO()
    signers.sign_pdf(writer, meta, signer=signer, existing_fields_only=True, output=out)
    return out.getvalue()


def signatures_in(pdf: bytes) -> tuple[DigitalSignature, ...]:
    """Every digital signature of a PDF; none for a file that is no PDF or cannot be read."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        found = PdfFileReader(BytesIO(pdf), strict=False).embedded_signatures
        return tuple(_read(signature) for signature in found)
    except (PdfError, ValueError, KeyError, IndexError, TypeError):
        return ()


def _read(signature: Any) -> DigitalSignature:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[], allow_fetching=False), skip_diff=True)
    return DigitalSignature(
        field=str(signature.field_name),
        name=_common_name(signature.signer_cert.subject.native),
        intact=bool(status.intact and status.valid),
        whole=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
    )


def _common_name(subject: dict[str, Any]) -> str:
    return str(subject.get("common_name") or subject.get("organization_name") or "")
