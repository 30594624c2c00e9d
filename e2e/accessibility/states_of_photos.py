"""The states of the pages of those who show a place in photos, and of those who look at them."""

from playwright.sync_api import Response

from e2e.accessibility.walking import Walk, state

PLACE = "trung-tam-nang-am"
PHOTOS = f"/organization/places/{PLACE}/offerings/photos"


@state(status=422)
def photos_and_none_chosen(go: Walk) -> Response:
    go.start_afresh()
    go.open("/sign-in")
    go.press("button[name=account][value=capacity]")
    go.open(PHOTOS)
    return go.press("main form[enctype] button")


@state(status=422)
def words_of_a_photo_that_say_nothing(go: Walk) -> Response:
    go.open(PHOTOS)
    go.press(f"main a[href^='{PHOTOS}/']:not([href$='/removal'])")
    go.fill(text_vi="IMG_2034.jpg", text_en="Ramp")
    return go.press("main form button")


@state
def photo_to_remove(go: Walk) -> Response:
    go.open(PHOTOS)
    return go.press("main a[href$='/removal']")


@state
def place_with_photos(go: Walk) -> Response:
    return go.open(f"/places/{PLACE}")
