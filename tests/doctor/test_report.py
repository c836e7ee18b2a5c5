from __future__ import annotations

from tuimap.doctor.findings import Finding, Topic
from tuimap.doctor.report import as_values, lines, verdict

TOPIC = Topic(
    "sound",
    (
        Finding("miniaudio", "works"),
        Finding("command", "none of pw-play, paplay, aplay, ffplay is installed on this machine", "apt install them"),
        Finding("chosen", "'x' is none of them", broken=True),
    ),
)


def test_lines_are_aligned_and_no_wider_than_they_may_be() -> None:
    assert list(lines(TOPIC, 60)) == [
        "  miniaudio     works",
        "  command       none of pw-play, paplay, aplay, ffplay is",
        "                installed on this machine",
        "                > apt install them",
        "! chosen        'x' is none of them",
    ]
    assert all(len(line) < 50 for line in lines(TOPIC, 50))


def test_long_paths_stay_whole_so_that_they_can_be_copied() -> None:
    path = "/srv/" + "a" * 90
    assert path in "\n".join(lines(Topic("files", (Finding("libraries", path),)), 80)).split()


def test_the_verdict_names_what_is_broken() -> None:
    assert verdict([TOPIC]) == "tuimap cannot be used as it is: see chosen"
    assert verdict([Topic("sound", TOPIC.findings[:2])]) == "tuimap can be used"


def test_everything_is_in_the_values_by_topic_and_name() -> None:
    assert as_values([TOPIC])["sound"]["command"] == {
        "told": "none of pw-play, paplay, aplay, ffplay is installed on this machine",
        "mend": "apt install them",
        "broken": False,
    }
