"""Opens the sound device, watches it, and goes on without one when there is none."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from threading import Thread

from tuimap.errors import PlayerError
from tuimap.players.mixer import Mixer
from tuimap.players.outputs import OUTPUTS, OpenOutput, Output

WATCH_SECONDS = 0.25
RETRY_SECONDS = 15.0
"""Without a device, a clip begun so long after the last attempt is reason for another."""
REOPEN_SECONDS = 1.0
"""Between a device's failure and the attempt to open it again."""
CLOSE_SECONDS = 0.5
"""A device that takes longer to close is left behind."""


def wanted_outputs(name: str) -> tuple[str, ...]:
    """Give the back ends to try for what the user asked for, without the null one."""
    return tuple(output for output in OUTPUTS if output != "null" and name in ("auto", output))


class Keeper:
    """Keeps one output open; `opening`, `backend` and `problem` tell how that goes."""

    def __init__(
        self,
        mixer: Mixer,
        wanted: Sequence[str],
        changed: Callable[[], None],
        *,
        silent: Sequence[str] = (),
        outputs: Mapping[str, OpenOutput] = OUTPUTS,
    ) -> None:
        self.opening = ""
        self.backend = ""
        self.problem = ""
        self._mixer = mixer
        self._wanted = wanted
        self._silent = silent
        self._outputs = outputs
        self._changed = changed
        self._output: Output | None = None

    def start(self) -> None:
        """Open the device, and keep it open from now on, in a thread."""
        Thread(target=self._run, name="keeper", daemon=True).start()

    def _run(self) -> None:
        while True:
            self._watch(self._open())

    def _open(self) -> Output:
        """Open the first output that can be opened, and let go of the one before."""
        name, output, reasons = self._first()
        self._mixer.set_rate(output.rate)
        self._close()
        self._output = output
        self.opening, self.backend = "", name
        self.problem = f"no sound: {'; '.join(reasons)}" if reasons and name == "null" else ""
        self._changed()
        return output

    def _first(self) -> tuple[str, Output, list[str]]:
        """Give the first output that can be opened, its name, and why the ones before could not."""
        reasons: list[str] = []
        for name in self._wanted:
            self.opening = name
            self._changed()  # before the device can hang or crash this process
            try:
                if name in self._silent:
                    raise PlayerError(f"{name} was given up because it crashed or did not answer")
                return name, self._outputs[name](self._mixer.mix), reasons
            except PlayerError as error:
                reasons.append(f"{error.message} ({error.mend})" if error.mend else error.message)
        return "null", self._outputs["null"](self._mixer.mix), reasons

    def _watch(self, output: Output) -> None:
        """Return when there is reason to open again: the device failed, or one may have come by now."""
        opened, started = time.monotonic(), self._mixer.started
        while True:
            time.sleep(WATCH_SECONDS)
            if failure := output.failure():
                self.problem = f"no sound: {failure}; it is being opened again"
                self._changed()
                time.sleep(REOPEN_SECONDS)
                return
            if self.problem and self._mixer.started != started and time.monotonic() - opened > RETRY_SECONDS:
                return

    def _close(self) -> None:
        """Close the output before, without waiting for a sound server that does not answer."""
        if self._output is not None:
            closing = Thread(target=self._output.close, name="closing", daemon=True)
            closing.start()
            closing.join(CLOSE_SECONDS)
