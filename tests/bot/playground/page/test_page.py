"""The chat page in a real browser, against the real playground, with a bot whose every call the test says."""

import asyncio
import re

import aiohttp
import pytest
from playwright.async_api import expect

from tests import processes
from tests.bot.playground.page.robot import keyboard
from tests.sounds import seconds_of, tune_in

pytestmark = pytest.mark.asyncio(loop_scope="module")

PHONE = {"viewport": {"width": 360, "height": 740}}


async def write(page, text):
    await page.fill("#write", text)
    await page.press("#write", "Enter")


async def until(page, expression):
    """Wait for a condition; the page's policy forbids the browser's own way of asking again and again."""
    async with asyncio.timeout(10):
        while not await page.evaluate(expression):  # noqa: ASYNC110 - a page tells nobody
            await asyncio.sleep(0.05)


def bubble(page, text):
    return page.locator(".bubble", has_text=text)


async def send_song(robot, chat_id, media, **params):
    return await robot.call(
        "sendAudio",
        files={"audio": media / "harbour.mp3", "thumbnail": media / "harbour.jpg"},
        chat_id=chat_id,
        title="Morning over the Harbour",
        performer="The Paper Lanterns",
        duration=24,
        **params,
    )


async def test_the_first_screen_offers_links_and_one_tap_sends_one(room):
    page, robot = room.page, room.robot
    await expect(page.locator("#welcome")).to_be_visible()

    await page.click("#welcome [data-sample=mp3]")

    assert (await robot.next("message"))["text"] == room.demo_url + "/morning-over-the-harbour.mp3"
    await expect(page.locator("#welcome")).to_be_hidden()
    await expect(page.locator(".message.mine")).to_have_count(1)


async def test_enter_sends_and_shift_enter_breaks_the_line(room):
    page, robot = room.page, room.robot
    await page.fill("#write", "first")
    await page.press("#write", "Shift+Enter")
    await page.type("#write", "second")
    await page.press("#write", "Enter")

    assert (await robot.next("message"))["text"] == "first\nsecond"
    await expect(page.locator("#write")).to_have_value("")


async def test_a_text_over_the_limit_stays_in_the_field(room):
    page = room.page
    await page.fill("#write", "a" * 4097)
    await page.press("#write", "Enter")

    await expect(page.locator("#write")).to_have_value("a" * 4097)
    await expect(page.locator("#send")).to_be_disabled()
    await expect(page.locator(".message")).to_have_count(0)


async def test_a_pressed_button_turns_until_the_bot_answers(room):
    page, robot = room.page, room.robot
    await robot.say(room.chat_id, "Choose", reply_markup=keyboard([("MP3", "mp3"), ("OGG", "ogg")]))
    button = page.locator("#messages").get_by_role("button", name="MP3")

    await button.click()
    query = await robot.next("callback_query")
    assert query["data"] == "mp3"
    await expect(button).to_have_attribute("aria-busy", "true")
    await robot.call("answerCallbackQuery", callback_query_id=query["id"], text="On its way")

    await expect(page.locator(".toast")).to_have_text("On its way")
    await expect(button).not_to_have_attribute("aria-busy", "true")


async def test_an_alert_waits_to_be_closed(room):
    page, robot = room.page, room.robot
    await robot.say(room.chat_id, "Choose", reply_markup=keyboard([("Ask", "ask")]))
    await page.get_by_role("button", name="Ask").click()
    query = await robot.next("callback_query")
    await robot.call(
        "answerCallbackQuery", callback_query_id=query["id"], text="Too big.", show_alert=True
    )

    dialog = page.locator("#alert")
    await expect(dialog).to_contain_text("Too big.")
    await page.keyboard.press("Enter")
    await expect(dialog).to_be_hidden()


async def test_buttons_have_their_style_and_links_lead_out(room):
    page, robot = room.page, room.robot
    markup = keyboard([
        {"text": "Cancel", "callback_data": "c", "style": "danger"},
        {"text": "Site", "url": "https://example.com/"},
    ])
    await robot.say(room.chat_id, "Choose", reply_markup=markup)

    await expect(page.get_by_role("button", name="Cancel")).to_have_class(re.compile("danger"))
    await expect(page.get_by_role("link", name="Site")).to_have_attribute(
        "href", "https://example.com/"
    )


