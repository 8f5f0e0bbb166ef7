"""A name always gives the same key, and one that a ledger takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.domain.values import read_model_key
from lifecycle.errors import InputError
from lifecycle.exchange.slugs import slug


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("GPT-4", "gpt-4"),
        ("DALL·E 2", "dall-e-2"),
        ("PanGu-Σ", "pangu-sigma"),
        ("λ-WASP", "lambda-wasp"),
        ("NÜWA", "nuwa"),
        ("DeepLabV3+", "deeplabv3+"),
        ("PointNet++", "pointnet++"),
        ("Qwen2.5-Coder (32B)", "qwen2.5-coder-32b"),
        ("ERNIE-4.5-VL (文心大模型4.5)", "ernie-4.5-vl-4.5"),
        ("ALLaM\u00a0adapted 70B", "allam-adapted-70b"),
        ("(ensemble): AWD-LSTM-DOC (fin) × 5 (WT2)", "ensemble-awd-lstm-doc-fin-5-wt2"),
        ("Xi’an Jiaotong University", "xi-an-jiaotong-university"),
        (".hidden..", "hidden"),
    ],
)
def test_a_name_gives_a_key(name: str, key: str) -> None:
    assert slug(name) == key


@pytest.mark.parametrize("name", ["", "文心", "+", "x" * 121])
def test_a_name_that_gives_none_needs_a_key_of_its_own(name: str) -> None:
    with pytest.raises(InputError, match="key"):
        slug(name)


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_whatever_comes_out_is_a_key_and_its_own_slug(name: str) -> None:
    try:
        key = slug(name)
    except InputError:
        return
    assert slug(key) == key
    if key != "ledger":
        assert read_model_key(key) == key
