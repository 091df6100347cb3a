"""The console in a real browser: Chromium, over a server of its own."""

from __future__ import annotations

import io
import re
import shutil
import signal
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from support.processes import Paddock, Server, eventually, output_of

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
from playwright.sync_api import Browser, FilePayload, Page, StorageState, expect  # noqa: E402

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


def plays(page: Page) -> None:
    """The video on the stage is shown and moves."""
    expect(page.locator(".stage video")).to_be_visible()
    until(page, "document.querySelector('.stage video').currentTime > 0.2")


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


def test_a_text_becomes_a_video_that_plays(page: Page) -> None:
    page.get_by_label("Prompt").fill("一条船 boat")
    expect(page.locator("#count output")).to_have_text("11")
    expect(page.locator("#estimate")).to_contain_text("60.75 credits")
    expect(page.locator("#storyboard .shots li")).to_have_count(1)
    make(page, "[slow 2] a red boat")
    expect(page.locator(".stage .state")).to_contain_text("Making the video")
    until(page, "document.querySelector('.stage .working progress').value > 5")
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


def test_a_video_can_be_seen_while_it_is_made(page: Page) -> None:
    make(page, "[show] [slow 2] a red boat")
    preview = page.get_by_alt_text("What the video looks like so far")
    expect(preview).to_be_visible()
    frame = "JSON.stringify(document.querySelector('.scene').getBoundingClientRect())"
    while_made = page.evaluate(frame)
    until(page, "document.querySelector('.preview')?.naturalWidth > 100")
    plays(page)
    expect(preview).to_have_count(0)
    assert page.evaluate(frame) == while_made


def test_one_image_is_the_first_frame_and_several_are_characters(page: Page, server: Server) -> None:
    expect(page.locator(".kinds [aria-pressed=true]")).to_have_text("Text")
    page.locator("#files").set_input_files([picture(1)])
    expect(page.locator(".kinds [aria-pressed=true]")).to_have_text("First frame")
    expect(page.locator("#images progress")).to_have_count(0)
    make(page, "")
    plays(page)
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
    until(page, "!document.querySelector('.stage .working').hidden")
    plays(page)
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
    page.get_by_role("button", name="Again with another seed").click()
    expect(page.get_by_label("Seed")).not_to_have_value("")
    until(page, "!document.querySelector('.stage .working').hidden")
    plays(page)
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


def test_the_list_follows_what_goes_on(page: Page, server: Server) -> None:
    task_id = server.create("[show] [slow 2] a boat")
    page.goto(f"{server.url}/tasks")
    card = page.locator(f"[data-task={task_id}]")
    expect(card.get_by_alt_text("What the video looks like so far")).to_be_visible()
    expect(card.locator(".badge")).to_have_text("completed")
    expect(card.locator("img")).to_have_attribute("src", f"/posters/{task_id}")


def test_the_page_goes_on_after_the_server_was_restarted(chromium: Browser, paddock: Paddock) -> None:
    server = paddock.serve("--workers", "1")
    page = a_page(chromium)
    sign_in(page, server)
    port = server.url.rpartition(":")[2]
    make(page, "[slow 3] a boat")
    expect(page.locator(".stage .state")).to_contain_text("Making the video")
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()
    expect(page.locator("#offline")).to_be_visible()
    paddock.start("serve", "--port", port, "--workers", "1")
    plays(page)
    expect(page.locator("#offline")).to_be_hidden()
    page.context.close()


@pytest.mark.parametrize("width", [360, 768, 1360])
def test_no_page_scrolls_sideways(chromium: Browser, server: Server, session: StorageState, width: int) -> None:
    page = a_page(chromium, width, session)
    task_id = server.create("x" * 400)
    server.until(task_id, "completed")
    for path in (
        "/",
        "/tasks",
        "/tasks?view=table",
        f"/tasks/{task_id}",
        "/keys",
        "/account",
        "/operator",
        "/docs/api",
        "/nowhere",
    ):
        page.goto(f"{server.url}{path}")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, path
    page.context.close()


NAMELESS = """() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const named = (one) => one.labels?.length || one.ariaLabel || one.textContent.trim() || one.title
        || one.querySelector("img[alt]:not([alt=''])");
    const wanting = all("input:not([type=hidden]), textarea, select, button, a, video").filter((one) => !named(one));
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
    for path in (
        "/",
        "/tasks",
        "/tasks?view=table",
        f"/tasks/{task_id}",
        "/keys",
        "/account",
        "/operator",
        "/docs/api",
    ):
        page.goto(f"{server.url}{path}")
        assert page.evaluate(NAMELESS) == [], path


def test_the_keyboard_is_enough(page: Page) -> None:
    page.get_by_label("Prompt").focus()
    page.keyboard.type("a boat")
    page.keyboard.press("Control+Enter")
    plays(page)
    page.get_by_role("button", name="Loop").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Loop")).to_have_attribute("aria-pressed", "false")


def test_without_events_the_page_asks_again_and_again(page: Page) -> None:
    page.route("**/events", lambda route: route.abort())
    make(page, "[slow 1] a boat")
    expect(page.locator(".stage .state")).to_contain_text("Making the video")
    plays(page)


def test_the_embedded_engine_makes_a_video_here(chromium: Browser, paddock: Paddock) -> None:
    server = paddock.serve("--workers", "1", PADDOCK_ENGINE="animatic")
    page = a_page(chromium)
    sign_in(page, server)
    make(page, "a red boat on a lake at dusk")
    until(page, "!document.querySelector('.stage video').hidden")
    plays(page)
    page.context.close()
