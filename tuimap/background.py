"""A stage that runs in a thread beside another one."""

from __future__ import annotations

import queue
import threading
from typing import Generic

from tuimap.progress import Progress, Result, Stage


class Background(Generic[Result]):
    """Runs a stage at once; its reports are fetched, its result or its error is asked for."""

    def __init__(self, stage: Stage[Result]) -> None:
        self._stage = stage
        self._reports: queue.SimpleQueue[Progress] = queue.SimpleQueue()
        self._stopped = False
        self._result: list[Result] = []
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether the stage has ended."""
        return not self._thread.is_alive()

    def reports(self) -> list[Progress]:
        """Give what has been reported since the last call."""
        fetched = []
        while not self._reports.empty():
            fetched.append(self._reports.get())
        return fetched

    def wait(self, seconds: float) -> None:
        """Wait for the end, so long at the most."""
        self._thread.join(seconds)

    def result(self) -> Result:
        """Wait for the end and give the result, or raise what the stage raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._result[0]

    def stop(self) -> None:
        """End the stage at its next report."""
        self._stopped = True

    def _run(self) -> None:
        try:
            self._result.append(self._drive())
        except BaseException as error:  # noqa: BLE001 (carried over to the thread that asks for the result)
            self._error = error

    def _drive(self) -> Result:
        while True:
            try:
                report = next(self._stage)
            except StopIteration as end:
                result: Result = end.value
                return result
            self._reports.put(report)
            if self._stopped:
                self._stage.close()
                raise InterruptedError("stopped")
