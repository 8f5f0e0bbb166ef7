# What is used of MLflow's client, so that types are checked where it is not installed.
# `make integrations` tries what is used with the library itself.

from mlflow.entities import Run
from mlflow.entities.model_registry import ModelVersion, RegisteredModel
from mlflow.store.entities import PagedList

def set_tracking_uri(uri: str) -> None: ...

class MlflowClient:
    def __init__(
        self, tracking_uri: str | None = None, registry_uri: str | None = None
    ) -> None: ...
    def search_registered_models(
        self, *, page_token: str | None = None
    ) -> PagedList[RegisteredModel]: ...
    def search_model_versions(
        self, *, page_token: str | None = None
    ) -> PagedList[ModelVersion]: ...
    def get_run(self, run_id: str) -> Run: ...
