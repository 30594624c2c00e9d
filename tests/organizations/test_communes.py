"""The communes: found by whatever people call them, and how far they are from each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap import organizations
from hoanhap.base.text import fold
from hoanhap.organizations import Commune

COMMUNES = st.sampled_from(sorted(organizations.communes().values(), key=lambda each: each.code))
WORDS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=300)


def test_there_are_82_communes_and_14_wards() -> None:
    kinds = [each.kind for each in organizations.communes().values()]

    assert (kinds.count("Xã"), kinds.count("Phường")) == (82, 14)


@given(COMMUNES)
def test_a_commune_is_found_by_its_name_however_it_is_typed(commune: Commune) -> None:
    for typed in (commune.name, commune.full_name, f"{commune.full_name}, tỉnh Tây Ninh"):
        assert organizations.find_communes(typed)[0] == commune
        assert commune in organizations.find_communes(fold(typed))


@given(COMMUNES)
def test_a_commune_is_found_by_everything_that_was_merged_into_it(commune: Commune) -> None:
    for old in commune.old_units:
        assert commune in organizations.find_communes(old.full_name)
        assert commune in organizations.find_communes(old.district)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("phuong 3 tay ninh", "Tân Ninh"),
        ("Phường 3 (Thành phố Tây Ninh)", "Tân Ninh"),
        ("P.3, TP Tây Ninh", "Tân Ninh"),
        ("p03 tp tay ninh", "Tân Ninh"),
        ("12 đường Hoa Sứ, khu phố 3, phường Tân Ninh", "Tân Ninh"),
        ("thi tran duong minh chau", "Dương Minh Châu"),
        ("Xã Suối Ngô", "Tân Hòa"),
    ],
)
def test_an_old_name_leads_to_one_commune_of_today(typed: str, name: str) -> None:
    assert [each.name for each in organizations.find_communes(typed)] == [name]


def test_a_name_that_was_used_twice_leads_to_several_each_with_what_it_was() -> None:
    were = organizations.what_they_were("phuong 3")

    assert sorted(were.values()) == [
        "Phường 3, Thành phố Tân An",
        "Phường 3, Thành phố Tây Ninh",
        "Phường 3, Thị xã Kiến Tường",
    ]


def test_a_commune_of_today_comes_before_the_districts_that_had_its_name() -> None:
    found = organizations.find_communes("chau thanh")
    were = organizations.what_they_were("chau thanh")

    assert (found[0].name, were[found[0].code]) == ("Châu Thành", "")
    assert {were[each.code] for each in found[1:]} == {
        "Huyện Châu Thành, tỉnh Tây Ninh",
        "Huyện Châu Thành, tỉnh Long An",
    }


def test_of_the_communes_of_a_district_its_namesake_comes_first() -> None:
    assert organizations.find_communes("huyen duong minh chau")[0].name == "Dương Minh Châu"


def test_marks_that_were_typed_count() -> None:
    assert "Hòa Hội" in [each.name for each in organizations.find_communes("hoa thanh")]
    assert "Hòa Hội" not in [each.name for each in organizations.find_communes("Hoà Thành")]


@given(WORDS)
def test_any_words_can_be_asked_for(words: str) -> None:
    assert set(organizations.find_communes(words)) <= set(organizations.communes().values())
    assert len(organizations.near_communes(words)) <= 5


@given(COMMUNES, st.data())
def test_a_commune_is_near_to_its_name_without_one_letter(commune: Commune, data: st.DataObject) -> None:
    missing = data.draw(st.integers(0, len(commune.name) - 1))

    near = organizations.near_communes(commune.name[:missing] + commune.name[missing + 1 :], most=96)

    assert commune in near


@pytest.mark.parametrize(
    ("typed", "name"), [("duong minh", "Dương Minh Châu"), ("hau ngia", "Hậu Nghĩa"), ("xã Tân Biênn", "Tân Biên")]
)
def test_a_name_that_sounds_alike_is_near(typed: str, name: str) -> None:
    assert organizations.find_communes(typed) == []
    assert organizations.near_communes(typed)[0].name == name


@pytest.mark.parametrize(
    ("typed", "speaks"), [("xã Đà Lạt", True), ("tp đà lạt", True), ("huyen cu chi", True), ("xe lăn", False)]
)
def test_words_may_speak_of_a_commune(typed: str, speaks: bool) -> None:
    assert organizations.speaks_of_a_commune(typed) is speaks


@given(COMMUNES, COMMUNES)
def test_a_distance_is_the_same_in_both_directions(one: Commune, other: Commune) -> None:
    distance = organizations.distance_km(one, other)

    assert distance == pytest.approx(organizations.distance_km(other, one))
    assert (distance == 0) == (one == other)
    assert distance < 200  # from one end of the province to the other


@given(COMMUNES, COMMUNES, COMMUNES)
def test_a_detour_is_never_shorter(one: Commune, other: Commune, between: Commune) -> None:
    direct = organizations.distance_km(one, other)
    detour = organizations.distance_km(one, between) + organizations.distance_km(between, other)

    assert direct <= detour + 1e-9


def test_from_tan_ninh_to_tan_an_it_is_about_94_kilometres() -> None:
    (tan_ninh,), (tan_an,) = (organizations.find_communes(name) for name in ("phường Tân Ninh", "phường Tân An"))

    assert organizations.distance_km(tan_ninh, tan_an) == pytest.approx(94, abs=4)
