"""An app that sends a terminal only what changes on it, and hands it back as it was."""

from __future__ import annotations

import os
from typing import Any

from rich.console import RenderableType
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.driver import Driver
from textual.events import Event, Key, Paste
from textual.screen import Screen

from tuimap.ui.keyboard.turns import Turns
from tuimap.ui.wire.abilities import abilities_for
from tuimap.ui.wire.pen import move_to
from tuimap.ui.wire.sent import Sent

FRAME = "\x1b[?2026h", "\x1b[?2026l"
"""Between these marks a terminal that knows them shows nothing yet."""

LEFT = "\x1b[?1016l\x1b[m"
"""What Textual leaves behind: the mouse counted in pixels, and the last colours."""


class LeanApp(App[int]):
    """Base of the program."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        self._sent = Sent(abilities_for(os.environ))
        super().__init__(ansi_color=ansi_color)
        self.turns = Turns(self, super().on_event)

    def get_driver_class(self) -> type[Driver]:
        """Give the system's driver, made to leave nothing behind."""
        driver, sent = super().get_driver_class(), self._sent

        class Tidy(driver):  # type: ignore[valid-type,misc]
            def start_application_mode(self) -> None:
                sent.restarted()
                super().start_application_mode()

            def stop_application_mode(self) -> None:
                self.write(LEFT)
                super().stop_application_mode()

            def _run_input_thread(self) -> None:
                try:
                    self.run_input_thread()
                except Exception as error:  # noqa: BLE001 (it is handed on: a thread's failure ends the program as any)
                    self._app.call_later(self._app._handle_exception, error)

        return Tidy

    async def on_event(self, event: Event) -> None:
        """Take keys one at a time, so that none goes past what the one before it opens."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            await self.turns.take(event)
        else:
            await super().on_event(event)

    def on_mount(self) -> None:
        """Draw again what the shell wrote over while the program was away."""
        self.app_resume_signal.subscribe(self, lambda _: self.action_redraw())

    def on_resize(self) -> None:
        """Trust nothing of what the terminal made of a screen of another size."""
        self._sent.forget()

    def action_redraw(self) -> None:
        """Draw every cell, whatever stands there."""
        self._sent.forget()
        for widget in self.screen.walk_children():
            widget.refresh()
        self.screen.refresh()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send what differs from what the terminal shows."""
        if self.is_headless or self._driver is None or not isinstance(renderable, LayoutUpdate | ChopsUpdate):
            super()._display(screen, renderable)
            return
        if self._running and not self._closed and not self._batch_count and (text := self._sent.difference(renderable)):
            place = self.cursor_position
            begin, end = FRAME if self._sync_available else ("", "")
            self._driver.write(f"{begin}{text}{move_to(place.y, place.x) if place else ''}{end}")
            self._driver.flush()
        self.post_display_hook()
