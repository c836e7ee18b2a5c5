from __future__ import annotations

import os
from pathlib import Path

from tuimap.corpus.scan import FoundFile
from tuimap.describers import Context, describe_file
from tuimap.settings import Settings


def test_a_file_that_was_written_to_meanwhile_is_not_known_by_what_it_holds_now(few_sounds: Path) -> None:
    """Or else the next run would take what was described before for what is there now."""
    path = min(few_sounds.rglob("*.wav"))
    status = path.stat()
    as_found = FoundFile(os.fspath(path.relative_to(few_sounds)), status.st_size, status.st_mtime_ns)
    context = Context(os.fspath(few_sounds), Settings(descriptor="mfcc"), None)
    assert describe_file(context, as_found).content is not None
    assert describe_file(context, as_found._replace(modified=as_found.modified - 1)).content is None
    assert describe_file(context, as_found._replace(size=as_found.size - 1)).content is None
