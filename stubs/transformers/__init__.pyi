# What is used of transformers, so that types are checked where it is not installed.
# `make integrations` tries what is used with the library itself.

class TrainingArguments:
    hub_model_id: str | None

class TrainerState:
    total_flos: float
    global_step: int
    max_steps: int
    is_world_process_zero: bool
    is_hyper_param_search: bool

class TrainerControl: ...

class TrainerCallback:
    def on_train_begin(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: object,
    ) -> None: ...
    def on_save(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: object,
    ) -> None: ...
    def on_train_end(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: object,
    ) -> None: ...
    def on_push_begin(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: object,
    ) -> None: ...
