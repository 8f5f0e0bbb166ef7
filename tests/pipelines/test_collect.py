"""What a spool kept comes into the ledger once, in order, and no bad line holds up the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.given import Story

from lifecycle import Ledger
from lifecycle.pipelines.collect import Collected, collect, try_out
from lifecycle.pipelines.spool import Spool


class Node(Story):
    """A node with a spool, and the ledger that the spool is for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.spool = Spool(folder / "spool", clock=self.clock)

    def keeps(self, type: str, own: str, on: str = "2026-01-10", **facts: object) -> Path:  # noqa: A002
        return self.spool.keep(
            {"type": type, "model": "atlas", "occurred_on": on, "id": own, **facts}
        ).path

    def collected(self) -> Collected:
        return collect(self.ledger, self.spool.folder)

    def recorded(self) -> list[str]:
        return [f"{each.ref} {each.event.id}" for each in self.ledger.events(model="atlas")]


@pytest.fixture
def node(tmp_path: Path) -> Node:
    return Node(tmp_path)


def test_what_was_kept_is_recorded_in_its_order_and_the_import_itself(node: Node) -> None:
    node.keeps("registered", "start")
    node.keeps("trained", "end", update_flop="3e24")
    found = node.collected()
    assert node.recorded() == ["atlas#1 start", "atlas#2 end"]
    assert [receipt.ref for receipt in found.new] == ["atlas#1", "atlas#2", "ledger#1"]
    assert found.left_out == ()


def test_the_spool_stays_and_again_it_adds_nothing(node: Node) -> None:
    path = node.keeps("registered", "start")
    node.collected()
    head = node.ledger.head
    again = node.collected()
    assert path.exists()
    assert (node.ledger.head, again.new) == (head, ())


def test_later_only_what_is_new_is_added(node: Node) -> None:
    node.keeps("registered", "start")
    node.collected()
    node.keeps("trained", "end")
    assert [receipt.ref for receipt in node.collected().new] == ["atlas#2", "ledger#2"]


def test_the_same_event_from_several_nodes_is_one(node: Node) -> None:
    for _ in range(8):
        node.keeps("registered", "start")
    node.collected()
    assert node.recorded() == ["atlas#1 start"]


def test_an_id_with_other_content_is_left_out_by_file_and_line(node: Node) -> None:
    node.keeps("registered", "start")
    other = node.keeps("registered", "start", on="2026-01-11")
    node.keeps("trained", "end")
    found = node.collected()
    assert node.recorded() == ["atlas#1 start", "atlas#2 end"]
    (refusal,) = found.left_out
    assert str(refusal).startswith(f"{other.name}, line 1, 'id': atlas#1 was already recorded")


def test_what_another_node_told_too_early_is_taken_after_it(node: Node) -> None:
    node.keeps("released", "third", channel="api")
    node.keeps("trained", "second")
    node.keeps("registered", "first")
    found = node.collected()
    assert found.left_out == ()
    assert node.recorded() == ["atlas#1 first", "atlas#2 third", "atlas#3 second"]


def test_what_rests_on_a_left_out_event_is_left_out_too(node: Node) -> None:
    node.keeps("corrected", "second", target="first", changes={"name": "Atlas"}, reason="typo")
    node.keeps("trained", "first")
    found = node.collected()
    assert len(found.left_out) == 2
    assert node.ledger.head.size == 0


def test_a_chain_told_backwards_is_taken_whole(node: Node) -> None:
    targets = ["chain-0", "chain-1", "chain-2"]
    for at, target in reversed(list(enumerate(targets))):
        node.keeps("retracted", f"chain-{at + 1}", target=target, reason="a mistake")
    node.keeps("released", "chain-0")
    node.keeps("registered", "start")
    assert node.collected().left_out == ()
    assert len(node.recorded()) == 5


def test_a_dry_run_says_the_same_and_writes_nothing(node: Node) -> None:
    node.keeps("registered", "start")
    node.keeps("registered", "start", on="2026-01-11")
    found = try_out(node.ledger, node.spool.folder)
    assert (found.events, len(found.left_out), len(found.trial.drafted)) == (1, 1, 1)
    assert node.ledger.head.size == 0
    node.collected()
    again = try_out(node.ledger, node.spool.folder)
    assert (again.events, again.trial.drafted) == (1, ())


def test_the_import_can_be_retracted_and_stays_so(node: Node) -> None:
    node.keeps("registered", "start")
    node.keeps("trained", "end")
    node.collected()
    node.then("retracted", on="2026-11-24", target="ledger#1", reason="another model's run")
    head = node.ledger.head
    again = node.collected()
    assert (node.ledger.head, again.new) == (head, ())
    assert "was retracted by ledger#2" in again.receipts[0].warnings[-1]


def test_an_empty_spool_brings_nothing(node: Node) -> None:
    node.spool.folder.mkdir()
    assert node.collected() == Collected((), ())


def test_a_spool_goes_into_any_ledger(node: Node) -> None:
    node.keeps("registered", "start")
    with Ledger.open(":memory:", clock=node.clock) as other:
        collect(other, node.spool.folder)
        assert other.models() == ["atlas"]
