"""The containers fit together, as far as that can be seen without starting them."""

import re

import yaml

from bot.settings import ROOT, Settings

TEXT = (ROOT / "compose.yaml").read_text("utf-8")
SERVICES = yaml.safe_load(TEXT)["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
OF_THE_BOT_API_SERVER = {"TELEGRAM_API_ID", "TELEGRAM_API_HASH", "TELEGRAM_LOCAL"}


def mounts(service):
    return {
        target: (volume, bool(how))
        for volume, target, how in (
            (*mount.split(":"), "")[:3] for mount in SERVICES[service]["volumes"]
        )
    }


def test_both_see_each_others_files_under_the_same_paths():
    ours, theirs = mounts("hearsay"), mounts("bot-api")

    assert set(ours) == set(theirs) == {"/data", "/var/lib/telegram-bot-api"}
    for path, (volume, only_read) in ours.items():
        assert theirs[path] == (volume, not only_read)


def test_the_data_outlive_the_container():
    folder = re.search(r"DATA_DIR=(\S+)", DOCKERFILE)[1]

    assert mounts("hearsay")[folder] == ("data", False)


def test_only_this_machine_reaches_the_port():
    port = re.search(r"HTTP_PORT=(\d+)", DOCKERFILE)[1]

    assert SERVICES["hearsay"]["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert "ports" not in SERVICES["bot-api"]


def test_the_settings_that_it_names_exist():
    named = set(re.findall(r"^#?\s*([A-Z]+(?:_[A-Z]+)+)=", TEXT, re.MULTILINE))

    assert {"BOT_API_URL", "BOT_API_LOCAL"} <= named
    assert named - OF_THE_BOT_API_SERVER <= {name.upper() for name in Settings.model_fields}
    assert set(SERVICES["bot-api"]["environment"]) == OF_THE_BOT_API_SERVER


def test_it_is_given_the_time_that_it_takes_to_stop():
    assert int(SERVICES["hearsay"]["stop_grace_period"].removesuffix("s")) > 8


def test_one_service_is_enough():
    assert [name for name, service in SERVICES.items() if "profiles" not in service] == ["hearsay"]
