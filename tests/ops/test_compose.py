"""The containers fit together, as far as that can be seen without starting them."""

import re
import tomllib

import yaml

from bot.checkout import ROOT
from bot.settings import Settings
from handlers.cli.parser import build_parser
from locales.texts import texts_for
from services.crew.role import Role

TEXT = (ROOT / "compose.yaml").read_text("utf-8")
SERVICES = yaml.safe_load(TEXT)["services"]
MANY_TEXT = (ROOT / "compose.many.yaml").read_text("utf-8")
MANY = yaml.safe_load(MANY_TEXT)["services"]
SETTINGS = {name.upper() for name in Settings.model_fields}
SECRETS_OF_THE_FRONT = {"BOT_TOKEN", "WEBHOOK_SECRET", "API_KEYS_JSON", "API_SECRET"}
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
    assert named - OF_THE_BOT_API_SERVER <= SETTINGS
    assert set(SERVICES["bot-api"]["environment"]) == OF_THE_BOT_API_SERVER


def test_it_is_given_the_time_that_it_takes_to_stop():
    assert int(SERVICES["hearsay"]["stop_grace_period"].removesuffix("s")) > 8


def test_together_they_share_one_database_and_one_bucket():
    at_work = {name: MANY[name]["environment"] for name in ("hearsay", "cpu", "gpu")}
    shared = ("ENGINE_URL", "BLOB_URL", "AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID")

    assert len({tuple(each[name] for name in shared) for each in at_work.values()}) == 1
    assert set().union(*at_work.values()) - {"LD_LIBRARY_PATH"} <= SETTINGS
    assert Settings(_env_file=None, **filled(at_work["hearsay"])).blob_url == "s3://hearsay"
    assert (
        re.search(r"@postgres:5432/(\w+)\}", at_work["cpu"]["ENGINE_URL"])[1]
        == (MANY["postgres"]["environment"]["POSTGRES_DB"])
    )
    assert "create-bucket --bucket hearsay" in MANY["bucket"]["command"][0]


def filled(environment):
    """Return what stands there when nothing else is set but the two secrets."""
    secrets = re.compile(r"\$\{(\w+):\?[^}]*\}")
    default = re.compile(r"\$\{\w+:-(.*)\}")
    bare = {name: secrets.sub("secret", value) for name, value in environment.items()}
    return {name.lower(): default.sub(r"\1", value) for name, value in bare.items()}


def test_the_front_talks_and_workers_work():
    parse = build_parser(texts_for("en")).parse_args
    roles = [parse(MANY[name]["command"][2:]).roles for name in ("cpu", "gpu")]

    assert MANY["hearsay"]["environment"]["ROLES"] == "front"
    assert roles == [{Role.CPU}, {Role.GPU}]
    assert MANY["cpu"]["scale"] == 2


def test_a_worker_is_given_nothing_that_is_the_fronts():
    for name in ("cpu", "gpu"):
        environment = MANY[name]["environment"]
        assert {each for each, value in environment.items() if not value} == SECRETS_OF_THE_FRONT
        assert MANY[name]["volumes"] == ["workers:/data"]


def test_what_they_share_is_reached_from_inside_alone():
    for name in ("postgres", "s3"):
        assert all(each.startswith("${INSIDE_ADDRESS:-127.0.0.1}:") for each in MANY[name]["ports"])
    assert not any("ports" in MANY[name] for name in ("hearsay", "cpu", "gpu", "bucket"))


def test_every_volume_is_declared():
    for text in (TEXT, MANY_TEXT):
        document = yaml.safe_load(text)
        mounts = [
            each for service in document["services"].values() for each in service.get("volumes", [])
        ]
        assert {each.partition(":")[0] for each in mounts} == set(document["volumes"])


def test_the_packages_that_are_added_are_those_of_the_extra():
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for name in ("hearsay", "cpu", "gpu"):
        packages = MANY[name]["build"]["args"]["PACKAGES"].split()
        assert set(wanted["optional-dependencies"]["s3"]) <= set(packages)
    assert 'ARG PACKAGES=""' in DOCKERFILE


def test_one_service_is_enough():
    assert [name for name, service in SERVICES.items() if "profiles" not in service] == ["hearsay"]
