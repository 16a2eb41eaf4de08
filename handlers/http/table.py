"""The table of all doors that programs may knock at: a line for each system, and nothing else."""

from collections.abc import Mapping

from handlers.http.asr import asr_doors
from handlers.http.audiograb import audiograb_doors
from handlers.http.audiograb_adding import adding_doors
from handlers.http.audiograb_batches import batch_doors
from handlers.http.audiograb_schedule import schedule_doors
from handlers.http.audiograb_upkeep import upkeep_doors
from handlers.http.audiograb_words import transcript_doors
from handlers.http.clean_tracks import clean_tracks_doors
from handlers.http.doors import Door
from handlers.http.key_doors import key_doors
from handlers.http.live_doors import live_doors
from handlers.http.manual.doors import manual_doors
from handlers.http.openai import openai_doors
from handlers.http.polish_doors import polish_doors
from handlers.http.progress import Watching
from handlers.http.tttranscribe import tttranscribe_doors
from handlers.http.tttranscribe_jobs import tttranscribe_job_doors
from handlers.http.webhooks import webhook_doors
from services.core import Core


def all_doors(core: Core, watching: Watching, versions: Mapping[str, str]) -> list[Door]:
    """Return every door, in the order of the manual.

    Args:
        core: What answers.
        watching: What knows how far jobs are.
        versions: Program → version.
    """
    doors = [
        *key_doors(core),
        *clean_tracks_doors(core, watching, versions),
        *webhook_doors(core),
        *tttranscribe_doors(core, watching),
        *tttranscribe_job_doors(core, watching),
        *audiograb_doors(core, watching),
        *schedule_doors(core),
        *batch_doors(core, watching),
        *transcript_doors(core, watching),
        *adding_doors(core, watching),
        *upkeep_doors(core),
        *openai_doors(core),
        *asr_doors(core),
        *live_doors(core),
        *polish_doors(core),
    ]
    return [*doors, *manual_doors(doors, versions)]
