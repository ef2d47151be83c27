"""`auditor batch --executor ray` on clusters of this machine: what nodes and clusters do that come, go and die."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from folders import AS_OF, DOCUMENTS, batch, database, reports, rows

# Ray's own test cluster leaves files and pipes to the garbage collector.
pytestmark = [pytest.mark.system, pytest.mark.filterwarnings("ignore")]

_QUICK = {"health_check_initial_delay_ms": 500, "health_check_period_ms": 500, "health_check_failure_threshold": 5}
"""A node that does not answer is given up after some seconds, not after a quarter of a minute."""


@contextmanager
def cluster_of(cores: int) -> Iterator[Any]:
    """A cluster whose head has so many cores."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster

    head = {"num_cpus": cores, "include_dashboard": False, "_system_config": _QUICK}
    made = Cluster(initialize_head=True, head_node_args=head)
    try:
        yield made
    finally:
        made.shutdown()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with cluster_of(1) as made:
        yield made


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Calls long enough for a node to die over: their reports do not fit a message of Ray's."""
    folder = tmp_path_factory.mktemp("calls")
    text = (DOCUMENTS / "call-names.txt").read_text()
    for number in range(16):
        (folder / f"{number:02}.txt").write_text(text * 40 + f"\nSam Poole: That was call {number}.\n")
    return folder


