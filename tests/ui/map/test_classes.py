from tuimap.ui.charset import NAMED, OTHER
from tuimap.ui.map.classes import classify


def classes_of(*paths: str, before=None):
    return classify([path.rpartition("/")[0] for path in paths], before)


def test_the_class_is_the_first_folder_in_which_paths_differ() -> None:
    classes = classes_of("drums/kick/a.wav", "drums/kick/808/b.wav", "drums/snare/c.wav")
    assert (classes.names, classes.counts[:2], classes.of.tolist()) == (("kick", "snare"), (2, 1), [0, 0, 1])


def test_sounds_beside_the_folders_have_a_class_without_a_name() -> None:
    assert classes_of("a.wav", "b.wav", "kick/c.wav").names == ("", "kick")


def test_a_single_folder_is_a_class() -> None:
    assert classes_of("drums/kick/a.wav", "drums/kick/b.wav").names == ("kick",)


def test_past_the_named_classes_the_smallest_are_other() -> None:
    paths = [f"class {n:02}/{k}.wav" for n in range(NAMED + 2) for k in range(NAMED + 2 - n)]
    classes = classes_of(*paths)
    assert classes.names == tuple(f"class {n:02}" for n in range(NAMED))
    assert classes.counts[OTHER] == 3
    assert classes.label(paths[-1].rpartition("/")[0]) == paths[-1].split("/")[0]


def test_classes_keep_their_numbers_while_a_map_grows() -> None:
    first = classes_of("kick/a.wav", "hat/b.wav", "hat/c.wav")
    grown = classes_of("kick/a.wav", "hat/b.wav", "kick/d.wav", "kick/e.wav", "tom/f.wav", before=first)
    assert (first.names, grown.names) == (("hat", "kick"), ("hat", "kick", "tom"))


def test_an_empty_map_has_no_classes() -> None:
    assert classes_of().names == ()
