from hypothesis import given
from hypothesis import strategies as st

from tuimap.players.remote.shelf import Shelf


def test_what_was_not_used_for_longest_goes_first() -> None:
    shelf = Shelf(2_500)
    for name in (b"a", b"b"):
        assert shelf.put(name, bytes(1_000)) == []
    assert shelf.get(b"a") is not None

    assert shelf.put(b"c", bytes(1_000)) == [b"b"]

    assert shelf.get(b"b") is None
    assert shelf.digests() == [b"c", b"a"]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3_000))))
def test_it_never_holds_more_than_it_may_and_tells_all_that_goes(puts: list[tuple[int, int]]) -> None:
    shelf, here = Shelf(5_000), set()
    for name, size in puts:
        digest = b"%d of %d" % (name, size)
        gone = shelf.put(digest, bytes(size))
        here = (here | {digest}) - set(gone)
        assert set(shelf.digests()) == here
        assert sum(len(shelf.get(each) or b"") for each in here) <= 5_000
