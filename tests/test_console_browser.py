"""The console in a real browser: Chromium, over a server of its own."""

from __future__ import annotations

import base64
import io
import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PIL import Image

from support.console import EVERY_PAGE
from support.processes import Paddock, Server, eventually, output_of

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
from playwright.sync_api import Browser, FilePayload, Page, Route, StorageState, expect  # noqa: E402

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
WAIT_MS = 30_000
T = TypeVar("T")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium"),
    pytest.mark.timeout(180),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that do not stop it."""
    starter = Paddock(tmp_path_factory.mktemp("console") / "data")
    yield starter.serve("--workers", "1")
    starter.end_all()


@pytest.fixture(scope="module")
def session(chromium: Browser, server: Server) -> StorageState:
    """The cookies of somebody who has signed in."""
    page = a_page(chromium)
    sign_in(page, server)
    state = page.context.storage_state()
    page.context.close()
    return state


def a_page(
    chromium: Browser, width: int = 1280, session: StorageState | None = None, locale: str = "en-GB", calm: bool = True
) -> Page:
    context = chromium.new_context(
        locale=locale,
        viewport={"width": width, "height": 800},
        storage_state=session,
        reduced_motion="reduce" if calm else "no-preference",
    )
    context.set_default_timeout(WAIT_MS)
    expect.set_options(timeout=WAIT_MS)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"a script broke: {error}"))
    return page


@pytest.fixture
def page(chromium: Browser, server: Server, session: StorageState) -> Iterator[Page]:
    """A page that is signed in, on the playground."""
    opened = a_page(chromium, session=session)
    opened.goto(server.url)
    yield opened
    opened.context.close()


def key_of(server: Server) -> str:
    return str(server.client.headers["authorization"]).removeprefix("Bearer ")


def sign_in(page: Page, server: Server, key: str | None = None) -> None:
    page.goto(server.url)
    page.get_by_label("API key").fill(key or key_of(server))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Make the video")).to_be_enabled()


def make(page: Page, prompt: str) -> None:
    page.get_by_label("Prompt").fill(prompt)
    page.get_by_label("Duration").fill("3")
    page.get_by_role("button", name="Make the video").click()


def until(page: Page, expression: str) -> None:
    """Wait for what the page's strict policy lets no string of ours wait for inside it."""
    eventually(expression, lambda: page.evaluate(expression))


def first_of(page: Page, seen: list[T]) -> T:
    """The first thing that is seen of the page's events."""

    def look() -> list[T] | None:
        page.evaluate("0")  # lets them come
        return seen or None

    return eventually("event", look)[0]


def plays(page: Page) -> None:
    """The video on the stage is shown and moves."""
    expect(page.locator(".stage video")).to_be_visible()
    until(page, "document.querySelector('.stage video').currentTime > 0.2")


def another_plays(page: Page, before: str | None) -> None:
    """The stage shows another video than the one at the address `before`."""
    expect(page.locator(".stage video")).not_to_have_attribute("src", before or "")
    plays(page)


def on_stage(page: Page) -> str | None:
    return page.locator(".stage video").get_attribute("src")


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """A task whose prompt has `[until GATE]` is at work until this file is there."""
    return tmp_path / "gate"


