"""The reference tables, looked up by names as people write them."""

from __future__ import annotations

import pytest

from auditor.reference import load_reference

REFERENCE = load_reference()


@pytest.mark.parametrize(
    ("written", "name", "kind"),
    [
        ("Llama 3", "Llama 3", "open_weights"),
        ("llama-3-70b", "Llama 3", "open_weights"),
        ("Llama 3 70B", "Llama 3", "open_weights"),
        ("Llama 3.1 8B", "Llama 3.1", "open_weights"),
        ("Meta's Llama 3", "Llama 3", "open_weights"),
        ("Mistral 7B", "Mistral 7B", "open_weights"),
        ("T5-base", "T5", "open_weights"),
        ("GPT-4o", "GPT-4o", "api_only"),
        ("GPT-4o mini", "GPT-4o mini", "api_only"),
        ("gpt‑4o‑mini", "GPT-4o mini", "api_only"),
        ("OpenAI's GPT-4o", "GPT-4o", "api_only"),
        ("OpenAI’s GPT-4o", "GPT-4o", "api_only"),
        ("Claude 3.5 Sonnet", "Claude 3.5 Sonnet", "api_only"),
    ],
)
def test_a_base_is_found_as_people_write_it(written: str, name: str, kind: str) -> None:
    base = REFERENCE.base(written)
    assert base is not None
    assert (base.name, base.kind) == (name, kind)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Claude", "api_only"),
        ("Claude Sonnet", "api_only"),
        ("Gemini", "api_only"),
        ("ChatGPT", "api_only"),
        ("Llama", "open_weights"),
        ("Gemma", "open_weights"),
        ("Mistral", None),
        ("GPT", None),
    ],
)
def test_a_family_is_open_or_closed_where_all_its_members_are(written: str, kind: str | None) -> None:
    assert REFERENCE.kind(written) == kind


@pytest.mark.parametrize("written", ["", " ", "our own", "Fjordlark-13B", "a model", "Llamas"])
def test_what_is_no_base_is_none(written: str) -> None:
    assert REFERENCE.base(written) is None


def test_no_name_stands_for_two_bases_of_different_kinds() -> None:
    for key, base in REFERENCE.bases.items():
        assert key == key.lower().strip()
        assert base.kind in ("open_weights", "api_only")


def test_the_documents_pretrainers_are_listed() -> None:
    for name in ("openai", "anthropic", "meta", "mistral ai"):
        assert any(name in each for each in REFERENCE.pretrainers), name


def test_successors_have_dates() -> None:
    for base in REFERENCE.bases.values():
        assert bool(base.superseded_by) >= bool(base.superseded_date)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("h one hundreds", "NVIDIA H100 SXM"),
        ("A100-80GB cards", "NVIDIA A100 80GB"),
        ("A100s", "NVIDIA A100 40GB"),
        ("a hundreds", "NVIDIA A100 40GB"),
        ("H800 GPU", "NVIDIA H800"),
        ("DGX H100", "NVIDIA H100 SXM"),
        ("L40S", "NVIDIA L40S"),
        ("RTX 4090s", "NVIDIA RTX 4090"),
        ("TPU v4 chips", "Google TPU v4"),
        ("MI300X", "AMD MI300X"),
    ],
)
def test_an_accelerator_is_found_as_people_write_or_say_it(written: str, name: str) -> None:
    accelerator = REFERENCE.accelerator(written)
    assert accelerator is not None
    assert accelerator.name == name


@pytest.mark.parametrize("written", ["GPUs", "cards", "", "H9000", "chips"])
def test_what_names_no_accelerator_is_none(written: str) -> None:
    assert REFERENCE.accelerator(written) is None


@pytest.mark.parametrize("written", ["Llama 9", "Llama 5.2 70B", "GPT-4o v9", "Claude 3.5 7"])
def test_a_newer_version_than_the_table_has_is_unknown(written: str) -> None:
    assert REFERENCE.base(written) is None


def test_the_tables_are_whole() -> None:
    assert (len(REFERENCE.runs), len(REFERENCE.prices), len(set(REFERENCE.accelerators.values()))) == (165, 15, 47)
    assert len(set(REFERENCE.bases.values())) == 222
    assert REFERENCE.frontier[2025] == 5.0e26
    for run in REFERENCE.runs:
        assert run.hardware is None or REFERENCE.accelerator(run.hardware), run.model
    for price in REFERENCE.prices:
        assert 0 < price.low <= price.central <= price.high
        assert REFERENCE.accelerator(price.accelerator)
