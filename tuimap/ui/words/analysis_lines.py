"""The progress of an analysis in words and bars: a panel, or one line."""

from __future__ import annotations

from rich.cells import cell_len

from tuimap.progress import STAGES, StageName
from tuimap.sound import Skipped
from tuimap.ui.analysis import Analysis, StageState
from tuimap.ui.charset import Charset
from tuimap.ui.line import Line, cut
from tuimap.ui.safe_text import escaped, fitted, shortened, shown_name
from tuimap.ui.words.bars import bar, curve

LABEL = 9
"""Columns for the name of a row."""

BAR = 28
"""Columns of a bar, where there is room."""

SKIPPED_SHOWN = 5
"""The newest skipped files are listed, this many."""


def panel_lines(analysis: Analysis, charset: Charset, width: int) -> list[Line]:
    """Give a row per stage, the loss and the skipped files, in at most `width` columns."""
    lines = [_stage_line(name, analysis, charset, width) for name in STAGES]
    if analysis.losses:
        lines.append(_labelled("loss", _loss_line(analysis, charset, min(BAR, width - LABEL - 8))))
    return [cut(line, width) for line in [*lines, *skipped_lines(analysis, charset, width)]]


def skipped_lines(analysis: Analysis, charset: Charset, width: int) -> list[Line]:
    """Name the newest skipped files and say why; nothing when there are none."""
    skipped = analysis.skipped
    if not skipped:
        return []
    ascii_only = charset.name == "ascii"
    heading: Line = (*_labelled("skipped", ()), (f"{len(skipped):,} {_files(len(skipped))}", "plain"))
    named = [line for item in skipped[: -SKIPPED_SHOWN - 1 : -1] for line in _skipped_lines(item, width, ascii_only)]
    more = len(skipped) - SKIPPED_SHOWN
    rest: list[Line] = [((f" and {more:,} more: ! names them all", "quiet"),)] if more > 0 else []
    return [(), heading, *named, *rest]


def _skipped_lines(item: Skipped, width: int, ascii_only: bool) -> list[Line]:
    """Name a file and say why, in two lines where one is too short."""
    name = shown_name(item.path.rpartition("/")[2], width - 1, ascii_only)
    reason = escaped(item.reason, ascii_only)
    if cell_len(name) + cell_len(reason) + 3 <= width:
        return [((f" {name}", "plain"), (f"  {reason}", "quiet"))]
    return [((f" {name}", "plain"),), ((f"   {shortened(reason, width - 3)}", "quiet"),)]


def one_line(analysis: Analysis, charset: Charset) -> Line:
    """Say in a few words how far the analysis is, or how it ended."""
    skipped: Line = ((f"  {len(analysis.skipped):,} skipped (!)", "quiet"),) if analysis.skipped else ()
    if analysis.running:
        return (*_running_line(analysis, charset), *skipped)
    told: Line = ((escaped(analysis.told, charset.name == "ascii"), "warn"),) if analysis.told else ()
    if analysis.state == "failed":
        return told
    if analysis.state == "stopped":
        return (("stopped; start again to go on", "plain"), *((("  ", "plain"), *told) if told else ()), *skipped)
    return (*told, *skipped)


def _running_line(analysis: Analysis, charset: Charset) -> Line:
    stage = analysis.stage
    if stage is None:
        return (("looking for sounds", "plain"),)
    state = analysis.stages[stage]
    done, left = bar(state.share, 10, charset)
    loss: Line = (("  ", "plain"), *_loss_line(analysis, charset, 6)) if stage == "train" and analysis.losses else ()
    halt = "stopping" if analysis.state == "stopping" else "esc stops"
    return (
        (f"{stage} ", "plain"),
        (done, "wave"),
        (left, "quiet"),
        (f" {state.note if state.note and not state.done else _count(state)}", "plain"),
        *loss,
        (_time_left(state), "quiet"),
        (f"  {halt}", "quiet"),
    )


def _stage_line(name: StageName, analysis: Analysis, charset: Charset, width: int) -> Line:
    state = analysis.stages.get(name)
    length = max(4, min(BAR, width - LABEL - 16))
    if state is None:
        return _labelled(name, (("".join(bar(0.0, length, charset)), "quiet"),), "quiet")
    done, left = bar(state.share, length, charset)
    drawn: Line = ((done, "wave"), (left, "quiet"))
    room = width - LABEL - length - 2
    return _labelled(name, (*drawn, ("  ", "plain"), *_facts(state, room)))


def _facts(state: StageState, room: int) -> Line:
    """Give count, rate and time left, as many as there is room for."""
    count = _count(state)
    later = "done" if state.complete else f"{_rate(state)}{_time_left(state)}".strip()
    if not state.done and state.note:
        return ((shortened(state.note, room), "quiet"),)
    if not later or len(count) + 2 + len(later) > room:
        later = "" if state.complete else _time_left(state).strip()
    if len(count) + 2 + len(later) > room:
        return ((fitted(count, room), "plain"),)
    return ((count.ljust(min(16, room - 2 - len(later))), "plain"), ("  " + later, "quiet"))


def _count(state: StageState) -> str:
    return f"{state.done:,}" if state.total is None else f"{state.done:,} / {state.total:,}"


def _rate(state: StageState) -> str:
    return f"{state.rate:,.0f} a second" if state.rate >= 1 else ""


def _time_left(state: StageState) -> str:
    seconds = state.seconds_left
    if seconds is None or state.complete:
        return ""
    if seconds < 90:
        return f"  {max(1, round(seconds))} s left"
    return f"  {round(seconds / 60)} min left" if seconds < 5400 else f"  {seconds / 3600:.1f} h left"


def _loss_line(analysis: Analysis, charset: Charset, width: int) -> Line:
    return ((curve(analysis.losses, max(1, width), charset), "wave"), (f" {analysis.losses[-1]:.3f}", "plain"))


def _labelled(label: str, line: Line, role: str = "plain") -> Line:
    return ((label.ljust(LABEL), role), *line)


def _files(count: int) -> str:
    return "file" if count == 1 else "files"
