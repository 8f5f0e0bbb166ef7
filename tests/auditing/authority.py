"""A timestamping authority for tests: OpenSSL plays it, in a folder."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

CONFIGURATION = """
[authority]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
[extensions]
extendedKeyUsage = critical, timeStamping
keyUsage = critical, digitalSignature
basicConstraints = critical, CA:false
[issuing]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[request]
distinguished_name = name
[name]
"""


class Authority:
    """A timestamping authority in a folder, by OpenSSL's own commands."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        (folder / "conf").write_text(CONFIGURATION)
        (folder / "serial").write_text("01\n")
        new = ("req", "-config", "conf", "-newkey", "ed25519", "-nodes")
        self.openssl(
            *(*new, "-x509", "-subj", "/CN=root", "-extensions", "issuing"),
            *("-keyout", "root.key", "-out", "root.pem", "-days", "3650"),
        )
        self.openssl(
            *("req", "-config", "conf", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=clock"),
            *("-keyout", "clock.key", "-out", "clock.csr"),
        )
        self.openssl(
            *("x509", "-req", "-in", "clock.csr", "-CA", "root.pem", "-CAkey", "root.key"),
            *("-extfile", "conf", "-extensions", "extensions", "-out", "clock.pem"),
            *("-days", "3650", "-CAcreateserial"),
        )
        self.certificate = (folder / "root.pem").read_bytes()

    def answer(self, query: bytes) -> bytes:
        """Return the answer to a question, with the time of now."""
        (self.folder / "query.tsq").write_bytes(query)
        self.openssl(
            *("ts", "-reply", "-config", "conf", "-section", "authority"),
            *("-queryfile", "query.tsq", "-signer", "clock.pem", "-inkey", "clock.key"),
            *("-out", "answer.tsr"),
        )
        return (self.folder / "answer.tsr").read_bytes()

    def openssl(self, *arguments: str) -> str:
        """Run OpenSSL in the folder."""
        command = shutil.which("openssl")
        assert command is not None
        done = subprocess.run(
            [command, *arguments], cwd=self.folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout
