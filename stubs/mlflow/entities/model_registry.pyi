from collections.abc import Mapping

class RegisteredModel:
    name: str
    creation_timestamp: int
    aliases: Mapping[str, int | str]

class ModelVersion:
    name: str
    version: int | str
    creation_timestamp: int
    current_stage: str | None
    run_id: str | None