def picture(number: int, width: int = 640, height: int = 480) -> FilePayload:
    pixels = np.random.default_rng(number).integers(0, 255, (height, width, 3), np.uint8)
    data = io.BytesIO()
    Image.fromarray(pixels).save(data, "JPEG")
    return {"name": f"picture {number}.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def test_the_first_start_prints_a_link_that_signs_in(chromium: Browser, paddock: Paddock) -> None:
    server = paddock.serve("--workers", "0")
    link = eventually("link", lambda: re.search(r"http\S+/signin#\S+", output_of(server.process)))[0]
    page = a_page(chromium)
    page.goto(link)
    expect(page.get_by_role("button", name="Make the video")).to_be_visible()
    assert "#" not in page.url
    page.context.close()


def test_a_wrong_key_is_told_and_signing_out_ends_it(chromium: Browser, server: Server) -> None:
    page = a_page(chromium)
    sign_in(page, server)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("API key").fill("sk-wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("not valid")
    page.context.close()


def test_a_text_becomes_a_video_that_plays(page: Page, gate: Path) -> None:
    page.get_by_label("Prompt").fill("一条船 boat")
    expect(page.locator("#count output")).to_have_text("11")
    expect(page.locator("#estimate")).to_contain_text("60.75 credits")
    expect(page.locator("#storyboard .shots li")).to_have_count(1)
    make(page, f"[until {gate}] a red boat")
    expect(page.locator(".stage .state")).to_contain_text("Making the video")
    until(page, "document.querySelector('.stage .working progress').value > 5")
    gate.touch()
    plays(page)
    before = page.evaluate(
        "document.querySelector('.stage video').pause(), document.querySelector('video').currentTime"
    )
    page.get_by_role("button", name="A frame on").click()
    after = page.evaluate("document.querySelector('.stage video').currentTime")
    assert 0.02 < after - before < 0.1
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.path().read_bytes()[4:8] == b"ftyp"
    here = page.get_by_role("link", name="Details").get_attribute("href")
    expect(page.locator(f"#recent a[href='{here}']")).to_be_visible()


def test_a_video_can_be_seen_while_it_is_made(page: Page, gate: Path) -> None:
    make(page, f"[show] [until {gate}] a red boat")
    preview = page.get_by_alt_text("What the video looks like so far")
    expect(preview).to_be_visible()
    frame = "JSON.stringify(document.querySelector('.scene').getBoundingClientRect())"
    while_made = page.evaluate(frame)
    until(page, "document.querySelector('.preview')?.naturalWidth > 100")
    gate.touch()
    plays(page)
    expect(preview).to_have_count(0)
    assert page.evaluate(frame) == while_made


def test_one_image_is_the_first_frame_and_several_are_characters(page: Page, server: Server) -> None:
    expect(page.locator(".kinds [aria-pressed=true]")).to_have_text("Text")
    page.locator("#files").set_input_files([picture(1)])
    expect(page.locator(".kinds [aria-pressed=true]")).to_have_text("First frame")
    expect(page.locator("#images progress")).to_have_count(0)
    expect(page.locator("#images .chip")).to_have_text("First frame")
    make(page, "")
    plays(page)
    of_one = on_stage(page)
    page.locator("#files").set_input_files([picture(2)])
    expect(page.locator(".kinds [aria-pressed=true]")).to_have_text("Characters")
    page.get_by_role("button", name="character2", exact=True).click()
    page.get_by_label("Prompt").press_sequentially("waves at character1")
    expect(page.get_by_label("Prompt")).to_have_value("character2 waves at character1")
    page.locator("#images li").nth(1).drag_to(page.locator("#images li").nth(0))
    expect(page.locator("#images img").first).to_have_attribute("alt", "picture 2.jpg")
    page.get_by_role("button", name="Move back: picture 2.jpg").click()
    page.get_by_role("button", name="Move forward: picture 2.jpg").click()
    expect(page.locator("#images img").first).to_have_attribute("alt", "picture 2.jpg")
    expect(page.locator("#images progress")).to_have_count(0)
    page.get_by_role("button", name="Make the video").click()
    another_plays(page, of_one)
    first = server.client.get("/v1/tasks").json()["data"][0]["id"]
    page.goto(f"{server.url}/tasks/{first}")
    expect(page.locator(".inputs img")).to_have_count(2)
    page.get_by_role("link", name="Edit and make again").click()
    expect(page.locator("#images li")).to_have_count(2)
    until(page, "[...document.querySelectorAll('#images img')].every((image) => image.naturalWidth > 50)")
    expect(page.locator("#images img").first).to_have_attribute("alt", "picture 2.jpg")
    expect(page.get_by_label("Prompt")).to_have_value("character2 waves at character1")
    page.get_by_role("button", name="Make the video").click()
    plays(page)
    again = server.client.get("/v1/tasks").json()["data"][0]["id"]
    assert again != first
    assert server.task(again)["status"] == "completed"


def test_the_last_frame_goes_on_and_another_seed_is_another_video(page: Page, server: Server) -> None:
    before = server.client.get("/v1/tasks").json()["total"]
    make(page, "a red boat")
    plays(page)
    first = on_stage(page)
    page.get_by_role("button", name="Again with another seed").click()
    expect(page.get_by_label("Seed")).not_to_have_value("")
    another_plays(page, first)
    page.get_by_role("button", name="Continue from the last frame").click()
    expect(page.locator(".kinds [aria-pressed=true]")).to_have_text("First frame")
    expect(page.locator("#images progress")).to_have_count(0)
    assert server.client.get("/v1/tasks").json()["total"] == before + 2
    page.goto(f"{server.url}/tasks/{server.client.get('/v1/tasks').json()['data'][0]['id']}")
    page.get_by_role("button", name="Continue from the last frame").click()
    expect(page.locator("#images img")).to_have_attribute("alt", "last-frame.png")
    expect(page.get_by_label("Prompt")).to_have_value("a red boat")


def test_a_page_that_is_loaded_again_goes_on(page: Page) -> None:
    make(page, "[slow 2] a red boat")
    until(page, "location.hash.startsWith('#task-')")
    page.reload()
    expect(page.get_by_label("Prompt")).to_have_value("[slow 2] a red boat")
    plays(page)


def test_an_image_that_will_not_do_is_told_before_anything_is_sent(page: Page) -> None:
    page.locator("#files").set_input_files([picture(3, 350, 350)])
    expect(page.locator("#images progress")).to_have_count(0)
    expect(page.locator("#images .why")).to_be_hidden()
    page.get_by_label("It is a character").check()
    expect(page.locator("#images .why")).to_have_text("The short edge must be 400 px or more: 350 × 350 px")
    page.get_by_label("It is a character").uncheck()
    page.get_by_role("button", name="Remove: picture 3.jpg").click()
    page.locator("#files").set_input_files([picture(4, 900, 310)])
    expect(page.locator("#images .why")).to_have_text("The ratio must be between 1:2.5 and 2.5:1: 900 × 310 px")
    page.get_by_role("button", name="Make the video").click()
    expect(page.locator("#problem")).to_contain_text("Remove or replace")


def test_what_is_no_picture_is_refused_beside_it(page: Page) -> None:
    fake: FilePayload = {"name": "x.png", "mimeType": "image/png", "buffer": b"no picture"}
    page.locator("#files").set_input_files([fake])
    expect(page.locator("#images .why")).to_be_visible()
    make(page, "a boat")
    expect(page.locator("#problem")).to_contain_text("Remove or replace")


def test_what_the_server_refuses_is_told_beside_the_field(page: Page) -> None:
    page.locator("summary", has_text="Callback").click()
    page.get_by_label("Called when the task ends").fill("https://10.0.0.1/hook")
    make(page, "a boat")
    expect(page.locator("#problem")).to_contain_text("callback_url must be a public https URL")
    expect(page.get_by_label("Called when the task ends")).to_be_focused()


def test_the_playground_speaks_chinese(chromium: Browser, server: Server, session: StorageState) -> None:
    page = a_page(chromium, session=session, locale="zh-CN")
    page.goto(server.url)
    page.get_by_label("提示词").fill("A blue boat at dusk, close-up; a gizmotron")
    for told in ("船", "蓝", "黄昏", "特写"):
        expect(page.locator("#storyboard .tags")).to_contain_text(told)
    expect(page.locator("#storyboard .lost, #storyboard .card-tag").first).to_contain_text("gizmotron")
    english = page.evaluate("document.querySelector('main').innerText.match(/[a-z]{4,}/gi)")
    assert set(english) <= {"JPEG", "WEBP", "Ctrl", "Enter", "character", "gizmotron"}
    page.get_by_label("提示词").fill("[refuse] a boat")
    page.get_by_role("button", name="生成视频").click()
    expect(page.locator(".stage .failed")).to_contain_text("引擎无法生成")
    page.locator(".stage .failed summary").click()
    expect(page.locator(".stage .failed details")).to_contain_text("ask for something else")
    page.context.close()


def test_the_balance_is_beside_the_price_and_what_to_do_when_it_is_short(chromium: Browser, server: Server) -> None:
    key = server.client.post("/v1/keys", json={"name": "a small purse", "credit_cap": 50}).json()["key"]
    page = a_page(chromium)
    sign_in(page, server, key)
    estimate, short = page.locator("#estimate"), page.locator("#short")
    expect(estimate).to_contain_text("60.75 credits")
    expect(estimate).to_contain_text("balance 50.00")
    expect(short).to_contain_text("10.75 credits are missing for this.")
    expect(short.get_by_role("link", name="Usage")).to_have_attribute("href", "/account")
    short.get_by_role("button", name="Make it 4 s long").click()
    expect(estimate).to_contain_text("48.60 credits")
    expect(estimate).to_contain_text("1.40")
    expect(short).to_be_hidden()
    page.context.close()


def test_a_price_that_comes_late_is_not_shown(page: Page) -> None:
    expect(page.locator("#estimate")).to_contain_text("60.75 credits")
    late: list[Route] = []

    def hold(route: Route) -> None:
        if (route.request.post_data_json or {})["duration"] == 9:
            late.append(route)
        else:
            route.continue_()

    page.route("**/v1/estimates", hold)
    page.get_by_label("Duration").fill("9")
    held = first_of(page, late)
    with page.expect_response("**/v1/estimates"):
        page.get_by_label("Duration").fill("5")
    with page.expect_response("**/v1/estimates") as answer:
        held.continue_()
    assert answer.value.json()["credits"] > 100
    expect(page.locator("#estimate")).to_contain_text("60.75 credits")


def test_what_is_written_outlives_a_reload_and_a_new_sign_in(chromium: Browser, server: Server) -> None:
    page = a_page(chromium)
    sign_in(page, server)
    page.get_by_label("Prompt").fill("a boat of words")
    page.get_by_label("9:16").check(force=True)
    page.locator("#files").set_input_files([picture(8)])
    expect(page.locator("#images progress")).to_have_count(0)
    page.reload()
    expect(page.locator("#images img")).to_have_attribute("alt", "picture 8.jpg")
    expect(page.get_by_label("Prompt")).to_have_value("a boat of words")
    expect(page.locator("#count output")).to_have_text("15")
    # What the page asks by itself is answered: only the press below finds that the session has ended.
    expect(page.locator("#estimate")).to_contain_text("credits")
    expect(page.locator("#storyboard .shots li")).to_have_count(1)
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()
    page.get_by_role("button", name="Make the video").click()
    page.get_by_label("API key").fill(key_of(server))
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#images img")).to_have_attribute("alt", "picture 8.jpg")
    expect(page.get_by_label("Prompt")).to_have_value("a boat of words")
    make(page, "a boat of other words")
    plays(page)
    page.get_by_role("link", name="Playground").click()
    expect(page.locator(".stage .hint")).to_be_visible()
    expect(page.get_by_label("Prompt")).to_have_value("")
    page.context.close()


def test_without_a_connection_the_price_is_unknown_until_it_is_back(page: Page) -> None:
    expect(page.locator("#estimate")).to_contain_text("60.75 credits")
    page.context.set_offline(True)
    page.get_by_label("Duration").fill("10")
    expect(page.locator("#estimate")).to_contain_text("The price is shown when the server is back")
    make(page, "a boat")
    expect(page.locator("#problem")).to_contain_text("No connection to the server")
    expect(page.locator("#problem")).to_be_in_viewport()
    page.context.set_offline(False)
    expect(page.locator("#estimate")).to_contain_text("36.45 credits")
    expect(page.locator("#offline")).to_be_hidden()
    expect(page.locator("#problem")).to_be_hidden()


def test_an_image_that_came_inside_a_request_is_given_again(page: Page, server: Server) -> None:
    inside = f"data:image/jpeg;base64,{base64.b64encode(picture(7)['buffer']).decode()}"
    task_id = server.create("", model="happyhorse-1.0-image-to-video", image_urls=[inside])
    server.until(task_id, "completed")
    page.goto(f"{server.url}/tasks/{task_id}")
    page.get_by_role("link", name="Edit and make again").click()
    expect(page.locator("#images li")).to_have_count(1)
    expect(page.locator("#images progress")).to_have_count(0)
    expect(page.locator("#images .why")).to_be_hidden()
    page.get_by_role("button", name="Make the video").click()
    plays(page)


def test_a_storyboard_says_a_thing_once_and_tells_when_there_is_nothing(page: Page) -> None:
    page.get_by_label("Prompt").fill("close-up of a fox's face, the face of the fox")
    expect(page.locator("#storyboard .who").filter(has_text="fox")).to_be_visible()
    for told in page.locator("#storyboard .who").all_inner_texts():
        assert told.count("face") <= 1
    page.get_by_label("Prompt").fill("قارب أحمر على بحيرة")
    expect(page.locator("#storyboard .lost")).to_contain_text("Nothing of it was understood")


def test_shots_beyond_the_videos_end_are_told(page: Page) -> None:
    page.get_by_label("Prompt").fill("Shot 1 [0~3s] a boat; Shot 2 [3~6s] a fox")
    expect(page.locator("#longer")).to_contain_text("The shots of the prompt last 6 s")
    page.locator("#longer").get_by_role("button", name="Make it 6 s long").click()
    expect(page.get_by_label("Duration")).to_have_value("6")
    expect(page.locator("#longer")).to_be_hidden()
    page.get_by_label("Prompt").fill("镜头1 [0~10秒] 一条船；镜头2 [10~40秒] 一只狐狸")
    expect(page.locator("#longer")).to_contain_text("40 s")
    expect(page.locator("#longer button")).to_have_count(0)


def test_the_operators_page_says_how_engines_are_in_chinese(
    chromium: Browser, server: Server, session: StorageState
) -> None:
    page = a_page(chromium, session=session, locale="zh-CN")
    page.goto(f"{server.url}/operator")
    expect(page.locator("#found li")).to_contain_text("就绪；每秒 720p 视频约需")
    page.context.close()


def test_who_is_signed_out_elsewhere_is_sent_to_sign_in(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/operator")
    page.context.clear_cookies()
    expect(page).to_have_url(re.compile("/signin.next=%2Foperator"))
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_the_list_listens_again_after_a_gateways_error(page: Page, server: Server, gate: Path) -> None:
    refused: list[str] = []

    def gateway(route: Route) -> None:
        if refused:
            route.continue_()
        else:
            refused.append(route.request.url)
            route.fulfill(status=502, body="")

    page.route("**/v1/events", gateway)
    task_id = server.create(f"[until {gate}] a boat")
    page.goto(f"{server.url}/tasks")
    first_of(page, refused)
    gate.touch()
    expect(page.locator(f"[data-task={task_id}] .badge")).to_have_text("completed")


def test_what_has_not_changed_on_the_operators_page_stays(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/operator")
    page.evaluate("window.queue = document.querySelector('#queue'), window.faults = document.querySelector('#faults')")
    server.until(server.create("a boat"), "completed")
    until(page, "!window.queue.isConnected")  # one more is completed
    assert page.evaluate("window.faults.isConnected")


def test_a_key_needs_a_name_that_can_be_read(page: Page, server: Server) -> None:
    before = len(server.client.get("/v1/keys").json()["data"])
    page.goto(f"{server.url}/keys")
    page.get_by_label("Name").fill("   ")
    page.get_by_role("button", name="Create key").click()
    expect(page.get_by_label("Name")).to_be_focused()
    expect(page.get_by_label("Name")).to_have_value("")
    assert len(server.client.get("/v1/keys").json()["data"]) == before


def test_images_change_places_under_a_finger(chromium: Browser, server: Server, session: StorageState) -> None:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, storage_state=session, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(server.url)
    page.locator("#files").set_input_files([picture(number) for number in range(3)])
    expect(page.locator("#images progress")).to_have_count(0)
    from_, to = (page.locator("#images img").nth(place).bounding_box() for place in (0, 2))
    assert from_ is not None
    assert to is not None
    fingers = context.new_cdp_session(page)
    for kind, x in (("touchStart", from_["x"] + 20), *(("touchMove", to["x"] + shift) for shift in (-60, 20, 30))):
        points = [{"x": x, "y": from_["y"] + 30}]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator("#images img").nth(2)).to_have_attribute("alt", "picture 0.jpg")
    context.close()


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_the_documentation_says_where_one_is(
    chromium: Browser, server: Server, session: StorageState, locale: str
) -> None:
    page = a_page(chromium, session=session, locale=locale)
    page.goto(f"{server.url}/docs/callbacks")
    headings = page.locator(".contents a")
    expect(headings.first).to_have_attribute("aria-current", "location")
    headings.last.click()
    expect(headings.last).to_have_attribute("aria-current", "location")
    page.goto(f"{server.url}/docs/api#get-v1-credits")
    expect(page.locator(".contents [aria-current]")).to_have_text("GET /v1/credits")
    expect(page.locator("#get-v1-credits")).to_be_in_viewport(ratio=1)
    page.context.close()


def test_code_of_the_documentation_can_be_copied(page: Page, server: Server) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{server.url}/docs")
    page.locator(".code", has_text="export PADDOCK_API_KEY").get_by_role("button", name="Copy").click()
    copied = "navigator.clipboard.readText()"
    eventually("copy", lambda: page.evaluate(copied).strip() == "export PADDOCK_API_KEY=sk-...")


def test_several_tasks_are_cancelled_at_once(page: Page, server: Server) -> None:
    ids = [server.create(f"[slow 50] number {number}") for number in range(2)]
    page.goto(f"{server.url}/tasks")
    for task_id in ids:
        page.locator(f"[data-task={task_id}]").hover()
        page.locator(f"[data-task={task_id}] [data-pick]").check()
    several = page.get_by_role("region", name="Several at once")
    expect(several.get_by_role("button", name="Download")).to_be_disabled()
    several.get_by_role("button", name="Cancel").click()
    for task_id in ids:
        expect(page.locator(f"[data-task={task_id}] .badge")).to_have_text("cancelled")


def test_who_is_lost_finds_back(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/nowhere")
    page.get_by_role("link", name="To the playground").click()
    expect(page.get_by_role("button", name="Make the video")).to_be_visible()


def test_a_task_is_cancelled_and_its_credits_come_back(page: Page, server: Server) -> None:
    make(page, "[slow 50] a boat")
    expect(page.locator(".stage .state")).to_contain_text("Making the video")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".stage .failed")).to_contain_text("Cancelled")
    assert server.client.get("/v1/tasks").json()["data"][0]["status"] == "cancelled"


def test_a_failure_says_what_to_change(page: Page) -> None:
    make(page, "[refuse] a boat")
    expect(page.locator(".stage .failed")).to_contain_text("ask for something else")


def test_a_script_in_a_prompt_stays_text(page: Page, server: Server) -> None:
    page.on("dialog", lambda _: pytest.fail("a prompt ran"))
    script = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    make(page, script)
    expect(page.locator("#storyboard .shots li")).to_have_count(1)
    plays(page)
    page.get_by_role("link", name="Tasks").click()
    expect(page.locator(".card .words").first).to_have_text(script)
    page.locator(".card a").first.click()
    expect(page.locator("h1")).to_have_text(script)
    assert page.locator("main script, main [onerror]").count() == 0


def test_a_key_is_made_shown_once_used_and_revoked(chromium: Browser, page: Page, server: Server) -> None:
    page.get_by_role("link", name="Keys").click()
    page.get_by_label("Name").fill("a visitor")
    page.get_by_role("button", name="Create key").click()
    shown = page.get_by_label("The new key")
    expect(shown).to_be_visible()
    key = shown.input_value()
    page.get_by_role("link", name="Done").click()
    assert key not in page.content()
    visitor = a_page(chromium)
    sign_in(visitor, server, key)
    expect(visitor.locator("#estimate")).to_contain_text("credits")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Revoke a visitor").click()
    expect(page.get_by_role("row", name="a visitor")).to_contain_text("revoked")
    visitor.get_by_label("Prompt").fill("a boat")
    expect(visitor).to_have_url(re.compile("/signin.ended=1"))
    expect(visitor.get_by_role("button", name="Sign in")).to_be_visible()
    # Another page: the one above may still be on its way.
    another = visitor.context.new_page()
    another.goto(f"{server.url}/tasks")
    expect(another.get_by_role("button", name="Sign in")).to_be_visible()
    visitor.context.close()


def test_the_list_follows_what_goes_on(page: Page, server: Server, gate: Path) -> None:
    task_id = server.create(f"[show] [until {gate}] a boat")
    page.goto(f"{server.url}/tasks")
    card = page.locator(f"[data-task={task_id}]")
    expect(card.get_by_alt_text("What the video looks like so far")).to_be_visible()
    server.create("another boat")
    expect(page.get_by_role("link", name="Show newer tasks: 1")).to_be_visible()
    gate.touch()
    expect(card.locator(".badge")).to_have_text("completed")
    expect(card.locator("img")).to_have_attribute("src", f"/posters/{task_id}")


def test_the_page_goes_on_after_the_server_was_restarted(chromium: Browser, paddock: Paddock, gate: Path) -> None:
    server = paddock.serve("--workers", "1")
    page = a_page(chromium)
    sign_in(page, server)
    port = server.url.rpartition(":")[2]
    make(page, f"[until {gate}] a boat")
    expect(page.locator(".stage .state")).to_contain_text("Making the video")
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()
    expect(page.locator("#offline")).to_be_visible()
    gate.touch()
    paddock.start("serve", "--port", port, "--workers", "1")
    plays(page)
    expect(page.locator("#offline")).to_be_hidden()
    page.context.close()


@pytest.mark.parametrize("width", [320, 768, 1360])
def test_no_page_scrolls_sideways(chromium: Browser, server: Server, session: StorageState, width: int) -> None:
    page = a_page(chromium, width, session)
    task_id = server.create("x" * 400)
    server.until(task_id, "completed")
    for path in EVERY_PAGE:
        page.goto(server.url + path.format(task_id))
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, path
    page.context.close()


NAMELESS = """() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const named = (one) => one.labels?.length || one.ariaLabel || one.textContent.trim() || one.title
        || one.querySelector("img[alt]:not([alt=''])");
    const wanting = all("input:not([type=hidden], [aria-hidden]), textarea, select, button, a, video")
        .filter((one) => !named(one));
    const ids = all("[id]").map((one) => one.id);
    return [
        ...wanting.map((one) => one.outerHTML),
        ...all("img:not([alt])").map((one) => one.outerHTML),
        ...ids.filter((id, at) => ids.indexOf(id) !== at),
        ...(all("h1").length === 1 ? [] : ["not one h1"]),
    ];
}"""
"""What a page has that cannot be called by a name, and ids that are there twice."""


def test_everything_has_a_name(page: Page, server: Server) -> None:
    task_id = server.create("a boat", callback_url="https://receiver.example/hook")
    server.until(task_id, "completed")
    for path in EVERY_PAGE:
        page.goto(server.url + path.format(task_id))
        assert page.evaluate(NAMELESS) == [], path


def test_the_keyboard_is_enough(page: Page) -> None:
    page.locator("#files").set_input_files([picture(5), picture(6)])
    expect(page.locator("#images progress")).to_have_count(0)
    page.get_by_role("button", name="Move back: picture 5.jpg").press("Enter")
    expect(page.locator("#images img").first).to_have_attribute("alt", "picture 6.jpg")
    expect(page.get_by_role("button", name="Move back: picture 5.jpg")).to_be_focused()
    page.get_by_role("button", name="Remove: picture 5.jpg").press("Enter")
    expect(page.get_by_role("button", name="Remove: picture 6.jpg")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#files")).to_be_focused()
    page.get_by_label("Prompt").focus()
    page.keyboard.type("a boat")
    page.keyboard.press("Control+Enter")
    plays(page)
    page.get_by_role("button", name="Loop").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Loop")).to_have_attribute("aria-pressed", "false")


def test_keys_send_a_request_once_and_not_before_its_images(page: Page) -> None:
    uploading: list[Route] = []
    sent: list[Route] = []
    page.route("**/files/upload/stream", lambda route: uploading.append(route))
    page.route("**/v1/videos/generations", lambda route: sent.append(route))
    page.locator("#files").set_input_files([picture(9)])
    page.get_by_label("Prompt").press("Control+Enter")
    expect(page.locator("#problem")).to_have_text("The images are still on their way")
    first_of(page, uploading).continue_()
    expect(page.locator("#images progress")).to_have_count(0)
    expect(page.locator("#problem")).to_be_hidden()
    page.get_by_label("Prompt").press("Control+Enter")
    page.get_by_label("Prompt").press("Control+Enter")
    first_of(page, sent).continue_()
    plays(page)
    assert len(sent) == 1


def test_without_events_the_page_asks_again_and_again(page: Page, gate: Path) -> None:
    page.route("**/events", lambda route: route.abort())
    make(page, f"[until {gate}] a boat")
    expect(page.locator(".stage .state")).to_contain_text("Making the video")
    gate.touch()
    plays(page)


def test_the_embedded_engine_makes_a_video_here(chromium: Browser, paddock: Paddock) -> None:
    server = paddock.serve("--workers", "1", PADDOCK_ENGINE="animatic")
    page = a_page(chromium)
    sign_in(page, server)
    make(page, "a red boat on a lake at dusk")
    until(page, "!document.querySelector('.stage video').hidden")
    plays(page)
    page.context.close()
