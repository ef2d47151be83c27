"""Everything an audit depends on besides the document."""

from __future__ import annotations

import dataclasses
import re

import pytest
from kit import setup

from auditor.setup import load_checklist, load_flag_rules, load_rubric, load_setup


def test_a_setup_is_frozen_and_says_who_reads_and_as_of_when() -> None:
    made = load_setup(as_of="2026-01-02", as_of_source="document", created_at="then", model="offline")
    assert (made.as_of, made.as_of_source, made.created_at, made.model) == (
        "2026-01-02",
        "document",
        "then",
        "offline",
    )
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.model = "other"  # type: ignore[misc]


def test_the_digests_are_short_and_stay_the_same() -> None:
    assert setup().digests == setup("offline").digests
    assert set(setup().digests) == {"checklist", "rubric"}
    assert all(re.fullmatch(r"[0-9a-f]{12}", each) for each in setup().digests.values())


def test_the_packages_data_is_read_once() -> None:
    assert load_checklist() is load_checklist()
    assert load_rubric() is load_rubric()
    assert load_flag_rules() is load_flag_rules()


def test_flags_and_checklist_use_the_same_ids_throughout() -> None:
    made = setup()
    for signal in made.rubric.signals:
        what, _, which = signal.reads.partition(":")
        if what == "answer":
            assert set(which.split("|")) <= set(made.checklist.ids)
    assert all(name == rule.id for name, rule in made.flag_rules.items())
