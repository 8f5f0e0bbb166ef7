"""Timestamps of checkpoints by an authority (RFC 3161); needs the extra ``timestamp``.

Nothing here speaks to the network: the question is a file to send, the answer a file to keep.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from cryptography import x509

from lifecycle.auditing.brackets import TOLERANCE
from lifecycle.errors import LedgerUnavailable, SealError
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

_HASHES = {
    "2.16.840.1.101.3.4.2.1": hashlib.sha256,
    "2.16.840.1.101.3.4.2.3": hashlib.sha512,
}


def timestamp_query(note: bytes) -> bytes:
    """Return the question to send to an authority, in DER: a ``.tsq`` file.

    Send it with ``curl -H 'Content-Type: application/timestamp-query' --data-binary @FILE URL``.
    """
    return tsp.TimestampRequestBuilder().data(note).nonce(nonce=False).build().as_bytes()


def stamped_at(answer: bytes, note: bytes, authorities: Sequence[bytes]) -> datetime:
    """Return when an authority says that it saw a checkpoint, in UTC.

    ``answer`` is the ``.tsr`` file, ``authorities`` the certificates (PEM) of those that are
    trusted. Raises ``SealError`` when none of them gave this answer to this note.
    """
    response = _read(answer)
    try:
        roots = [x509.load_pem_x509_certificate(pem) for pem in authorities]
        verifier = tsp.VerifierBuilder(roots=roots).build()
        verifier.verify_message(response, note)
    except (ValueError, tsp.VerificationError) as error:
        raise SealError(
            f"it is not one of the authorities' on this checkpoint ({error})."
        ) from None
    return response.tst_info.gen_time.astimezone(UTC)


def keep_timestamp(ledger: Ledger, answer: bytes) -> datetime:
    """Keep an authority's answer with the checkpoint that it was given for; return its time.

    Whether the authority is to be trusted is for whoever verifies. Raises ``SealError`` for an
    answer to something else, or one that came so late that events recorded meanwhile would seem
    to be dated back.
    """
    stamp = _read(answer).tst_info
    with ledger.storage.seals(write=True) as seals:
        for kept in seals.checkpoints():
            if _digest(stamp, kept.note) != stamp.message_imprint.message:
                continue
            at = stamp.gen_time.astimezone(UTC)
            next_one = seals.recorded_at(kept.size)
            if next_one is not None and from_microseconds(next_one) < at - TOLERANCE:
                raise SealError(
                    f"the timestamp of {show_instant(at)} came too late: events were recorded"
                    " between the checkpoint and it.",
                    "Sign a new checkpoint and have it stamped within five minutes.",
                )
            seals.stamp(kept.note, answer)
            return at
    raise SealError(
        "the timestamp is for none of the checkpoints that are kept.",
        "Ask for one on the newest checkpoint: lifecycle checkpoint",
    )


def _digest(stamp: tsp.TimeStampTokenInfo, note: bytes) -> bytes | None:
    method = _HASHES.get(stamp.message_imprint.hash_algorithm.dotted_string)
    return None if method is None else method(note).digest()


def _read(answer: bytes) -> tsp.TimeStampResponse:
    try:
        response = tsp.decode_timestamp_response(answer)
        if tsp.PKIStatus(response.status) != tsp.PKIStatus.GRANTED:
            raise SealError("the authority refused to give a timestamp.")
    except ValueError as error:
        raise SealError(f"this is no answer of a timestamping authority ({error}).") from None
    return response
