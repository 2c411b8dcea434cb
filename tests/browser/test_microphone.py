"""试呼: somebody speaks into the browser's microphone, and the words stand on the desk.

Chromium plays a file where it would listen to a microphone; everything behind it is real.
"""

import contextlib
import csv
import difflib
import re

import numpy as np
import pytest
import soundfile
from playwright.sync_api import expect

from tests.browser.conftest import FLAGS, PASSWORD, served, sign_in
from zhixi.assist.speech.tests.sounds import noise, silence, tone, voice, write
from zhixi.assist.speech.weights import is_whole, models_folder, whisper_name

pytestmark = pytest.mark.browser
ENGINE = "python:zhixi.assist.speech.tests.engines"  # its words are the length of the sound
INSECURE = "zhixi.test"  # a name that is this machine, and that no browser takes for it
SENTENCES, PAUSE = 4, 1.5  # seconds
ENOUGH = 0.6  # of the characters
HEARD = 120_000  # ms; a busy machine recognises late


@pytest.fixture(scope="module")
def cheap_site(chromium, tmp_path_factory):
    hosts = f"localhost,127.0.0.1,{INSECURE}"
    home = tmp_path_factory.mktemp("microphone")
    streaming = '{"streaming": true}'  # words in the making come on a machine with one core too
    with served(home, ZHIXI_RECOGNISER=ENGINE, ZHIXI_TEST_ENGINE=streaming, ZHIXI_HOSTS=hosts) as site:
        yield site


@pytest.fixture
def speaking(chromium, playing, tmp_path):
    """speaking(site, username, sound) → a page whose microphone hears this sound once; 1 s of silence comes first."""
    faults: list[str] = []
    with contextlib.ExitStack() as stack:

        def opened(site, username: str, sound: np.ndarray):
            path = write(tmp_path / "spoken.wav", np.concatenate([silence(1), sound, silence(60)]))
            flags = [
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                f"--use-file-for-fake-audio-capture={path}%noloop",
            ]
            browser = playing.chromium.launch(executable_path=chromium, args=[*FLAGS, *flags])
            stack.callback(browser.close)
            return sign_in(browser, site.address, username, PASSWORD, faults)

        yield opened
    assert not faults


def begin(page, leg: str = "我扮市民") -> None:
    page.locator('[data-test="test-call"]').click()
    box = page.get_by_role("group", name="试呼")
    box.get_by_text(leg, exact=True).click()
    box.locator('[data-test="test-call-start"]').click()
    expect(box).to_be_hidden()  # it goes out of the talk's way
    expect(page.get_by_role("meter", name="音量")).to_be_visible()
    expect(page.get_by_label("通话", exact=True).get_by_text("通话中")).to_be_visible()


def hang_up(page) -> None:
    page.locator('[data-test="test-call"]').click()
    expect(page.get_by_role("status").filter(has_text="请讲话")).to_be_visible()
    page.locator('[data-test="test-call-stop"]').click()
    expect(page.get_by_label("通话", exact=True).get_by_text("已结束")).to_be_visible(timeout=HEARD)


def test_words_are_grey_while_they_are_spoken_and_finished_when_the_speaker_pauses(speaking, cheap_site):
    page = speaking(cheap_site, "agent1", np.concatenate([voice(6), silence(2), voice(2)]))
    begin(page)
    expect(page.locator('[data-test="spoken"]')).to_contain_text(re.compile(r"市民 正在说.*秒…"))
    finished = page.get_by_label("通话文字").locator("li[data-n]")
    expect(finished).to_have_count(2, timeout=HEARD)
    expect(page.locator('[data-test="spoken"]')).to_have_count(0)
    assert 5 < float(re.search(r"([\d.]+)秒", finished.first.inner_text())[1]) < 8
    hang_up(page)


def test_a_test_call_speaks_for_the_agent_where_that_is_chosen_and_ends_at_the_desk(speaking, cheap_site):
    page = speaking(cheap_site, "teamlead1", voice(3))
    begin(page, "我扮话务员")
    expect(page.get_by_label("通话文字").locator("li.agent[data-n]")).to_be_visible(timeout=HEARD)
    page.get_by_label("通话", exact=True).get_by_role("button", name="挂断", exact=True).click()
    expect(page.locator('[data-test="test-call"]')).to_have_text("试呼")


