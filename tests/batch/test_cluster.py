"""`auditor batch --executor ray` on a local cluster of two nodes; needs the extra `ray`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from folders import AS_OF, DOCUMENTS, batch, database, reports

ray = pytest.importorskip("ray", reason="the extra ray is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def cluster() -> Iterator[Any]:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    try:
        yield made
    finally:
        made.shutdown()


def started(out: Path, cluster: Any, *paths: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "auditor", "batch", *map(str, paths), "--output", str(out), "--as-of", AS_OF, "-q"]
    return subprocess.Popen([*command, "--executor", "ray", "--address", cluster.address])


def test_a_cluster_gives_what_one_machine_gives_and_a_lost_node_loses_nothing(cluster, tmp_path):
    calls = tmp_path / "calls"
    calls.mkdir()
    text = (DOCUMENTS / "call-names.txt").read_text()
    for number in range(60):
        (calls / f"{number:02}.txt").write_text(text * 20 + f"\nSam Poole: That was call {number}.\n")
    second = cluster.add_node(num_cpus=1)
    cluster.wait_for_nodes()
    over_two = tmp_path / "ray"
    run = started(over_two, cluster, calls, DOCUMENTS, "gone.txt")
    while len(list((over_two / "reports").glob("*.json"))) < 10 and run.poll() is None:
        time.sleep(0.05)
    cluster.remove_node(second, allow_graceful=False)
    assert run.wait(timeout=300) == 4  # gone.txt
    here = tmp_path / "here"
    assert batch(here, calls, DOCUMENTS, "gone.txt") == 4
    assert reports(over_two) == reports(here)
    assert database(over_two) == database(here)
