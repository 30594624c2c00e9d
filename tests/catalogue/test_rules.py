"""What a party takes of a slot."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from hoanhap.catalogue import Party, Unit, demand, is_possible, units_by_participant

PARTIES = st.integers(1, 9).flatmap(lambda people: st.builds(Party, st.just(people), st.integers(0, people)))
USUAL_UNITS = st.sampled_from([Unit.PLACE.value, Unit.SEAT.value, Unit.STRETCHER.value])


@given(PARTIES, USUAL_UNITS)
def test_everybody_takes_one_unit(party: Party, unit: str) -> None:
    needs = demand(party, unit)

    assert sum(needs.values()) == party.people
    assert needs.get(Unit.WHEELCHAIR, 0) == party.wheelchairs
    assert 0 not in needs.values()


@given(PARTIES, USUAL_UNITS)
def test_participants_add_up_to_the_demand(party: Party, unit: str) -> None:
    participants = units_by_participant(party, unit)

    assert [number for number, _ in participants] == list(range(1, party.people + 1))
    assert Counter(unit for _, unit in participants) == demand(party, unit)


@given(st.integers(-2, 9), st.integers(-2, 9), st.integers(1, 6), st.booleans())
def test_only_a_party_that_can_come_is_possible(people: int, wheelchairs: int, most: int, takes: bool) -> None:
    possible = is_possible(Party(people, wheelchairs), party_max=most, takes_wheelchairs=takes)

    assert possible == (people in range(1, most + 1) and wheelchairs in (range(people + 1) if takes else [0]))
