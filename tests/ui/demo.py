"""Run the screen with invented data: `python tests/ui/demo.py [stored|analysis|failure|crash|plain] [ascii]`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from ui_fakes import FakeCollection, RecordingPlayer, ScriptedEngine, clustered_map, finished, preview

from tuimap.engine import Failed, Message
from tuimap.errors import TuimapError
from tuimap.progress import Progress
from tuimap.sound import Skipped
from tuimap.ui.app import run_app
from tuimap.ui.plain.session import run_plain


class SlowEngine(ScriptedEngine):
    """An analysis in a few seconds; stops at `hold` until cancelled, if given."""

    hold = ""

    def messages(self) -> Iterator[Message]:
        for message in _story():
            if isinstance(message, Progress) and self.hold == f"{message.stage}:{message.done}":
                self.cancelled.wait()
            if self.cancelled.wait(0.03):
                return
            yield message


def _story() -> Iterator[Message]:
    whole = clustered_map()
    n = len(whole)
    yield Progress("scan", n, n)
    bad = (Skipped("loops/break.ogg", "Ogg inside RIFF"), Skipped("take 3.m4a", "needs ffmpeg"))
    for done in range(0, 640, 40):
        yield Progress("decode", done, n, skipped=bad if done == 80 else ())
    for step in range(0, 1251, 50):
        yield Progress("train", step, 1250, loss=0.2 + 0.8 * 0.97 ** (step / 12))
    for done in range(80, n, 80):
        yield Progress("decode", min(n, done + 640), n)
        yield preview(whole, done, 0.02, known=done - 80)
    yield Progress("encode", n, n)
    for step in range(0, 301, 30):
        yield Progress("reduce", step, 300)
    yield Progress("layout", n, n)
    yield finished(n, 2)


def main(story: str = "stored", charset: str = "") -> int:
    engine = ScriptedEngine()
    collection = FakeCollection(stored=clustered_map(), skips=(Skipped("a.ogg", "empty"),))
    if story.startswith("analysis"):
        SlowEngine.hold = story.partition("@")[2]
        collection, engine = FakeCollection(), SlowEngine()
        collection.later = clustered_map()
    if story == "failure":
        collection, engine = FakeCollection(), ScriptedEngine(Failed("nothing readable in drums", "Add some sounds"))
    if story == "broken":
        collection.load = lambda: {}["no such map"]  # type: ignore[method-assign]
    player = RecordingPlayer()
    if story == "crash":
        player.stop = lambda: 1 / 0  # type: ignore[method-assign,assignment]
    if story == "silent":
        player.problem = "no sound: no card found; plug one in, or set TUIMAP_AUDIO"
    if story == "plain":
        return run_plain(collection, engine, player)
    try:
        return run_app(collection, engine, player, charset="ascii" if charset == "ascii" else None)
    except TuimapError as error:
        sys.stderr.write(f"tuimap: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