async def test_sound_plays_on_through_edits_of_its_message(room):
    page, robot = room.page, room.robot
    sent = await send_song(robot, room.chat_id, room.media, caption="MP3")
    player = page.locator(".player")
    await expect(player).to_contain_text("Morning over the Harbour")
    await page.evaluate("window.before = document.querySelector('.player audio')")
    await page.get_by_role("button", name="Play: Morning over the Harbour").click()
    await until(page, "before.currentTime > 0.3")

    await robot.call(
        "editMessageCaption",
        chat_id=room.chat_id,
        message_id=sent["message_id"],
        caption="MP3 · 0.4 MB",
        reply_markup=keyboard([("Words", "words")]),
    )
    await expect(page.get_by_role("button", name="Words")).to_be_visible()

    await expect(bubble(page, "MP3 · 0.4 MB")).to_be_visible()
    assert await page.evaluate(
        "document.querySelector('.player audio') === before && !before.paused"
    )
    at = await page.evaluate("before.currentTime")
    await until(page, f"before.currentTime > {at}")


async def test_the_player_seeks_by_keyboard_and_shows_the_real_shape(room):
    page, robot = room.page, room.robot
    await send_song(robot, room.chat_id, room.media)
    seek = page.get_by_role("slider", name="Position")
    await expect(seek).to_have_attribute("aria-valuemax", "24")
    await expect(seek).to_have_class(re.compile("shaped"))
    await seek.focus()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")

    await expect(seek).to_have_attribute("aria-valuenow", "10")
    assert await page.evaluate("document.querySelector('.player audio').currentTime") == 10


async def test_words_become_a_film_in_the_same_message(room):
    page, robot = room.page, room.robot
    sent = await robot.say(room.chat_id, "Fetching · 40 %")
    await robot.call(
        "editMessageMedia",
        files={"film": room.media / "film-240.mp4"},
        chat_id=room.chat_id,
        message_id=sent["message_id"],
        media={
            "type": "video",
            "media": "attach://film",
            "caption": "Sunrise",
            "width": 426,
            "height": 240,
        },
    )

    await expect(page.locator(".message video")).to_be_visible()
    await expect(page.locator(".message")).to_have_count(1)
    await expect(bubble(page, "Sunrise")).to_be_visible()
    await until(page, "document.querySelector('video').readyState >= 1")


async def test_a_draft_is_live_and_stop_reaches_the_bot(room):
    page, robot = room.page, room.robot
    await robot.call(
        "sendMessageDraft", chat_id=room.chat_id, draft_id=7, text="Fetching · 10 %", can_stop=True
    )
    draft = page.locator(".draft")
    await expect(draft).to_contain_text("Fetching · 10 %")
    await robot.call(
        "sendMessageDraft", chat_id=room.chat_id, draft_id=7, text="Fetching · 60 %", can_stop=True
    )
    await expect(draft).to_contain_text("Fetching · 60 %")
    await expect(draft).to_have_count(1)

    await draft.get_by_role("button", name="Stop").click()

    assert (await robot.next("stopped_message_generation"))["draft_id"] == 7


async def test_hostile_text_stays_text(room):
    page, robot = room.page, room.robot
    nasty = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'
    await robot.say(
        room.chat_id,
        nasty,
        entities=[{"type": "bold", "offset": 0, "length": 9}],
        reply_markup=keyboard([(nasty[:40], "x")]),
    )
    sent = await send_song(robot, room.chat_id, room.media, caption=nasty)
    await robot.call(
        "editMessageCaption",
        chat_id=room.chat_id,
        message_id=sent["message_id"],
        caption=f"{nasty} again",
    )
    await write(page, nasty)

    await expect(bubble(page, "again")).to_be_visible()
    await expect(page.locator(".bubble .text", has_text="onerror")).to_have_count(3)
    assert await page.locator(".text img, .text script, .key img").count() == 0
    assert await page.evaluate("window.hit") is None


async def test_a_script_in_a_link_is_no_link(room):
    page = room.page
    nodes = await page.evaluate(
        """async () => {
            const { rich } = await import("/page/entities.js");
            const trap = {type: "text_link", offset: 0, length: 3, url: "javascript:alert(1)"};
            const nodes = rich("tap here", [trap], () => {});
            return nodes.map((node) => node.outerHTML ?? node);
        }"""
    )

    assert nodes == ["<span>tap</span>", " here"]


