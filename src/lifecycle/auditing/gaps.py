"""A ledger in memory, made of a bundle, in which some events are withheld."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from lifecycle.errors import SealError
from lifecycle.ledger import Ledger
from lifecycle.seal.merkle import Frontier
from lifecycle.view import Head

NOTHING: Mapping[int, bytes] = MappingProxyType({})


class BundleLedger(Ledger):
    """The ledger of a bundle: where an event is withheld, a note without content stands for it.

    ``withheld`` gives the leaf of each such event by its position, ``names`` its name. The note
    decides nothing; whatever is asked is answered as if the event had not been recorded.
    """

    withheld: Mapping[int, bytes] = NOTHING
    names: tuple[str, ...] = ()

    @property
    def head(self) -> Head:
        """How far the bundle goes: the root is that over the leaves of the real events."""
        size = super().head.size
        return Head(size, self.tree(size).root())

    def tree(self, size: int) -> Frontier:
        """Return the tree over the first so many events, withheld ones by their real leaves."""
        with self.storage.seals(write=False) as seals:
            leaves = enumerate(seals.leaves(0, size))
            return Frontier().extend(self.withheld.get(place, leaf) for place, leaf in leaves)

    def export(self) -> Iterator[bytes]:
        """Refuse where an event is withheld: what an import took back would be another ledger."""
        if self.withheld:
            raise SealError(
                f"{len(self.withheld)} of the events are withheld, so they cannot be exported.",
                "Ask whoever made the bundle for one without gaps.",
            )
        return super().export()
