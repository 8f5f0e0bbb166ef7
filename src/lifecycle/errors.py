"""The tree of refusals: each says what happened, why, and what to type."""

from __future__ import annotations


class LifecycleError(Exception):
    """Base of every refusal; the command line prints it and exits with ``exit_code``.

    ``code`` is stable and documented (``LC104``), ``cause`` is one sentence saying what
    happened and why, ``cure`` one saying what to type or do (may be empty).
    """

    code = "LC100"
    exit_code = 2

    def __init__(self, cause: str, cure: str = "", *, code: str | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        self.cure = cure
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return f"{self.cause} {self.cure}".strip()

    def diagnostics(self) -> str:
        """Return the lines the command line prints, without the word "Error"."""
        return f"{self.code}: {self.cause}" + (f"\n  {self.cure}" if self.cure else "")


class InputError(LifecycleError):
    """Input that cannot be taken; ``line`` (from 1) and ``field`` where they are known.

    ``row`` is the row of a spreadsheet, the header being row 1: a cell may have many lines.
    """

    code = "LC110"

    def __init__(
        self,
        cause: str,
        cure: str = "",
        *,
        line: int | None = None,
        row: int | None = None,
        field: str | None = None,
        code: str | None = None,
    ) -> None:
        named = (
            f"line {line}" if line else "",
            f"row {row}" if row else "",
            f"'{field}'" if field else "",
        )
        place = ", ".join(part for part in named if part)
        super().__init__(f"{place}: {cause}" if place else cause, cure, code=code)
        self.bare_cause = cause
        self.line = line
        self.row = row
        self.field = field

    def at_line(self, line: int) -> InputError:
        """Return the same refusal naming the line (from 1) of the input it came from."""
        return self._placed(line=line, row=self.row)

    def at_row(self, row: int) -> InputError:
        """Return the same refusal naming the row of the spreadsheet it came from."""
        return self._placed(line=self.line, row=row)

    def _placed(self, *, line: int | None, row: int | None) -> InputError:
        return InputError(
            self.bare_cause, self.cure, line=line, row=row, field=self.field, code=self.code
        )


def unwritable(path: object, error: OSError, *, field: str | None = None) -> InputError:
    """Return the refusal of a file, named by the user, that cannot be written."""
    return InputError(
        f"{path} cannot be written: {error.strerror}.",
        "Name a file in a folder that you may write to.",
        field=field,
    )


class ManyInputErrors(InputError):
    """Several bad lines, or rows, of one input; nothing of it was taken."""

    code = "LC111"

    def __init__(self, errors: list[InputError]) -> None:
        place = "row" if any(error.row for error in errors) else "line"
        places = place if len(errors) == 1 else f"{place}s"
        super().__init__(f"{len(errors)} {places} cannot be taken; nothing was written.")
        self.errors = tuple(errors)

    def diagnostics(self) -> str:
        """Return every refusal, one below the other, and the summary last."""
        lines = [error.diagnostics() for error in self.errors]
        return "\n".join([*lines, super().diagnostics()])


class NotFound(LifecycleError):
    """A model, event, obligation or reading that does not exist was named."""

    code = "LC104"


class LedgerUnavailable(LifecycleError):
    """The ledger is missing, locked, unreadable or newer than the program."""

    code = "LC300"
    exit_code = 3


class IntegrityFailure(LifecycleError):
    """What is stored is not what was sealed."""

    code = "LC400"
    exit_code = 4


class Conflict(LifecycleError):
    """The write contradicts what is recorded: an id used twice, a concurrent change."""

    code = "LC500"
    exit_code = 5


class SealError(IntegrityFailure):
    """A checkpoint, proof, receipt or key is malformed, or no key that is known signed it."""

    code = "LC401"


class InconsistentCheckpoint(IntegrityFailure):
    """A checkpoint contradicts one that was signed or accepted before."""

    code = "LC402"


class KeyUnavailable(LifecycleError):
    """The signing key is missing, unreadable or not a key."""

    code = "LC310"
    exit_code = 3


class KeyLocked(KeyUnavailable):
    """The signing key is encrypted and no passphrase, or a wrong one, was given."""

    code = "LC311"