def test_a_killed_server_is_waited_for_and_the_same_call_goes_on(speaking, cheap_site):
    sentence = np.concatenate([voice(2), silence(1.5)])
    page = speaking(cheap_site, "agent4", np.tile(sentence, 14))
    begin(page)
    finished = page.get_by_label("通话文字").locator("li[data-n]")
    expect(finished.first).to_be_visible(timeout=HEARD)
    cheap_site.server.kill()
    cheap_site.server.wait(timeout=30)
    expect(page.get_by_text("连接中断，正在重连…")).to_be_visible()
    before = finished.count()
    cheap_site.serve()
    expect(finished.nth(before)).to_be_visible(timeout=HEARD)
    hang_up(page)
    calls = page.request.get(f"{cheap_site.address}/api/calls?state=ended").json()["items"]
    assert len([call for call in calls if call["agent"]["name"] == "白芷若"]) == 1


def test_without_a_microphone_the_page_says_what_to_do(chromium, playing, cheap_site):
    faults: list[str] = []
    with contextlib.closing(playing.chromium.launch(executable_path=chromium, args=FLAGS)) as browser:
        page = sign_in(browser, cheap_site.address, "agent2", PASSWORD, faults)
        page.locator('[data-test="test-call"]').click()
        page.locator('[data-test="test-call-start"]').click()
        expect(page.get_by_role("group", name="试呼").get_by_role("alert")).to_contain_text(
            re.compile("话筒(未获允许|打不开)|没有找到话筒")
        )
        expect(page.locator('[data-test="test-call"]')).to_have_text("试呼")
    assert not faults


def test_at_an_address_without_https_the_page_names_the_reason(chromium, playing, cheap_site):
    faults: list[str] = []
    flags = [*FLAGS, f"--host-resolver-rules=MAP {INSECURE} 127.0.0.1"]
    address = cheap_site.address.replace("127.0.0.1", INSECURE)
    with contextlib.closing(playing.chromium.launch(executable_path=chromium, args=flags)) as browser:
        page = sign_in(browser, address, "agent3", PASSWORD, faults)
        page.locator('[data-test="test-call"]').click()
        page.locator('[data-test="test-call-start"]').click()
        expect(page.get_by_role("group", name="试呼").get_by_role("alert")).to_contain_text("https")
    assert not faults


def test_who_takes_no_calls_has_no_test_call(desk):
    page = desk("dispatcher1")
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
    expect(page.locator('[data-test="test-call"]')).to_have_count(0)


@pytest.fixture
def weights():
    if not is_whole(models_folder() / whisper_name()):
        pytest.skip("the speech weights are not in place (zhixi models install)")


@pytest.mark.shared
@pytest.mark.weights
def test_a_recording_that_is_spoken_into_the_microphone_stands_on_the_desk(speaking, site, shared, weights):
    sound, truth = sentences(shared / "data" / "speech")
    page = speaking(site, "agent1", sound)
    begin(page)
    page.wait_for_function(
        "wanted => document.querySelectorAll('[aria-label=通话文字] li[data-n]').length >= wanted",
        arg=SENTENCES,
        timeout=HEARD,
    )
    hang_up(page)
    heard = "".join(page.get_by_label("通话文字").locator("li[data-n] p").all_inner_texts())
    assert alike(truth, heard) >= ENOUGH


@pytest.mark.weights
def test_a_tone_noise_and_silence_make_a_call_without_words(speaking, site, weights):
    page = speaking(site, "agent2", np.concatenate([tone(3), silence(2), noise(3, 0.02)]))
    begin(page)
    page.wait_for_timeout(10_000)  # until all of it was played
    hang_up(page)
    expect(page.get_by_label("通话文字")).to_contain_text("还没有说话")


def sentences(folder) -> tuple[np.ndarray, str]:
    """Some sentences of a speaker with pauses between them, and what is said in them."""
    with open(folder / "index.tsv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))[1 : 1 + SENTENCES]
    sound = []
    for row in rows:
        samples, rate = soundfile.read(folder / row["file"], dtype="float32")
        assert rate == 16_000
        sound += [samples, silence(PAUSE)]
    return np.concatenate(sound), "".join(row["transcript"] for row in rows)


def alike(truth: str, heard: str) -> float:
    """How much of the truth's characters stands in what was heard, in order."""
    blocks = difflib.SequenceMatcher(None, truth, heard, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(truth)
