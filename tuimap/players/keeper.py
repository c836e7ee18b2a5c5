"""Opens the sound device when something is to sound, watches it, and lets go of it when nothing does."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from threading import Thread

from tuimap.errors import PlayerError
from tuimap.players.choice import AudioChoice
from tuimap.players.mixer import Mixer
from tuimap.players.outputs import OUTPUTS, OpenOutput, Output

WATCH_SECONDS = 0.1
IDLE_SECONDS = 5.0
"""A device is released after so much silence: some serve one program at a time."""
SLOW_TO_OPEN_SECONDS = 0.04
"""A device that takes longer to open would be late for the next sound."""
SLOW_IDLE_SECONDS = 60.0
"""It is released after so much silence."""
REOPEN_SECONDS = 0.1
"""Between a device's failure and the attempt to open it again."""
RETRY_SECONDS = (0.25, 8.0)
"""Without a device, what sounds is reason for another attempt: so soon first, and each time later, up to this."""
PARDON_SECONDS = 30.0
"""A back end that was given up is tried again so long after this began."""
CLOSE_SECONDS = 0.5
"""A device that takes longer to close is left behind."""


def wanted_outputs(choice: AudioChoice, outputs: Collection[str] = OUTPUTS) -> tuple[str, ...]:
    """Give the back ends to try for what the user asked for, without the null one."""
    return tuple(name for name in outputs if name != "null" and choice.backend in ("auto", name))


class Keeper:
    """Keeps an output open while there is sound; `opening`, `backend` and `problem` tell how that goes."""

    def __init__(
        self,
        mixer: Mixer,
        choice: AudioChoice,
        changed: Callable[[], None],
        *,
        silent: Collection[str] = (),
        outputs: Mapping[str, OpenOutput] = OUTPUTS,
    ) -> None:
        self.opening = ""
        self.backend = ""
        self.problem = ""
        self._mixer = mixer
        self._device = choice.device
        self._wanted = wanted_outputs(choice, outputs)
        self._silent = silent
        self._pardon_at = time.monotonic() + PARDON_SECONDS
        self._outputs = outputs
        self._changed = changed
        self._output: Output | None = None
        self._opened_in = 0.0
        self._retry = RETRY_SECONDS[0]

    def start(self) -> None:
        """Open the device, and see to it from now on, in a thread."""
        Thread(target=self._run, name="keeper", daemon=True).start()

    def close(self) -> None:
        """End what is no part of this process and would outlive it: a command player."""
        if self._output is not None and self.backend == "command":
            self._output.close()

    def _run(self) -> None:
        while True:
            output = self._output = self._open()
            idle = self._watch(output)
            _close(output)
            if idle:
                self._mixer.wait_until_busy()

    def _open(self) -> Output:
        """Open the first output that can be opened."""
        begun = time.monotonic()
        name, output, reasons = self._first()
        self._opened_in = time.monotonic() - begun
        self._mixer.set_rate(output.rate)
        lacking = bool(reasons) and name == "null"
        self._retry = min(2 * self._retry, RETRY_SECONDS[1]) if lacking else RETRY_SECONDS[0]
        self.opening, self.backend = "", name
        self.problem = f"no sound: {'; '.join(reasons)}" if lacking else ""
        self._changed()
        return output

    def _first(self) -> tuple[str, Output, list[str]]:
        """Give the first output that can be opened, its name, and why the ones before could not."""
        reasons: list[str] = []
        # what worked before works most likely now
        for name in sorted(self._wanted, key=lambda name: name != self.backend):
            # before the device can hang or crash this process; a player can do neither
            self.opening = "" if name == "command" else name
            self._changed()
            try:
                if name in self._silent and time.monotonic() < self._pardon_at:
                    raise PlayerError(f"{name} was given up because it crashed or did not answer")
                return name, self._outputs[name](self._mixer, self._device), reasons
            except PlayerError as error:
                reasons.append(f"{error.message} ({error.mend})" if error.mend else error.message)
        return "null", self._outputs["null"](self._mixer, ""), reasons

    def _watch(self, output: Output) -> bool:
        """Return when the output is to be closed: with True as nothing sounds, else for another one."""
        opened = sounded = time.monotonic()
        idle = IDLE_SECONDS if self._opened_in < SLOW_TO_OPEN_SECONDS else SLOW_IDLE_SECONDS
        while True:
            time.sleep(WATCH_SECONDS)
            now = time.monotonic()
            if failure := output.failure():
                self.problem = f"no sound: {failure}; it is being opened again"
                self._changed()
                time.sleep(REOPEN_SECONDS)
                return False
            if self._mixer.busy:
                sounded = now
                if self.problem and now - opened > self._retry:
                    return False
            elif output.occupies and now - sounded > idle:
                return True


def _close(output: Output) -> None:
    """Close an output, without waiting for a sound server that does not answer."""
    closing = Thread(target=output.close, name="closing", daemon=True)
    closing.start()
    closing.join(CLOSE_SECONDS)
