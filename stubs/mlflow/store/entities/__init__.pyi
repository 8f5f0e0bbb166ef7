from typing import TypeVar

_Item = TypeVar("_Item")

class PagedList(list[_Item]):
    token: str | None
