"""Timestamps of checkpoints by an authority (RFC 3161); needs the extra ``timestamp``.

Nothing here speaks to the network: the question is a file to send, the answer a file to keep.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from cryptography import x509

from lifecycle.auditing.brackets import TOLERANCE, Anchor
from lifecycle.errors import Conflict, InputError, LedgerUnavailable, SealError
from lifecycle.ledger import Ledger
from lifecycle.time import from_microseconds, show_instant

try:
    import rfc3161_client as tsp
except ImportError as error:
    raise LedgerUnavailable(
        "timestamps need a package that is not installed.",
        "Type: pip install 'gpai-lifecycle-ledger[timestamp]'",
        code="LC314",
    ) from error

MAX_ANSWER = 100_000
"""Bytes of the longest file that is read as an authority's answer."""

_HASHES = {
    "2.16.840.1.101.3.4.2.1": hashlib.sha256,
    "2.16.840.1.101.3.4.2.3": hashlib.sha512,
}


def timestamp_query(note: bytes) -> bytes:
    """Return the question to send to an authority, in DER: a ``.tsq`` file.

    Send it with ``curl -H 'Content-Type: application/timestamp-query' --data-binary @FILE URL``.
    """
    return tsp.TimestampRequestBuilder().data(note).nonce(nonce=False).build().as_bytes()


def check_authority(pem: bytes, file: str) -> bytes:
    """Return the certificates (PEM) of a file as they are; ``InputError`` where it holds none."""
    try:
        x509.load_pem_x509_certificates(pem)
    except ValueError:
        raise InputError(
            f"{file} holds no certificate in PEM.",
            "Give the root certificate that the authority publishes.",
            field="--authority",
        ) from None
    return pem


def stamped_at(answer: bytes, note: bytes, authorities: Sequence[bytes] | None) -> datetime:
    """Return when an authority says that it saw a checkpoint, in UTC.

    ``answer`` is the ``.tsr`` file, ``authorities`` the certificates (PEM) of those that are
    trusted. Raises ``SealError`` when none of them gave this answer to this note. With ``None``
    nobody's signature is asked for: then it is what the answer says, whoever wrote it.
    """
    stamp = _read(answer)
    if not stamp.is_on(note):
        raise SealError("it is not one of the authorities' on this checkpoint (another hash).")
    if authorities is not None:
        try:
            roots = [each for pem in authorities for each in x509.load_pem_x509_certificates(pem)]
            verifier = tsp.VerifierBuilder(roots=roots).build()
            verifier.verify_message(stamp.response, note)
        except (ValueError, tsp.VerificationError) as error:
            raise SealError(
                f"it is not one of the authorities' on this checkpoint ({error})."
            ) from None
    return stamp.at


def keep_timestamp(ledger: Ledger, answer: bytes) -> Anchor:
    """Keep an authority's answer with the checkpoint that it was given for; return both.

    Whether the authority is to be trusted is for whoever verifies. Raises ``SealError`` for an
    answer to something else, or one that came so late that events recorded meanwhile would seem
    to be dated back; ``Conflict`` where the checkpoint has another answer already.
    """
    stamp = _read(answer)
    with ledger.storage.seals(write=True) as seals:
        for kept in seals.checkpoints():
            if not stamp.is_on(kept.note):
                continue
            if kept.timestamp not in (None, answer):
                raise Conflict(
                    f"the checkpoint of {kept.size} events has another timestamp already.",
                    "Keep this one beside it, or have a newer checkpoint stamped.",
                )
            next_one = seals.recorded_at(kept.size)
            if next_one is not None and from_microseconds(next_one) < stamp.at - TOLERANCE:
                raise SealError(
                    f"the timestamp of {show_instant(stamp.at)} came too late: events were recorded"
                    " between the checkpoint and it.",
                    "Ask again, and send it at once: lifecycle timestamp query FILE.tsq",
                )
            seals.stamp(kept.note, answer)
            return Anchor(kept.size, stamp.at, at_once=True)
    raise SealError(
        "the timestamp is for none of the checkpoints that are kept.",
        "Ask for one on the newest checkpoint: lifecycle timestamp query FILE.tsq",
    )


class _Stamp(NamedTuple):
    """What an answer says: when, and the hash of what was seen."""

    response: tsp.TimeStampResponse
    at: datetime
    algorithm: str
    message: bytes

    def is_on(self, note: bytes) -> bool:
        """Tell whether the hash is that of the note."""
        method = _HASHES.get(self.algorithm)
        return method is not None and method(note).digest() == self.message


def _read(answer: bytes) -> _Stamp:
    try:
        response = tsp.decode_timestamp_response(answer)
        if tsp.PKIStatus(response.status) != tsp.PKIStatus.GRANTED:
            raise SealError("the authority refused to give a timestamp.", "Ask it why.")
        seen = response.tst_info
        imprint = seen.message_imprint
        return _Stamp(
            response,
            seen.gen_time.astimezone(UTC),
            imprint.hash_algorithm.dotted_string,
            imprint.message,
        )
    except ValueError as error:
        raise SealError(
            f"this is no answer of a timestamping authority ({error}).",
            "If openssl ts -reply -text reads it all the same, keep it beside the checkpoint.",
        ) from None
