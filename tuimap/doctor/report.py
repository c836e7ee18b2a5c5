"""What was found out as lines to read, and as JSON to send."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from tuimap.doctor.findings import Topic

NAME_COLUMNS = 14
LEAST_COLUMNS = 40


def lines(topic: Topic, columns: int) -> Iterator[str]:
    """Give what belongs to a topic in lines of so many columns: names to the left, what to do below what is found."""
    width = max(LEAST_COLUMNS, columns - 1)
    indent = " " * (2 + NAME_COLUMNS)
    for finding in topic.findings:
        mark = "!" if finding.broken else " "
        first = f"{mark} {finding.name:<{NAME_COLUMNS - 1}} "
        yield from _wrapped(finding.told, width, first, indent)
        if finding.mend:
            yield from _wrapped(finding.mend, width, f"{indent}> ", f"{indent}  ")


def _wrapped(text: str, width: int, first: str, further: str) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=further, break_long_words=False, break_on_hyphens=False
    ) or [first.rstrip()]


def verdict(topics: Iterable[Topic]) -> str:
    """Say in one line whether the program can be used."""
    broken = [finding.name for topic in topics for finding in topic.findings if finding.broken]
    return f"tuimap cannot be used as it is: see {', '.join(broken)}" if broken else "tuimap can be used"


def as_values(topics: Iterable[Topic]) -> dict[str, dict[str, dict[str, object]]]:
    """Give everything by topic and name, for JSON."""
    return {
        topic.title: {
            finding.name: {name: value for name, value in asdict(finding).items() if name != "name"}
            for finding in topic.findings
        }
        for topic in topics
    }
