from collections.abc import Mapping

class RunInfo:
    status: str
    end_time: int | None

class RunData:
    metrics: Mapping[str, float]

class Run:
    info: RunInfo
    data: RunData
