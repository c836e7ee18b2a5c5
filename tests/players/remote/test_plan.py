from tuimap.players.remote.pieces import count
from tuimap.players.remote.plan import Plan


def order(plan: Plan, most: int = 10_000) -> list[int]:
    """Send all that may be sent now."""
    sent: list[int] = []
    while len(sent) < most and (index := plan.next()) is not None:
        plan.went(index)
        sent.append(index)
    return sent


def test_a_sound_goes_from_its_beginning_and_backwards_from_its_end() -> None:
    assert order(Plan(20_000)) == list(range(count(20_000)))
    assert order(Plan(20_000, backwards=True)) == list(range(count(20_000)))[::-1]


def test_not_more_goes_than_will_soon_be_heard() -> None:
    plan = Plan(1 << 30, ahead=100)
    assert order(plan) == list(range(100))

    plan.needed(30)

    assert order(plan) == list(range(100, 130))


def test_nothing_goes_twice_when_a_sound_starts_anew() -> None:
    plan = Plan(1_000_000, ahead=20)
    order(plan)
    plan.needed(90)
    assert order(plan) == list(range(90, 110))

    plan.needed(0)
    assert order(plan) == []
    plan.needed(15)
    assert order(plan) == list(range(20, 35))


def test_what_is_waited_for_and_near_comes_in_its_turn() -> None:
    plan = Plan(1 << 30, backwards=True, ahead=100)
    last = order(plan, 5)[-1]

    plan.needed(last - 20)

    assert order(plan, 3) == [last - 1, last - 2, last - 3]


def test_what_was_lost_goes_again_and_first() -> None:
    plan = Plan(1 << 30, ahead=10)
    order(plan)

    plan.lost(3)
    plan.needed(5)

    assert order(plan) == [3, *range(10, 15)]


def test_a_file_may_end_earlier_than_it_said() -> None:
    plan = Plan(1 << 30)
    plan.went(0)
    plan.lost(7)
    plan.ends(1)

    assert plan.next() is None


def test_a_sound_of_unknown_length_goes_forward_until_it_ends() -> None:
    plan = Plan(None, backwards=True, ahead=5)

    assert order(plan) == [0, 1, 2, 3, 4]
