"""One house with its doors for a module."""

from tests.world.conftest import shared
from tests.world.http.doors import open_doors


@shared
async def doors(tmp_path_factory, web_of_the_module, settings_of_the_house):
    folder = tmp_path_factory.mktemp("doors")
    async with open_doors(folder, web_of_the_module, **settings_of_the_house) as opened:
        yield opened