@pytest.fixture(scope="module")
def here(calls: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What this machine alone makes of them."""
    made = tmp_path_factory.mktemp("here") / "out"
    assert batch(made, calls, DOCUMENTS, "gone.txt") == 4
    return made


def same(output: Path, here: Path) -> bool:
    assert reports(output) == reports(here)
    assert database(output) == database(here)
    return True


# --- a run, and what happens to it --------------------------------------------------------------------


@contextmanager
def started(output: Path, *args: object, **environment: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "auditor", "batch", *map(str, args), "--output", str(output), "--as-of", AS_OF]
    with subprocess.Popen(
        [*command, "-q", "--executor", "ray"], stderr=subprocess.PIPE, text=True, env=os.environ | environment
    ) as run:
        try:
            yield run
        finally:
            run.kill()


def until(happens: Callable[[], object], run: subprocess.Popen[str]) -> None:
    """Wait until something happens while a run is at work."""
    deadline = time.monotonic() + 120
    while not happens():
        assert run.poll() is None, f"the run ended first: {run.communicate()[1]}"
        assert time.monotonic() < deadline
        time.sleep(0.02)


def done(output: Path) -> int:
    return len(list((output / "reports").glob("*.json")))


def working(node: Any) -> bool:
    """Whether a worker of a node is auditing; Ray names its processes after what they do."""
    raylet = node.all_processes["raylet"][0].process.pid
    for thread in Path(f"/proc/{raylet}/task").iterdir():
        for child in (thread / "children").read_text().split():
            try:
                if Path(f"/proc/{child}/cmdline").read_bytes().startswith(b"ray::_audited"):
                    return True
            except OSError:
                pass  # it ended meanwhile
    return False


def test_what_a_lost_node_was_doing_is_done_again(cluster, calls, here, tmp_path):
    second, out = cluster.add_node(num_cpus=1), tmp_path / "out"
    cluster.wait_for_nodes()
    with started(out, calls, DOCUMENTS, "gone.txt", "--address", cluster.address) as run:
        until(lambda: done(out) >= 3 and working(second), run)
        cluster.remove_node(second, allow_graceful=False)
        _, said = run.communicate(timeout=120)
        assert run.returncode == 4, said  # gone.txt
    assert same(out, here)


def test_a_node_may_join_late_and_be_lost_before_it_gave_anything(calls, here, tmp_path):
    out = tmp_path / "out"
    with (
        cluster_of(0) as headless,
        started(out, calls, DOCUMENTS, "gone.txt", "--address", headless.address) as run,
    ):
        until(lambda: (out / "audits.db").exists(), run)
        second = headless.add_node(num_cpus=1)
        until(lambda: working(second), run)
        headless.remove_node(second, allow_graceful=False)
        headless.add_node(num_cpus=1)
        _, said = run.communicate(timeout=120)
        assert run.returncode == 4, said
    assert same(out, here)


def test_a_cluster_that_goes_away_leaves_a_run_to_go_on_with(calls, here, tmp_path):
    out = tmp_path / "out"
    # Ray waits for its head for a minute unless told otherwise.
    short = {"RAY_gcs_rpc_server_reconnect_timeout_s": "3"}
    with (
        cluster_of(1) as doomed,
        started(out, calls, DOCUMENTS, "gone.txt", "--address", doomed.address, **short) as run,
    ):
        address = doomed.address
        until(lambda: done(out) >= 3, run)
        doomed.remove_node(doomed.head_node, allow_graceful=False)
        _, said = run.communicate(timeout=120)
    assert run.returncode == 4
    left = rows(out, "SELECT count(*) FROM documents WHERE state = 'pending'")[0][0]
    assert f"The Ray cluster at {address} went away. The same command goes on: {left} documents left." in said
    assert "Traceback" not in said
    assert 0 < left < 36
    assert batch(out, calls, DOCUMENTS, "gone.txt") == 4
    assert same(out, here)


def test_an_interrupted_run_finishes_what_is_under_way_and_the_same_command_goes_on(cluster, calls, here, tmp_path):
    out, given = tmp_path / "out", (calls, DOCUMENTS, "gone.txt", "--address", cluster.address)
    with started(out, *given) as run:
        until(lambda: done(out) >= 3, run)
        # As a terminal does it: to every process of the run.
        for child in children(run.pid):
            os.kill(child, signal.SIGINT)
        run.send_signal(signal.SIGINT)
        _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "the same command goes on with what is left" in said
    assert rows(out, "SELECT count(*) FROM documents WHERE state = 'failed'") == [(0,)]
    assert 3 <= done(out) <= 24
    assert batch(out, *given, "--executor", "ray") == 4
    assert same(out, here)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_without_an_address_no_cluster_that_happens_to_run_here_is_used(cluster, calls, tmp_path, monkeypatch):
    from ray._private.state import GlobalState
    from ray._raylet import GcsClientOptions

    monkeypatch.setenv("RAY_ADDRESS", cluster.address)
    state = GlobalState()
    state._initialize_global_state(GcsClientOptions.create(cluster.address, None, True, False))
    before = len(state.job_table())
    assert batch(tmp_path / "out", calls / "00.txt", "--executor", "ray") == 0
    assert len(state.job_table()) == before


# --- no cluster ---------------------------------------------------------------------------------------


def test_where_nothing_listens_one_sentence_says_so(calls, tmp_path, capsys):
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{listening.getsockname()[1]}"
        assert batch(tmp_path / "out", calls, "--executor", "ray", "--address", address) == 2
    said = capsys.readouterr().err
    assert said == f"auditor: No Ray cluster answers at {address} (Connection refused); check --address.\n"


def test_where_something_else_listens_one_sentence_says_so(calls, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("RAY_gcs_rpc_server_reconnect_timeout_s", "3")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"127.0.0.1:{listening.getsockname()[1]}"
        assert batch(tmp_path / "out", calls, "--executor", "ray", "--address", address) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"auditor: No Ray cluster at {address} takes work from this machine (")
    assert said.count("\n") == 1


def test_a_node_of_another_version_does_no_work(tmp_path):
    from auditor.batch.driver import _audited
    from auditor.batch.task import Settings
    from auditor.store.store import Planned

    task = Planned(1, "a", "a.txt", "a.txt", None, None, ())
    with pytest.raises(RuntimeError, match=r"and not 0\.0\.0"):
        _audited("0.0.0", task, Settings(tmp_path), b"We fine-tuned Llama 3.")
