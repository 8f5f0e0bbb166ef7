"""What an event did to an obligation is a word; what never bound is not said to have ended."""

from __future__ import annotations

import pytest
from tests.cli.terminal import done

SOLD = ["--channel", "api", "--market", "union", "--commercial", "true", "--own-name", "true"]


@pytest.mark.usefixtures("empty")
def test_what_was_open_is_ruled_out_and_what_was_active_ends() -> None:
    done("init", "--no-key")
    done("record", "registered", "nova", "--on", "2025-09-01", "--actor", "acme")
    done("record", "trained", "nova", "--on", "2025-09-02", "--actor", "acme")
    done("record", "assessed", "nova", "--on", "2025-09-03", "--generality", "significant")
    done("record", "released", "nova", "--on", "2025-10-01", "--actor", "acme", *SOLD)
    done("correct", "nova#2", "--set", "cumulative_flop=3e23", "--reason", "the log of the run")
    done("retract", "nova#4", "--reason", "it was another model")
    lines = done("events", "nova", "--effects").splitlines()
    corrected = lines.index(next(line for line in lines if line.startswith("nova#5")))
    assert [line for line in lines[corrected:] if "from 2025" in line] == [
        "  ruled out 52(1), 55(1)(a)(b)(c)(d) from 2025-09-02",
        "  ended 53(1)(a)(b)(c)(d), 53(3) from 2025-10-01",
        "  ruled out 54(1) from 2025-10-01",
    ]
