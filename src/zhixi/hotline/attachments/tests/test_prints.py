"""Which photos are taken for one another, on invented ones; docs/measurements/photos.md has the figures."""

from PIL import Image, ImageEnhance

from zhixi.hotline.attachments import prints
from zhixi.hotline.attachments.tests.pictures import jpeg, saved_anew, scene


def met(mine: list, others: list) -> bool:
    """As `matching` compares: one of the two whole."""
    return any(prints.alike(a, b) for a, b in [(mine[0], b) for b in others] + [(a, others[0]) for a in mine])


def same(one, other) -> bool:
    return met(prints.looks(one), prints.looks(other))


def test_a_photo_saved_anew_smaller_lighter_and_cut_is_alike():
    for seed in range(8):
        assert same(saved_anew(scene(seed)), scene(seed))


def test_a_photo_is_alike_however_much_lighter_or_darker_it_is():
    for change in (0.6, 1.4):
        assert same(ImageEnhance.Brightness(scene(9)).enhance(change), scene(9))


def test_other_photos_are_not_alike():
    seen = [prints.looks(scene(seed)) for seed in range(30)]
    assert not any(met(a, b) for n, a in enumerate(seen) for b in seen[:n])


def test_a_plain_picture_has_no_look():
    assert prints.looks(Image.new("RGB", (300, 200), "white")) == []


def test_the_bands_find_every_print_within_seven_bits():
    look = 0x0123_4567_89AB_CDEF
    spread = look ^ (
        1 | 1 << 1 | 1 << 16 | 1 << 17 | 1 << 32 | 1 << 33 | 1 << 48
    )  # seven bits over all four bands
    assert prints.distance(look, spread) == 7 <= prints.ALIKE
    found = zip(prints.bands(look), prints.bands(spread), strict=True)
    assert any(band in prints.near(other) for band, other in found)


def test_the_same_picture_has_the_same_pixels_and_another_saving_has_not():
    assert prints.pixels(scene(1)) == prints.pixels(scene(1).copy())
    assert prints.pixels(scene(1)) != prints.pixels(scene(1).crop((0, 0, 400, 400)))
    assert jpeg(scene(1)) != jpeg(scene(1), 50)
