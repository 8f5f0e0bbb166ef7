"""A bundle is plain files, verifies with two programs that share no code, and hides nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.auditing.operator import SIZE, Desk, events_told
from tests.seal.keys import key

from lifecycle.auditing import standalone
from lifecycle.auditing.audit import audit
from lifecycle.auditing.audit_report import AuditReport
from lifecycle.auditing.bundle import export_bundle
from lifecycle.auditing.checkpoints import hand_out, sign_checkpoint, unanchored
from lifecycle.auditing.loading import load_bundle
from lifecycle.auditing.rotation import rotate_key
from lifecycle.errors import Conflict, InputError, IntegrityFailure, NotFound, SealError
from lifecycle.seal.note import Note
from lifecycle.view import LedgerView

Change = Callable[[Path], object]


def answers(view: LedgerView) -> bytes:
    return json.dumps([recorded.ref for recorded in view.events()]).encode()


def rederived(view: LedgerView, given: bytes) -> bytes:
    assert given
    return answers(view)


@pytest.fixture
def bundle(desk: Desk) -> Path:
    """Return a bundle of 123 events: 120 in a checkpoint, 3 after it."""
    with desk.open() as ledger:
        for event in events_told(SIZE + 3)[SIZE:]:
            ledger.record(event)
        return export_bundle(ledger, desk.path.parent / "bundle", answers=answers).directory


def audited(desk: Desk, bundle: Path) -> AuditReport:
    return audit(bundle, desk.keys(), clock=desk.clock, rederive=rederived)


def by_the_file_in_it(desk: Desk, bundle: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, bundle / "verify.py", str(desk.keys().tenures[0].key), *more],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_bundle_is_plain_files(bundle: Path) -> None:
    files = sorted(str(file.relative_to(bundle)) for file in bundle.rglob("*") if file.is_file())
    assert files == [
        "FORMAT.md",
        "answers.json",
        "checkpoints/000000000100-0.checkpoint",
        "checkpoints/000000000120-1.checkpoint",
        "events.jsonl",
        "verify.py",
    ]
    lines = (bundle / "events.jsonl").read_bytes().splitlines()
    assert len(lines) == SIZE + 3
    first = json.loads(lines[0])
    assert first["position"] == 0
    assert json.loads(first["body"])["type"] == "registered"


def test_two_programs_that_share_no_code_verify_it(desk: Desk, bundle: Path) -> None:
    report = audited(desk, bundle)
    assert report.ok, report.problems
    assert (report.size, report.covered, report.uncovered) == (SIZE + 3, SIZE, 3)
    assert report.answers == "same"
    done = by_the_file_in_it(desk, bundle, str(desk.kept))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("OK: 120 events are as they were signed.\n3 further events")


def test_the_file_in_the_bundle_says_what_is_wrong(desk: Desk, bundle: Path) -> None:
    assert (bundle / "verify.py").read_bytes() == Path(standalone.__file__).read_bytes()
    edit(bundle, "api", "app")
    done = by_the_file_in_it(desk, bundle)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "NOT OK: the first 100 events are not those that were signed\n"
    with_other_checkpoints(bundle, b"\n120\n", b"\n119\n")
    done = by_the_file_in_it(desk, bundle)
    assert done.stderr == "NOT OK: a signature does not fit the checkpoint above it.\n"


def test_the_file_in_the_bundle_uses_nothing_of_this_project(bundle: Path) -> None:
    text = (bundle / "verify.py").read_text()
    imported = {line.split()[1].split(".")[0] for line in text.splitlines() if " import " in line}
    imported |= {line.split()[1] for line in text.splitlines() if line.startswith("import ")}
    outside = imported - set(sys.stdlib_module_names)
    assert outside == {"cryptography"}


def edit(bundle: Path, old: str, new: str, line: int = 50) -> None:
    lines = (bundle / "events.jsonl").read_text().splitlines(keepends=True)
    assert old in lines[line]
    lines[line] = lines[line].replace(old, new)
    (bundle / "events.jsonl").write_text("".join(lines))


def without_line(bundle: Path, line: int) -> None:
    lines = (bundle / "events.jsonl").read_text().splitlines(keepends=True)
    (bundle / "events.jsonl").write_text("".join(lines[:line] + lines[line + 1 :]))


def cut_to(bundle: Path, count: int) -> None:
    lines = (bundle / "events.jsonl").read_text().splitlines(keepends=True)
    (bundle / "events.jsonl").write_text("".join(lines[:count]))


def with_other_checkpoints(bundle: Path, old: bytes, new: bytes) -> None:
    for file in (bundle / "checkpoints").iterdir():
        file.write_bytes(file.read_bytes().replace(old, new))


def without_checkpoints(bundle: Path) -> None:
    for file in (bundle / "checkpoints").iterdir():
        file.unlink()


CHANGES: dict[str, Change] = {
    "a body": lambda bundle: edit(bundle, "api", "app"),
    "a day": lambda bundle: edit(bundle, "2026-01-06", "2026-01-07"),
    "a column too many": lambda bundle: edit(bundle, '"position"', '"more":1,"position"'),
    "a column twice": lambda bundle: edit(bundle, '"position"', '"topic":"x","position"'),
    "a column too few": lambda bundle: edit(bundle, '"version":6,', ""),
    "text for a number": lambda bundle: edit(bundle, '"version":6', '"version":"5"'),
    "a float": lambda bundle: edit(bundle, '"version":6', '"version":6.5'),
    "a truth value": lambda bundle: edit(bundle, '"position":1', '"position":true', line=1),
    "a number for text": lambda bundle: edit(bundle, '"topic":"released/1"', '"topic":1'),
    "no JSON": lambda bundle: edit(bundle, "{", "["),
    "a nest": lambda bundle: edit(bundle, "{", "[" * 100_000 + "{"),
    "a surrogate": lambda bundle: edit(bundle, "api", "\\ud800"),
    "an event missing": lambda bundle: without_line(bundle, 50),
    "the first missing": lambda bundle: without_line(bundle, 0),
    "the tail cut": lambda bundle: cut_to(bundle, 110),
    "nothing at all": lambda bundle: (bundle / "events.jsonl").write_text(""),
    "a checkpoint of another size": lambda b: with_other_checkpoints(b, b"\n120\n", b"\n119\n"),
    "a checkpoint of another root": lambda b: with_other_checkpoints(b, b"=\n\n", b"=\n\n\n"),
    "no checkpoints": without_checkpoints,
    "a withheld leaf of another event": lambda bundle: edit(
        bundle,
        (bundle / "events.jsonl").read_text().splitlines()[50],
        json.dumps({"position": 50, "leaf": "00" * 32}),
    ),
    "an old time": lambda bundle: edit(bundle, '"recorded_at":', '"recorded_at":-'),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_to_a_bundle_is_found_by_both_programs(
    desk: Desk, bundle: Path, change: str
) -> None:
    CHANGES[change](bundle)
    report = audited(desk, bundle)
    assert not report.ok
    assert report.answers != "same"
    with pytest.raises(standalone.WRONG):
        standalone.verify(bundle, str(desk.keys().tenures[0].key), [str(desk.kept)])


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ("", "not enough values"),
        ("example.org/ledger+00000000+AAAA", "not an Ed25519 verifier key"),
        (str(key(1).verifier).replace("+", "+0", 1), "the id of the key"),
        (str(key(1).verifier), "not signed by the right key"),
        (str(key(1, "example.org/other").verifier), "of another ledger"),
    ],
)
def test_the_file_in_the_bundle_takes_no_other_key(bundle: Path, other: str, refusal: str) -> None:
    with pytest.raises(ValueError, match=refusal):
        standalone.verify(bundle, other, [])


def test_a_handing_over_that_the_old_key_did_not_sign_is_refused_by_both_programs(
    desk: Desk, bundle: Path
) -> None:
    thief = key(9)
    text = (bundle / "checkpoints" / "000000000120-1.checkpoint").read_text().split("\n\n")[0]
    note = Note.sign(f"{text}\nsuccessor {thief.verifier}\n", [thief])
    (bundle / "checkpoints" / "000000000120-2.checkpoint").write_bytes(note.to_bytes())
    assert not audited(desk, bundle).ok
    with pytest.raises(ValueError, match="not both keys signed"):
        standalone.verify(bundle, str(desk.keys().current), [])


def test_events_after_the_last_checkpoint_are_said_to_be_uncovered(
    desk: Desk, bundle: Path
) -> None:
    """A limit that is stated openly: they are only claimed."""
    edit(bundle, "api", "app", line=SIZE + 1)
    report = audit(bundle, desk.keys(), clock=desk.clock)
    assert (report.ok, report.uncovered) == (True, 3)


def test_answers_that_the_events_do_not_give_are_found(desk: Desk, bundle: Path) -> None:
    (bundle / "answers.json").write_bytes((bundle / "answers.json").read_bytes() + b" ")
    report = audited(desk, bundle)
    assert report.answers == "differ"
    assert [problem.cause for problem in report.problems] == [
        "the answers in the bundle are not those that its events give"
    ]
    assert audit(bundle, desk.keys(), clock=desk.clock).answers == "not compared"


def test_no_name_of_a_person_is_in_a_bundle(desk: Desk, bundle: Path) -> None:
    with desk.open() as ledger, ledger.storage.seals(write=False) as seals:
        seals._cursor.execute("SELECT name FROM person")
        names = [name for (name,) in seals._cursor.fetchall()]
    assert names
    for file in bundle.rglob("*"):
        if file.is_file():
            for name in names:
                assert f'"{name}"'.encode() not in file.read_bytes()


def test_a_bundle_answers_questions_like_the_ledger_it_was_made_of(
    desk: Desk, bundle: Path
) -> None:
    with desk.open() as ledger, load_bundle(bundle, desk.clock) as loaded:
        assert list(loaded.events()) == list(ledger.events())
        assert loaded.head == ledger.head
        assert loaded.models() == ledger.models()


def test_a_bundle_with_topics_that_are_unknown_here_verifies_and_answers_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    desk.edit(
        lambda connection: connection.execute(
            "UPDATE events SET topic = 'evilmod:X' WHERE position = 50"
        )
    )
    desk.seal_again()
    desk.sign_again()
    with desk.open() as ledger:
        export_bundle(ledger, tmp_path / "bundle")
    (tmp_path / "bundle" / "answers.json").write_bytes(b"[]")
    report = audited(desk, tmp_path / "bundle")
    assert [problem.cause[:36] for problem in report.problems] == [
        "the answers cannot be derived again:"
    ]


class TestMemory:
    """What an auditor remembers between two audits."""

    @pytest.fixture
    def state(self, desk: Desk) -> Path:
        return desk.path.parent / "auditor.json"

    def next_bundle(self, desk: Desk, name: str) -> Path:
        with desk.open() as ledger:
            ledger.record(events_told(SIZE)[-1])
            hand_out(ledger, desk.key)
            return export_bundle(ledger, desk.path.parent / name).directory

    def test_each_audit_extends_the_one_before(self, desk: Desk, state: Path) -> None:
        keys = desk.keys()
        first = audit(self.next_bundle(desk, "a"), keys, clock=desk.clock, state=state)
        assert (first.ok, first.accepted) == (True, None)
        second = audit(self.next_bundle(desk, "b"), keys, clock=desk.clock, state=state)
        assert (second.ok, second.accepted, second.covered) == (True, SIZE + 1, SIZE + 2)
        assert second.accepted_at is not None
        assert second.accepted_at < desk.clock.instant

    def test_an_older_bundle_is_not_accepted_after_a_newer_one(
        self, desk: Desk, state: Path
    ) -> None:
        keys = desk.keys()
        older, newer = self.next_bundle(desk, "a"), self.next_bundle(desk, "b")
        assert audit(newer, keys, clock=desk.clock, state=state).ok
        report = audit(older, keys, clock=desk.clock, state=state)
        assert "says 122 events, and there are 121" in report.problems[0].cause
        assert report.contradiction is None, "an old bundle contradicts nothing"

    def test_a_key_that_was_handed_over_to_is_remembered(self, desk: Desk, state: Path) -> None:
        keys, new = desk.keys(), desk.path.with_suffix(".new-key")
        with desk.open() as ledger:
            rotate_key(ledger, desk.key, new)
            ledger.record(events_told(SIZE)[-1])
            sign_checkpoint(ledger, new)
            bundle = export_bundle(ledger, desk.path.parent / "a").directory
        report = audit(bundle, keys, clock=desk.clock, state=state)
        assert (report.ok, report.covered) == (True, SIZE + 1)
        old = str(keys.current)
        assert standalone.verify(bundle, old, []).startswith("OK: 121 events")
        for file in (bundle / "checkpoints").iterdir():
            if b"successor" in file.read_bytes():
                file.unlink()
        assert audit(bundle, keys, clock=desk.clock, state=state).ok
        assert not audit(bundle, keys, clock=desk.clock).ok, "a stranger cannot follow without it"
        with pytest.raises(ValueError, match="not signed by the right key"):
            standalone.verify(bundle, old, [])

    def test_nothing_is_remembered_of_a_bundle_that_fails(self, desk: Desk, state: Path) -> None:
        bundle = self.next_bundle(desk, "a")
        edit(bundle, "api", "app")
        assert not audit(bundle, desk.keys(), clock=desk.clock, state=state).ok
        assert not state.exists()

    @pytest.mark.parametrize(
        "content", ["", "{}", "[]", '{"schema": "lifecycle/audit-state/1"}', "not JSON", "\x00"]
    )
    def test_a_file_that_is_no_state_is_refused(
        self, desk: Desk, state: Path, content: str
    ) -> None:
        state.write_text(content)
        with pytest.raises(SealError, match="is not the state of an audit"):
            audit(self.next_bundle(desk, "a"), desk.keys(), clock=desk.clock, state=state)

    def test_the_state_of_another_ledger_is_refused(
        self, desk: Desk, state: Path, tmp_path: Path
    ) -> None:
        assert audit(self.next_bundle(desk, "a"), desk.keys(), clock=desk.clock, state=state).ok
        other = Desk(tmp_path / "other")
        other.path.parent.mkdir()
        other.start()
        with pytest.raises(SealError, match="with other keys"):
            audit(self.next_bundle(other, "a"), other.keys(), clock=other.clock, state=state)


class TestPaths:
    """A bundle is read below its folder and written into a new one, and nowhere else."""

    def test_a_link_in_the_place_of_a_file_is_not_followed(self, desk: Desk, bundle: Path) -> None:
        real = bundle.parent / "elsewhere.jsonl"
        (bundle / "events.jsonl").rename(real)
        (bundle / "events.jsonl").symlink_to(real)
        assert not audited(desk, bundle).ok

    @pytest.mark.parametrize("name", ["..checkpoint", "x", "000000000100-0.checkpoint.bak"])
    def test_other_names_among_the_checkpoints_are_refused(
        self, desk: Desk, bundle: Path, name: str
    ) -> None:
        (bundle / "checkpoints" / name).write_text("x")
        assert not audited(desk, bundle).ok

    def test_a_pipe_in_the_place_of_a_file_hangs_nobody(self, desk: Desk, bundle: Path) -> None:
        (bundle / "answers.json").unlink()
        os.mkfifo(bundle / "answers.json")
        with pytest.raises(SealError, match="is not a plain file"):
            audited(desk, bundle)

    def test_a_folder_that_is_there_is_not_written_into(self, desk: Desk, bundle: Path) -> None:
        with desk.open() as ledger, pytest.raises(Conflict, match="already"):
            export_bundle(ledger, bundle)

    def test_no_bundle_is_no_bundle(self, desk: Desk, tmp_path: Path) -> None:
        with pytest.raises(NotFound):
            audited(desk, tmp_path)

    def test_a_line_that_is_no_event_is_named(self, desk: Desk, bundle: Path) -> None:
        edit(bundle, "{", "[")
        with pytest.raises(InputError, match="line 51"):
            load_bundle(bundle, desk.clock)


def test_a_body_that_is_no_text_gives_no_bundle(desk: Desk, tmp_path: Path) -> None:
    desk.edit(
        lambda connection: connection.execute("UPDATE events SET body = x'ff' WHERE position = 50")
    )
    with desk.open() as ledger, pytest.raises(IntegrityFailure, match="position 50 is not text"):
        export_bundle(ledger, tmp_path / "bundle")
    assert list(tmp_path.glob("*bundle*")) == []


def test_what_left_with_a_bundle_counts_as_anchored(desk: Desk, bundle: Path) -> None:
    assert bundle.exists()
    with desk.open() as ledger:
        assert unanchored(ledger).count == 3
