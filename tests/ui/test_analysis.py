import pytest

from tuimap.progress import Progress
from tuimap.sound import Skipped
from tuimap.ui.analysis import Analysis
from tuimap.ui.charset import ASCII, UNICODE
from tuimap.ui.line import width_of
from tuimap.ui.words.analysis_lines import one_line, panel_lines
from tuimap.ui.words.bars import bar, curve


def text(line) -> str:
    return "".join(part for part, _ in line)


def running() -> Analysis:
    analysis = Analysis("running").after(Progress("scan", 1286, 1286), 1.0)
    for second in range(1, 11):
        analysis = analysis.after(Progress("decode", 100 * second, 1286), float(second))
    analysis = analysis.after(Progress("train", 300, 1250, loss=0.5), 10.0)
    return analysis.after(Progress("train", 500, 1250, loss=0.25, skipped=(Skipped("x/\x1bbad.ogg", "cut"),)), 11.0)


def test_a_steady_stage_has_its_rate_and_the_time_left() -> None:
    decode = running().stages["decode"]
    assert decode.rate == pytest.approx(100)
    assert decode.seconds_left == pytest.approx(2.86)


def test_a_short_burst_moves_the_rate_only_a_little() -> None:
    decode = running().after(Progress("decode", 1100, 1286), 10.1).stages["decode"]
    assert 100 < decode.rate < 160


def test_the_stage_worked_on_is_the_first_incomplete_one() -> None:
    assert running().stage == "decode"


def test_the_panel_has_a_row_per_stage_the_loss_and_the_skipped_files() -> None:
    lines = [text(line) for line in panel_lines(running(), ASCII, 80)]
    assert lines[0] == "scan     ############################  1,286 / 1,286     done"
    assert lines[1] == "decode   ######################------  1,000 / 1,286     100 a second  3 s left"
    assert lines[3] == "encode   ----------------------------"
    assert lines[6] == "loss     #- 0.250"
    assert lines[-2:] == ["skipped  1 file", " \\x1bbad.ogg  cut"]


@pytest.mark.parametrize("width", [20, 26, 40, 60, 88])
def test_the_panel_fits_every_width(width: int) -> None:
    assert max(width_of(line) for line in panel_lines(running(), UNICODE, width)) <= width


def test_one_line_says_how_far_it_is() -> None:
    assert text(one_line(running(), ASCII)) == "decode ########-- 1,000 / 1,286  3 s left  esc stops  1 skipped (!)"


def test_one_line_says_what_failed_and_the_mend() -> None:
    failed = running().failed("the disk is full", "Make room")
    assert text(one_line(failed, ASCII)) == "the disk is full. Make room"


def test_bars_and_curves() -> None:
    assert bar(0.5, 4, ASCII) == ("##", "--")
    assert bar(0.375, 4, UNICODE) == ("⠶⠆", "⠄⠄")
    assert curve([1.0, 0.5, 0.25], 8, UNICODE) == "⣧⡀"
    assert curve([1.0, 0.6, 0.2, 0.0], 8, ASCII) == "#=._"
