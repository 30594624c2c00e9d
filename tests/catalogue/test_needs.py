"""The standard needs and features, as loaded; what is known of an offering, and where that comes from."""

from datetime import date

import pytest
from sqlalchemy import insert, select

from hoanhap import catalogue
from hoanhap.base.db import Db
from hoanhap.catalogue import Known, LocationFeature, Offering, OfferingFeature, Setting
from hoanhap.catalogue.rules import COMPANION_SEAT, WHEELCHAIR_SPACE
from tests import makers

IN_MAY, IN_JUNE = date(2026, 5, 4), date(2026, 6, 8)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_feature_a_need_asks_for_can_be_said(db: Db, language: str) -> None:
    said = catalogue.features(db, language)

    for need in catalogue.needs(db, language):
        assert need.rule.features.keys() <= set(Setting)
        assert frozenset().union(*need.rule.features.values()) <= said.keys()
        assert need.text.name
        assert need.text.short


def test_every_feature_is_asked_for_by_some_need(db: Db) -> None:
    asked = {each for need in catalogue.needs(db, "vi") for some in need.rule.features.values() for each in some}

    assert asked == set(catalogue.features(db, "vi"))


def test_loading_again_changes_nothing(db: Db) -> None:
    before = catalogue.needs(db, "vi"), catalogue.features(db, "vi")

    catalogue.load_catalogue(db)

    assert (catalogue.needs(db, "vi"), catalogue.features(db, "vi")) == before


def test_what_is_known_of_a_service_stands_before_what_is_known_of_its_place(db: Db) -> None:
    offering, other = makers.make_offering(db), makers.make_offering(db)
    place = db.execute(select(Offering.location_id).where(Offering.id == offering.id)).scalar_one()
    of_place = {"location_id": place, "known_on": IN_MAY}
    db.execute(insert(LocationFeature), [of_place | {"feature_code": "lift", "has": True}])
    db.execute(insert(LocationFeature), [of_place | {"feature_code": "parking", "has": True}])
    of_service = {"offering_id": offering.id, "feature_code": "lift", "has": False, "known_on": IN_JUNE}
    db.execute(insert(OfferingFeature), [of_service])

    known = catalogue.known_features(db, [offering, other])

    assert known[offering.id] == {
        "lift": Known(has=False, known_on=IN_JUNE),
        "parking": Known(has=True, known_on=IN_MAY),
        WHEELCHAIR_SPACE: Known(has=False, known_on=None),
        COMPANION_SEAT: Known(has=True, known_on=None),
    }
    assert known[other.id].keys() == {WHEELCHAIR_SPACE, COMPANION_SEAT}
