"""A made-up web: any host answers what a test says, over real TLS, behind the service's own guard.

The service fetches through a proxy (`FETCH_PROXY`) that ends TLS itself, with an authority of its own
(`FETCH_CA`). So yt-dlp's real extractors, its downloaders, FFmpeg and our web client run unchanged from a
pasted link to a delivered file, and no packet leaves the machine.

A test module in this folder needs one line and the fixtures of its `conftest.py`:

    pytestmark = pytest.mark.asyncio(loop_scope="module")

    async def test_a_video_arrives(world, guest):
        site = world.site("www.example.org")                    # or "*.example.org"
        site.answers("/watch/1", "<html>...</html>")            # text: a page
        site.answers("/api/v1/*", {"title": "A film"})          # dict, list: JSON
        site.answers("/files/film.mp4", film(height=360))       # a path: a file, ranges included
        site.answers("/odd", handler)                           # async (aiohttp request) -> response
        site.answers("/gone", "Not here", status=404, headers={"Server": "made up"})

        got = await guest.gets("https://www.example.org/watch/1", "360p")

        assert got.found.shown_size == (640, 360)               # services.media.probe.Probe of the file
        assert got.message["video"]["width"] == 640             # the message as Telegram has it
        assert got.path.read_bytes()                            # the file that was delivered
        assert world.asked("www.example.org", "/api/*")         # the requests that came, each an `Asked`

- A path may hold `*`; an exact one wins, else the newest that fits. The query is not part of it: a
  handler looks at `request.query`. Paths that nobody answers are 404, hosts that nobody is cannot be
  reached; both stand in `world.unanswered`, which is printed when a test fails.
- `guest` is somebody new; `await guest.refusal(link)` returns the sentence that a link ends in,
  `await guest.card(link)` the message with the buttons, `await guest.gets(link, "MP3")` presses one
  (under More as well) and waits for the file, `await guest.pick(card, "MP3")` and `guest.got(card)`
  are its halves.
- `town` holds what lives behind: `town.house.core`, `town.playground`, `town.settings`. One house serves
  a whole module, because opening it takes half a second; what was fetched once is known to it, so tests
  of one module use links of their own. Settings other than the usual: a fixture `settings_of_the_house`
  of scope module that returns a dict of them.
- Elsewhere than in this folder: `open_world()` and `open_town(folder, world, **settings)` are plain
  context managers (tests/world/world.py, tests/world/town.py).
- A whole YouTube (videos, lists, clips, dubs, broadcasts) stands in tests/world/youtube.py:
  `open_youtube(world).video("aVideo00001", "A title", heights=(360,), hertz=440)` returns its address.
- Media come from tests/world/media.py: `film(height=, seconds=, hertz=)`, `song(seconds=, hertz=)`,
  `still()`, `hls()`, `ladder()`; made once a machine. Each tone has its pitch, and `got.hertz` tells
  which one was delivered.
- A test of a platform says in its docstring which extractor file and which yt-dlp its replies are
  shaped after.
"""
