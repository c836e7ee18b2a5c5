from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

import pytest

from tuimap.errors import DecodeError
from tuimap.nursery import Failure, Nursery
from tuimap.workers import Pool


def work(context: Any, task: Any) -> Any:
    """Do what the task says; at the top of the module so that a spawned worker finds it."""
    if task == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if task == "nap":
        time.sleep(0.5)
    if task == "hang":
        time.sleep(60)
    if task == "refuse":
        raise DecodeError("needs a screwdriver", needs="screwdriver")
    if task == "bug":
        raise KeyError("oops")
    if task == "chatter":
        sys.stderr.write("noise")
        os.write(2, b"noise from C")
    if task == "large":
        return bytes(3_000_000)
    return (context, task)


@contextmanager
def pool_of(context: Any, jobs: int, task_seconds: float = 60.0) -> Iterator[Pool]:
    with Nursery(work) as nursery, Pool(nursery, context, jobs, task_seconds) as pool:
        yield pool


def drain(pool: Pool, tasks: list[Any]) -> dict[Any, Any]:
    answers: dict[Any, Any] = {}
    waiting = list(tasks)
    deadline = time.monotonic() + 60
    while waiting or pool.busy():
        assert time.monotonic() < deadline, "the pool does not answer"
        while waiting and pool.has_room():
            pool.submit(waiting.pop(0))
        answers.update(pool.results(0.1))
    return answers


@pytest.mark.parametrize("jobs", [1, 3])
def test_every_task_is_answered_once(jobs: int) -> None:
    with pool_of("c", jobs) as pool:
        answers = drain(pool, list(range(50)))
    assert answers == {task: ("c", task) for task in range(50)}


def test_a_crash_costs_its_own_task_only() -> None:
    with pool_of("c", 2) as pool:
        answers = drain(pool, [1, 2, "crash", 3, 4, 5])
    assert answers.pop("crash") == Failure("the decoder crashed on it")
    assert answers == {task: ("c", task) for task in (1, 2, 3, 4, 5)}


def test_a_worker_that_is_killed_from_outside_costs_nothing() -> None:
    with pool_of("c", 1) as pool:
        (worker,) = pool._workers
        for task in range(8):
            pool.submit(task)
        answers = dict(pool.results(10))
        assert worker.pid
        os.kill(worker.pid, signal.SIGKILL)
        answers |= drain(pool, [8, 9])
    assert answers == {task: ("c", task) for task in range(10)}


def test_workers_that_die_before_they_begin_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with Nursery(work) as nursery:
        start, starts = nursery.start, iter(range(100))

        def start_badly_at_first() -> Any:
            if next(starts) >= 3:
                return start()
            ours, theirs = Pipe()
            theirs.close()
            return ours, None

        monkeypatch.setattr(nursery, "start", start_badly_at_first)
        with Pool(nursery, "c", 1) as pool:
            assert drain(pool, [0, 1, 2]) == {task: ("c", task) for task in range(3)}


def test_where_no_worker_can_begin_every_task_fails_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def start_badly() -> Any:
        ours, theirs = Pipe()
        theirs.close()
        return ours, None

    with Nursery(work) as nursery:
        monkeypatch.setattr(nursery, "start", start_badly)
        with Pool(nursery, "c", 1) as pool:
            assert drain(pool, [0, 1]) == dict.fromkeys([0, 1], Failure("the decoder crashed on it"))


def test_time_in_which_the_whole_program_slept_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    with pool_of("c", 1, task_seconds=5.0) as pool:
        drain(pool, [1])
        pool.submit("nap")
        pool._awake -= 60  # as after a minute of a closed lid
        pool._workers[0].since -= 60
        answers = drain(pool, [2])
    assert answers["nap"] == ("c", "nap")


def test_a_task_that_hangs_is_given_up_and_the_others_go_on() -> None:
    with pool_of("c", 1, task_seconds=1.0) as pool:
        answers = drain(pool, [1, "hang", 2, 3])
    assert answers.pop("hang") == Failure("reading it took longer than 1 s", may_pass=True)
    assert answers == {task: ("c", task) for task in (1, 2, 3)}


def test_errors_become_reasons() -> None:
    with pool_of("c", 1) as pool:
        answers = drain(pool, ["refuse", "bug"])
    assert answers == {"refuse": Failure("needs a screwdriver", "screwdriver"), "bug": Failure("KeyError: 'oops'")}


def test_what_a_worker_prints_is_not_seen(capfd: pytest.CaptureFixture[str]) -> None:
    with pool_of("c", 1) as pool:
        drain(pool, ["chatter"])
    assert capfd.readouterr().err == ""


def test_tasks_after_a_new_context_are_done_with_it_even_while_large_results_are_on_their_way() -> None:
    contexts: Counter[str] = Counter()
    with pool_of("old", 2) as pool:
        for task in ("large", 1, "large", 2):
            pool.submit(task)
        pool.share("new" + "x" * 1_000_000)
        answers = drain(pool, [f"late {i}" for i in range(10)])
    for task, answer in answers.items():
        if isinstance(task, str) and task.startswith("late"):
            contexts[answer[0][:3]] += 1
    assert contexts == {"new": 10}


def test_no_process_is_left_behind() -> None:
    with pool_of("c", 2) as pool:
        while not all(worker.pid for worker in pool._workers):
            pool.results(1)
        pids = [worker.pid for worker in pool._workers]
        pool.submit("hang")
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_worker_that_breaks_never_goes_on_as_a_second_program(tmp_path: Path) -> None:
    """A forked worker whose errors left it would run what its parent was about to do."""
    program = (
        "from tuimap.nursery import Nursery\n"
        "def work(context, task): raise SystemExit\n"
        "try:\n"
        "    with Nursery(work) as nursery:\n"
        "        connection, _ = nursery.start()\n"
        "        connection.recv()\n"
        "        connection.send(('task', 1))\n"
        "        connection.poll(60)\n"
        "finally:\n"
        f"    open({str(tmp_path / 'ends')!r}, 'a').write('end\\n')\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=120)
    assert (tmp_path / "ends").read_text() == "end\n"
