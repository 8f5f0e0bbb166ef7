"""Every help text is as it was kept, fits 80 columns, and ends in examples that run."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from tests.auditing.authority import Authority
from tests.cli.terminal import RENEW, SNAPSHOTS, done, kept, sections, typed

from lifecycle.domain import KINDS, facts_of
from lifecycle_cli.commands import ENTRIES
from lifecycle_cli.main import root
from lifecycle_cli.record import OWN_COMMANDS
from lifecycle_cli.topics import TOPICS

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "cli.md"
COMMANDS = tuple(ENTRIES)
TYPES = tuple(kind for kind in KINDS if kind not in OWN_COMMANDS)
PAGES = [*((name,) for name in COMMANDS), *(("record", kind) for kind in (*TYPES, "-"))]
SHELL = frozenset("|<>$\\`")


def help_of(*words: str) -> str:
    return done(*words, "--help")


@pytest.mark.parametrize("words", [(), *PAGES], ids=" ".join)
def test_a_page_fits_and_ends_with_examples(words: tuple[str, ...]) -> None:
    lines = help_of(*words).splitlines()
    assert [line for line in lines if len(line) > 80] == []
    examples = lines[lines.index("Examples:") + 1 :]
    assert 2 <= sum(line.startswith(("  lifecycle", "  echo")) for line in examples) <= 4
    assert done(*words, "-h").splitlines() == lines


@pytest.mark.parametrize("name", COMMANDS)
def test_the_summary_is_the_first_line_of_the_help(name: str) -> None:
    # The summary is told without loading the command, which may say otherwise.
    lines = help_of(name).splitlines()
    assert " ".join(lines[2 : lines.index("", 2)]).strip() == ENTRIES[name].summary


def test_no_command_is_hidden_and_they_are_few() -> None:
    assert len(COMMANDS) <= 26
    assert all(f"\n  {name} " in help_of() for name in COMMANDS)


@pytest.mark.parametrize("kind", TYPES)
def test_every_fact_is_in_the_help_of_its_type(kind: str) -> None:
    text = help_of("record", kind)
    for spec in facts_of(KINDS[kind]):
        assert f"  --{spec.name.replace('_', '-')} " in text


def test_no_fact_takes_the_place_of_an_option_of_every_event() -> None:
    for kind in TYPES:
        group = root.get_command(click.Context(root), "record")
        assert isinstance(group, click.Group)
        command = group.get_command(click.Context(group), kind)
        assert command is not None
        names = [name for param in command.params for name in param.opts]
        assert len(names) == len(set(names))


def test_the_help_of_every_type_is_as_it_was_kept() -> None:
    pages = [(f"lifecycle record {kind} --help", help_of("record", kind)) for kind in TYPES]
    kept(SNAPSHOTS / "types.txt", sections(pages))


def test_the_reference_is_the_help_and_the_topics() -> None:
    kept(REFERENCE, reference())


def reference() -> str:
    """Return ``docs/cli.md``: the help of every command and every topic."""
    parts = [
        "# The command line\n",
        "Every command with its options and examples, as `lifecycle COMMAND --help` shows it.",
        "The examples run in the tests, on the ledger that `lifecycle demo` makes.",
        "What can be recorded, with every fact, is shown by `lifecycle kinds`.\n",
        *_page("lifecycle", help_of()),
    ]
    for name in COMMANDS:
        parts += _page(f"lifecycle {name}", help_of(name))
    parts += _page("lifecycle record released", help_of("record", "released"))
    parts.append("# Topics\n")
    for topic in TOPICS:
        parts += _page(f"lifecycle help {topic}", done("help", topic))
    written = f"Written by `{RENEW}=1 .venv/bin/pytest tests/cli/test_help.py`."
    return "\n".join([*parts, written, ""])


def _page(title: str, text: str) -> list[str]:
    return [f"## {title}\n", "```text", text.rstrip("\n"), "```\n"]


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_fits(topic: str) -> None:
    text = done("help", topic)
    assert [line for line in text.splitlines() if len(line) > 80] == []


def test_help_of_nothing_and_of_a_command_is_its_help() -> None:
    assert done("help") == help_of() == done()
    assert done("help", "status") == help_of("status")


def examples() -> Iterator[object]:
    """Yield every example of every page with the words of the page."""
    for words in PAGES:
        command: click.Command | None = root
        for word in words:
            assert isinstance(command, click.Group)
            command = command.get_command(click.Context(command), word)
        marks = [pytest.mark.slow] if words[0] == "record" and len(words) == 2 else []
        for number, example in enumerate(getattr(command, "examples", ())):
            name = f"{' '.join(words)} {number}"
            yield pytest.param(words[0], example, id=name, marks=marks)


@pytest.fixture
def prepared(demo: Path, request: pytest.FixtureRequest) -> Path:
    """A folder with everything that the examples name."""
    event = '{"type": "leaked", "model": "atlas-7b", "occurred_on": "2026-01-10"}\n'
    for name in ("event.json", "events.jsonl", "release.jsonl"):
        (demo / name).write_text(event)
    header, *_ = done("kinds", "--template", "csv").splitlines()
    cells = {"model": "nova-2", "registered_on": "2026-01-10", "released_on": "2026-01-12",
             "channel": "api"}  # fmt: skip
    row = ",".join(cells.get(column, "") for column in header.split(","))
    (demo / "inventory.csv").write_text(f"{header}\n{row}\n")
    (demo / "summary.pdf").write_bytes(b"%PDF-1.7")
    (demo / "documents").mkdir()
    (demo / "spool").mkdir()
    (demo / "lifecycle.pub").write_text(done("key"))
    done("checkpoint", "-o", "kept-elsewhere.checkpoint")
    done("export", "--bundle", "bundle")
    if request.node.callspec.params["command"] == "timestamp":
        done("timestamp", "query", "models.tsq")
        answer = Authority(demo / "authority").answer((demo / "models.tsq").read_bytes())
        (demo / "models.tsr").write_bytes(answer)
    return demo


@pytest.mark.parametrize(("command", "example"), list(examples()))
def test_every_example_runs(
    prepared: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    example: str,
) -> None:
    if command in ("init", "demo"):
        monkeypatch.chdir(tmp_path_factory.mktemp("new"))
    allowed = (0, 1) if command == "gate" else (0,)
    if SHELL & set(example):
        ran = in_a_shell(example)
        assert ran.returncode in allowed, ran.stderr
        return
    words = shlex.split(example)
    assert words[0] == "lifecycle"
    printed = typed(*words[1:])
    assert printed.code in allowed, printed.err
    assert prepared.exists()


def in_a_shell(example: str) -> subprocess.CompletedProcess[str]:
    program = shlex.join([sys.executable, "-c", "from lifecycle_cli.main import entry; entry()"])
    return subprocess.run(
        ["bash", "-c", f'lifecycle() {{ {program} "$@"; }}; {example}'],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