async def test_entities_count_in_utf_16_and_may_lie_in_each_other(room):
    drawn = await room.page.evaluate(
        """async () => {
            const { rich } = await import("/page/entities.js");
            const host = document.createElement("p");
            host.append(...rich("🌅 bold and both", [
                {type: "bold", offset: 3, length: 13}, {type: "italic", offset: 12, length: 4},
            ], () => {}));
            return host.innerHTML;
        }"""
    )

    assert drawn == "🌅 <strong>bold and <em>both</em></strong>"


async def test_writing_from_right_to_left_is_set_so(room):
    page, robot = room.page, room.robot
    await robot.say(room.chat_id, "صباح الخير يا ميناء (live)")
    await send_song(robot, room.chat_id, room.media)
    await robot.say(room.chat_id, "你好，港口 🌅 Привет")

    text = bubble(page, "صباح").locator(".text")
    assert await text.evaluate("node => getComputedStyle(node).unicodeBidi") == "plaintext"
    assert await text.evaluate("node => node.matches(':dir(rtl)')")
    assert await page.locator(".player .title").evaluate("node => node.matches(':dir(ltr)')")


async def test_a_deleted_message_vanishes(room):
    page, robot = room.page, room.robot
    sent = await robot.say(room.chat_id, "Soon gone")
    await expect(bubble(page, "Soon gone")).to_be_visible()

    await robot.call("deleteMessage", chat_id=room.chat_id, message_id=sent["message_id"])

    await expect(page.locator(".message")).to_have_count(0)


async def test_replies_are_quoted_and_reactions_shown(room):
    page, robot = room.page, room.robot
    await write(page, "Is it done?")
    asked = await robot.next("message")
    await robot.call(
        "setMessageReaction",
        chat_id=room.chat_id,
        message_id=asked["message_id"],
        reaction=[{"type": "emoji", "emoji": "👍"}],
    )
    await robot.say(room.chat_id, "Yes", reply_parameters={"message_id": asked["message_id"]})

    await expect(page.locator(".mine .reaction")).to_have_text("👍")
    await expect(bubble(page, "Yes").locator(".quote")).to_contain_text("Is it done?")


async def test_a_person_replies_and_reacts(room):
    page, robot = room.page, room.robot
    sent = await robot.say(room.chat_id, "Which one?")
    message = page.locator(".message", has_text="Which one?").first
    await message.hover()
    await message.get_by_role("button", name="Reply").click()
    await write(page, "The second")

    assert (await robot.next("message"))["reply_to_message"]["message_id"] == sent["message_id"]
    await message.hover()
    await message.get_by_role("button", name="React").click()
    await message.get_by_role("button", name="🔥").click()
    await expect(message.locator(".reaction")).to_have_text("🔥")


async def test_what_the_bot_is_doing_is_said(room):
    page, robot = room.page, room.robot
    await robot.call("sendChatAction", chat_id=room.chat_id, action="upload_voice")
    await expect(page.locator("#action")).to_have_text("sending sound")

    await robot.say(room.chat_id, "Here")
    await expect(page.locator("#action")).to_be_hidden()


async def test_who_reads_above_is_not_moved(room):
    page, robot = room.page, room.robot
    for number in range(30):
        await robot.say(room.chat_id, f"Line {number}", disable_notification=True)
    await expect(bubble(page, "Line 29")).to_be_in_viewport()
    await page.locator("#scroller").evaluate("node => node.scrollTo(0, 0)")
    await expect(page.locator("#newer")).to_be_visible()

    await robot.say(room.chat_id, "The newest")

    await expect(page.locator("#newer")).to_have_text("1 new message")
    assert await page.locator("#scroller").evaluate("node => node.scrollTop") == 0
    await page.click("#newer")
    await expect(bubble(page, "The newest")).to_be_in_viewport()
    await expect(page.locator("#newer")).to_be_hidden()


async def test_the_look_follows_the_system_and_a_choice_is_remembered(room):
    page = room.page
    ground = "getComputedStyle(document.body).backgroundColor"
    light = await page.evaluate(ground)
    await page.emulate_media(color_scheme="dark")
    dark = await page.evaluate(ground)
    assert light != dark

    await page.click("#theme")
    assert await page.evaluate(ground) == light
    await page.reload()
    assert await page.evaluate(ground) == light


