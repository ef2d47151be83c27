"""`auditor check` and `auditor bases`, as somebody types them."""

from __future__ import annotations

import json

import pytest

from auditor.cli import main

FLAGSHIP = "70B parameters, 2T tokens, 64 H100 for 3 weeks, $2M"


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


def out(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> str:
    assert main(list(args)) == code
    caught = capsys.readouterr()
    return caught.err if code else caught.out


def test_check_shows_stated_derived_and_what_it_means(capsys: pytest.CaptureFixture[str]) -> None:
    page = out(capsys, "check", FLAGSHIP, "--as-of", "2026-03")
    assert page.startswith("the stated numbers: impossible as stated\n")
    for words in (
        "Stated   parameters: 70 billion",
        "6 × parameters × tokens",
        "documented runs reach 10% to 60%",
        "Chinchilla",
    ):
        assert words in page
    assert max(map(len, page.splitlines())) <= 80


def test_check_as_json_is_the_contracts_entry(capsys: pytest.CaptureFixture[str]) -> None:
    entry = json.loads(out(capsys, "check", FLAGSHIP, "--as-of", "2026-03-15", "--format", "json"))
    assert entry["verdict"] == "impossible as stated"
    compute = next(line for line in entry["lines"] if line["what"] == "training compute")
    assert compute["value"] == pytest.approx(8.4e23)


def test_check_as_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    assert "| Stated | parameters | 70 billion |" in out(capsys, "check", FLAGSHIP, "--format", "markdown")


def test_the_date_sets_the_price(capsys: pytest.CaptureFixture[str]) -> None:
    run = "7B from scratch on 1T tokens with 200,000 H100 hours"
    then, now = (out(capsys, "check", run, "--as-of", date) for date in ("2023-06", "2026-03"))
    assert "rental prices of H100 SXM, 2023" in then
    assert "rental prices of H100 SXM, 2026" in now


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("check", "we have a large model"), "No number with a unit was found"),
        (("check", ""), "No number with a unit was found"),
        (("check", "7B " * 9000), "check takes 20,000"),
        (("check", FLAGSHIP, "--as-of", "soon"), "is not a date"),
    ],
)
def test_check_says_what_is_off_in_one_sentence(
    args: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = out(capsys, *args, code=2)
    assert says in said
    assert said.count("\n") == 1


def test_bases_tells_what_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    card = out(capsys, "bases", "Llama", "2", "13B")
    assert "Llama 3, 2024-04" in card
    assert "368,640 GPU-hours" in card
    assert "Epoch AI" in card


def test_an_unknown_base_is_unknown_and_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    card = out(capsys, "bases", "Llama 9")
    assert "unknown" in card
    assert "nothing for or against" in " ".join(card.split())
    assert json.loads(out(capsys, "bases", "Llama 9", "--format", "json"))["known"] is False


def test_bases_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    body = json.loads(out(capsys, "bases", "deepseek-v3", "--format", "json"))
    assert (body["base"]["parameters"], body["base"]["active_parameters"]) == (671e9, 37e9)
    assert body["runs"][0]["gpu_hours"] == 2664000
