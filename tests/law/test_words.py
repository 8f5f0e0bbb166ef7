"""Words count by their letters."""

from __future__ import annotations

from tests.law import every_question


def test_every_answer_is_the_same_whichever_file_a_word_came_from() -> None:
    assert every_question.main() == 0
