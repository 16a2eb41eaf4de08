"""Words of links on a machine without a speech model: what is written down is all that there is."""

import pytest
import pytest_asyncio

from services.errors import SpeechModelMissing
from services.transcripts.transcript import Origin
from tests.world.test_captions import by_people
from tests.world.words import open_desk
from tests.world.youtube import open_youtube

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(tmp_path_factory, web_of_the_module):
    folder = tmp_path_factory.mktemp("desk")
    nowhere = str(folder / "nowhere")
    async with open_desk(folder, web_of_the_module, speech_model=nowhere) as opened:
        yield opened


async def test_captions_come_without_a_model_in_whatever_language(world, desk):
    captions = [by_people("fr", "Bonjour."), by_people("de", "Guten Tag.")]
    link = open_youtube(world).video("wNoModel001", captions=captions)

    found = await desk.words(link)

    assert (found.text, found.language, found.origin) == ("Bonjour.", "fr", Origin.CAPTIONS)


async def test_where_there_are_none_the_model_is_missed(world, desk):
    link = open_youtube(world).video("wNoModel002")

    with pytest.raises(SpeechModelMissing):
        await desk.words(link)
