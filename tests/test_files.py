"""Files appear whole or not at all, with the permissions of what was there."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from auditor.files import PART, whole, write_whole


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.mark.parametrize("durable", [False, True])
def test_a_file_is_replaced_and_nothing_else_left(tmp_path: Path, durable: bool) -> None:
    target = tmp_path / "report.json"
    for data in (b"one", b"another"):
        write_whole(target, data, durable=durable)
        assert target.read_bytes() == data
        assert names(tmp_path) == ["report.json"]


def test_what_was_there_stays_until_all_is_written(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    target.write_bytes(b"earlier")

    def interrupted() -> None:
        with whole(target) as part:
            part.write_bytes(b"half")
            assert target.read_bytes() == b"earlier"
            assert part.suffix == PART
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert target.read_bytes() == b"earlier"
    assert names(tmp_path) == ["report.json"]


def test_two_at_once_do_not_mix(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    with whole(target) as one, whole(target) as other:
        one.write_bytes(b"one")
        other.write_bytes(b"another")
    assert target.read_bytes() == b"one"
    assert names(tmp_path) == ["report.json"]


def test_the_longest_name_a_folder_takes_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / ("r" * 255)
    write_whole(target, b"report")
    assert target.read_bytes() == b"report"


@pytest.mark.skipif(os.name == "nt", reason="permissions")
def test_permissions_are_those_of_what_was_there_also_while_it_is_written(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    target.write_bytes(b"earlier")
    target.chmod(0o600)
    with whole(target) as part:
        assert stat.S_IMODE(part.stat().st_mode) == 0o600
        part.write_bytes(b"later")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