@pytest.mark.parametrize("wishes", [PHONE])
async def test_nothing_is_wider_than_a_phone(room):
    page, robot = room.page, room.robot
    row = [(f"🎬 {height}p · 12.5 MB", f"v{height}") for height in (240, 480, 720)]
    await robot.say(room.chat_id, "W" * 300, reply_markup=keyboard(row, [("More…", "more")]))
    await send_song(robot, room.chat_id, room.media, caption="A caption")
    await expect(page.locator(".player")).to_be_visible()

    wide = await page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter((node) => node.checkVisibility({visibilityProperty: true}))
            .filter((node) => !node.closest(".unseen, .backdrop"))
            .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
            .map((node) => node.className)"""
    )
    assert wide == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_everything_can_be_done_without_a_mouse(room):
    page, robot = room.page, room.robot
    await robot.call(
        "setMyCommands",
        commands=[
            {"command": "help", "description": "What I can do"},
            {"command": "queue", "description": "Mine"},
        ],
    )
    await expect(page.locator("#write")).to_be_focused()
    await page.keyboard.type("/")
    await expect(page.locator("#commands [role=option]")).to_have_count(2)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    assert (await robot.next("message"))["text"] == "/queue"

    await robot.say(room.chat_id, "Choose", reply_markup=keyboard([("MP3", "mp3")]))
    await expect(bubble(page, "Choose")).to_be_visible()
    await page.keyboard.press("ArrowUp")
    await expect(page.locator(".message", has_text="Choose")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="MP3")).to_be_focused()
    outline = await page.get_by_role("button", name="MP3").evaluate(
        "node => getComputedStyle(node).outlineStyle"
    )
    assert outline == "solid"
    await page.keyboard.press("Enter")
    assert (await robot.next("callback_query"))["data"] == "mp3"


async def test_commands_are_filtered_as_one_types(room):
    page, robot = room.page, room.robot
    names = ["help", "queue", "quiet"]
    await robot.call(
        "setMyCommands", commands=[{"command": name, "description": name} for name in names]
    )
    await page.fill("#write", "/qu")

    await expect(page.locator("#commands [role=option]")).to_have_count(2)
    await page.keyboard.press("Tab")
    await expect(page.locator("#write")).to_have_value("/queue ")


async def test_a_voice_note_is_recorded_and_sent(room):
    page, robot = room.page, room.robot
    await page.click("#record")
    await expect(page.locator("#recording")).to_be_visible()
    await until(page, "document.querySelector('#recording .passed').textContent === '0:01'")
    await page.click("#recording .send")

    voice = (await robot.next("message"))["voice"]
    assert voice["duration"] >= 1
    assert voice["mime_type"] == "audio/ogg"
    assert seconds_of(room.playground.media_bytes(voice["file_id"])) > 0.5
    await expect(page.locator(".mine .player.voice")).to_be_visible()


async def test_a_recording_can_be_thrown_away(room):
    page = room.page
    await page.click("#record")
    await expect(page.locator("#recording")).to_be_visible()
    await page.keyboard.press("Escape")

    await expect(page.locator("#recording")).to_be_hidden()
    await expect(page.locator(".message")).to_have_count(0)


async def test_a_missing_microphone_is_said(room):
    page = room.page
    await page.evaluate(
        """() => {
            const refuse = () => Promise.reject(new DOMException("", "NotFoundError"));
            navigator.mediaDevices.getUserMedia = refuse;
        }"""
    )
    await page.click("#record")

    await expect(page.locator(".toast")).to_contain_text("No microphone was found")


async def test_attached_files_are_sent_as_what_they_are(room):
    page, robot = room.page, room.robot
    await page.set_input_files("#files", [room.media / "rain.mp3", room.media / "poster.jpg"])
    await expect(page.locator("#staged li")).to_have_count(2)
    await write(page, "Two at once")

    song = await robot.next("message")
    picture = await robot.next("message")
    assert song["caption"] == "Two at once"
    assert song["audio"]["duration"] == 24
    assert picture["photo"]
    await expect(page.locator("#staged")).to_be_hidden()
    await expect(page.locator(".mine .player")).to_have_count(1)


async def test_a_dropped_file_and_a_pasted_one_are_staged(room):
    page = room.page
    carrying = """(kind) => {
        const data = new DataTransfer();
        data.items.add(new File(["words"], `${kind}.txt`, {type: "text/plain"}));
        const event = kind === "pasted"
            ? new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})
            : new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true});
        document.querySelector("#write").dispatchEvent(event);
    }"""
    await page.evaluate(carrying, "dropped")
    await page.evaluate(carrying, "pasted")

    await expect(page.locator("#staged .title")).to_have_text(["dropped.txt", "pasted.txt"])
    await page.get_by_role("button", name="Remove dropped.txt").click()
    await expect(page.locator("#staged .title")).to_have_text(["pasted.txt"])


async def test_what_was_sent_is_what_the_bot_can_fetch(room):
    page, robot = room.page, room.robot
    await page.set_input_files("#files", room.media / "train.m4a")
    await page.press("#write", "Enter")

    sent = await robot.next("message")
    assert tune_in(room.playground.media_bytes(sent["audio"]["file_id"])) == "train"


async def test_another_language_changes_the_page_and_the_person(room):
    page, robot = room.page, room.robot
    await robot.say(room.chat_id, "Hello")
    await page.select_option("#language", "ru")
    await expect(page.locator("#write")).to_have_attribute(
        "placeholder", "Вставьте ссылку или напишите"
    )
    await write(page, "привет")

    assert (await robot.next("message"))["from"]["language_code"] == "ru"
    assert await page.evaluate("document.documentElement.lang") == "ru"


async def test_the_drawer_shows_calls_and_makes_trouble(room):
    page, robot = room.page, room.robot
    await robot.say(room.chat_id, "Hello")
    await page.click("#inspect")
    await expect(page.locator(".call", has_text="sendMessage")).to_have_count(1)
    await page.locator(".call summary", has_text="sendMessage").click()
    await expect(page.locator(".call pre").first).to_contain_text("Hello")

    await page.get_by_role("switch", name="Strict limits").check()
    await processes.until(lambda: room.playground.desk.flood.is_on)
    await page.get_by_role("button", name="Refuse the next message").click()
    await expect(page.locator(".armed").first).to_be_visible()
    assert [fault.kind for fault in room.playground.desk.faults.all] == ["error"]


async def test_ordered_trouble_meets_the_next_call_to_the_chat_alone(room):
    page, robot = room.page, room.robot
    await page.click("#inspect")
    await page.get_by_role("button", name="Refuse the next message").click()
    await expect(page.locator(".armed").first).to_be_visible()

    await robot.updates(wait=0)
    with pytest.raises(AssertionError, match="retry after 5"):
        await robot.say(room.chat_id, "Refused")
    await robot.say(room.chat_id, "Heard")
    await expect(page.locator(".message .text")).to_have_text(["Heard"])
    await expect(page.locator(".call.refused")).to_have_count(1)


async def test_the_next_upload_is_cut_and_small_calls_are_not(room):
    page, robot = room.page, room.robot
    await page.click("#inspect")
    await page.get_by_role("button", name="Cut the next upload").click()
    await expect(page.locator(".armed").last).to_be_visible()

    await robot.say(room.chat_id, "Small")
    with pytest.raises((aiohttp.ClientError, ConnectionError)):
        await send_song(robot, room.chat_id, room.media)
    await send_song(robot, room.chat_id, room.media)
    await expect(page.locator(".player")).to_have_count(1)


async def test_starting_over_brings_the_first_screen_back(room):
    page, robot = room.page, room.robot
    await robot.say(room.chat_id, "Hello")
    await expect(page.locator(".message")).to_have_count(1)
    await page.click("#inspect")
    await page.get_by_role("button", name="Start over").click()
    await page.locator("#alert").get_by_role("button", name="Start over").click()

    await expect(page.locator("#welcome")).to_be_visible()
    await expect(page.locator(".message")).to_have_count(0)


async def test_those_who_listen_hear_news_but_not_every_percent(room):
    page, robot = room.page, room.robot
    sent = await robot.say(room.chat_id, "Fetching · 1 %")
    for percent in (20, 40, 60):
        await robot.call(
            "editMessageText",
            chat_id=room.chat_id,
            message_id=sent["message_id"],
            text=f"Fetching · {percent} %",
        )
    await expect(bubble(page, "60 %")).to_be_visible()

    await expect(page.locator("#announcer p")).to_have_text(["Fetching · 1 %"])


@pytest.mark.parametrize("expected_complaints", ["Failed to load resource|ERR_"])
async def test_a_lost_line_is_taken_up_again_without_losing_anything(room):
    page, robot = room.page, room.robot
    room.line.cut()
    await expect(page.locator("#status")).to_have_text("connection lost, trying again…")
    await robot.say(room.chat_id, "Said meanwhile")
    room.line.mend()

    await expect(bubble(page, "Said meanwhile")).to_be_visible()
    await expect(page.locator("#status")).to_have_text("connected")
