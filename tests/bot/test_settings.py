"""What can be set, and what somebody hears who sets it wrongly."""

import re

import pytest
import trustme

from bot.checkout import ROOT
from bot.setting_kinds import LogLevel, keys_in
from bot.settings import Settings, SettingsInvalid, s3_access
from services.accounts.account import Access
from services.store.depot import S3Access


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)


def read(**variables):
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        return Settings.read(env_file=None)


def test_nothing_needs_to_be_set():
    settings = read()

    assert settings.bot_token is None
    assert settings.access is Access.OWNER
    assert settings.http_host == "127.0.0.1"


def test_an_empty_variable_is_not_set():
    assert read(BOT_TOKEN="", HTTP_PORT="", OWNER_IDS="") == read()


def test_lists_are_separated_by_commas():
    settings = read(OWNER_IDS="1, 22,333", FETCH_ALLOW="127.0.0.1:8090,[::1]:80,nas.home:8000")

    assert settings.owner_ids == [1, 22, 333]
    assert settings.fetch_allow == ["127.0.0.1:8090", "[::1]:80", "nas.home:8000"]


def test_words_may_be_written_in_capitals():
    settings = read(ACCESS="Invite", LOG_LEVEL="WARNING")

    assert (settings.access, settings.log_level) == (Access.INVITE, LogLevel.WARNING)


def test_a_relative_folder_is_meant_from_the_checkout(tmp_path):
    assert read(DATA_DIR="elsewhere").data_dir == ROOT / "elsewhere"
    assert read(DATA_DIR=str(tmp_path)).data_dir == tmp_path


def test_further_authorities_are_read_at_the_start(tmp_path):
    trustme.CA().cert_pem.write_to_path(tmp_path / "company.pem")

    assert read(FETCH_CA=str(tmp_path / "company.pem")).fetch_ca == tmp_path / "company.pem"


def test_the_file_is_read_and_the_environment_wins(tmp_path, monkeypatch):
    file = tmp_path / ".env"
    file.write_text("HTTP_PORT=1111\nPLAYGROUND_PORT=2222\nFOREIGN=1\n")
    monkeypatch.setenv("HTTP_PORT", "3333")

    settings = Settings.read(env_file=file)

    assert (settings.http_port, settings.playground_port) == (3333, 2222)


def test_a_missing_file_is_fine(tmp_path):
    assert Settings.read(env_file=tmp_path / ".env").http_port == 8080


def test_an_unreadable_file_is_named(tmp_path):
    file = tmp_path / ".env"
    file.write_bytes(b"HTTP_PORT=\xff\xfe\n")

    with pytest.raises(SettingsInvalid, match=r"\.env cannot be read"):
        Settings.read(env_file=file)


WRONG = [
    ("BOT_TOKEN", "abc", "BotFather"),
    ("BOT_API_URL", "localhost:8081", "web address"),
    ("BOT_API_URL", "ftp://example.com", "web address"),
    ("BOT_API_LOCAL", "perhaps", "true or false"),
    ("OWNER_IDS", "me", "user ids"),
    ("ACCESS", "friends", "owner, invite or open"),
    ("PUBLIC_URL", "http://example.com", "https://"),
    ("WEBHOOK_SECRET", "naïve", "letters"),
    ("HTTP_PORT", "99999", "0 to 65535"),
    ("HTTP_PORT", "http", "0 to 65535"),
    ("BLOBS_MAX_GB", "0", "above 0"),
    ("BLOBS_MAX_GB", "inf", "above 0"),
    ("BLOBS_MAX_GB", "nan", "above 0"),
    ("FETCH_ALLOW", "127.0.0.1", "host:port"),
    ("FETCH_ALLOW", "http://127.0.0.1:80", "host:port"),
    ("FETCH_PROXY", "proxy.example", "http://"),
    ("FETCH_PROXIES", "http://proxy.example:3128", "site=address"),
    ("FETCH_PROXIES", "yuotube=http://proxy.example:3128", "site=address"),
    ("FETCH_PROXIES", "youtube=proxy.example", "site=address"),
    ("FETCH_CA", "README.md", "PEM"),
    ("FETCH_CA", "nowhere.pem", "PEM"),
    ("API_KEYS_JSON", "{", "JSON object"),
    ("API_KEYS_JSON", '["a-key"]', "JSON object"),
    ("API_KEYS_JSON", '"a-key"', "JSON object"),
    ("API_KEYS_JSON", '{"a-key": 7}', "JSON object"),
    ("API_KEYS_JSON", '{"a-key": " "}', "JSON object"),
    ("API_KEYS_JSON", '{"": "App"}', "JSON object"),
    ("API_KEYS_JSON", '{"a key": "App"}', "JSON object"),
    ("API_KEYS_JSON", '{"ключ": "App"}', "JSON object"),
    ("API_KEYS_JSON", '{"a-key": "App", "a-key": "Other"}', "JSON object"),
    ("API_KEYS_JSON", '{"a-key": {"b": "c"}}', "JSON object"),
    ("API_KEYS_JSON", "null", "JSON object"),
    ("API_KEYS_JSON", "[" * 100_000, "JSON object"),
    ("RATE_LIMIT_CAPACITY", "0", "1 to 1000000"),
    ("RATE_LIMIT_CAPACITY", "1.5", "1 to 1000000"),
    ("RATE_LIMIT_REFILL_PER_SEC", "0", "above 0"),
    ("RATE_LIMIT_REFILL_PER_SEC", "inf", "above 0"),
    ("LOG_LEVEL", "loud", "debug, info"),
    ("LOG_FORMAT", "xml", "console or json"),
]


@pytest.mark.parametrize(("name", "value", "allowed"), WRONG, ids=lambda part: part[:20])
def test_a_wrong_value_is_answered_in_one_sentence(name, value, allowed):
    with pytest.raises(SettingsInvalid) as caught:
        read(**{name: value})

    sentence = str(caught.value)
    assert sentence.startswith(name)
    assert allowed in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")


def test_every_wrong_value_gets_its_sentence():
    with pytest.raises(SettingsInvalid) as caught:
        read(HTTP_PORT="x", ACCESS="y")

    assert [line.split()[0] for line in str(caught.value).splitlines()] == ["ACCESS", "HTTP_PORT"]


@pytest.mark.parametrize(
    "name", ["BOT_TOKEN", "WEBHOOK_SECRET", "FETCH_PROXY", "FETCH_PROXIES", "API_KEYS_JSON"]
)
def test_a_wrong_secret_is_not_repeated(name):
    with pytest.raises(SettingsInvalid) as caught:
        read(**{name: "ï-hunter2"})

    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_secrets_do_not_show():
    settings = read(
        BOT_TOKEN="123456:" + "A" * 35,
        WEBHOOK_SECRET="hunter2",
        FETCH_PROXY="http://me:hunter3@proxy.example:3128",
        FETCH_PROXIES="YouTube=http://me:hunter4@proxy.example:3128,vimeo.com=socks5://x.example:1",
    )

    assert "hunter" not in repr(settings)
    assert "AAAA" not in repr(settings)
    assert settings.secrets() == ["123456:" + "A" * 35, "hunter2", "hunter3", "hunter4"]
    assert settings.fetch_proxies[1] == "vimeo.com=socks5://x.example:1"


def test_the_key_of_the_language_model_is_a_secret():
    settings = read(LLM_API_KEY="hunter-1", LLM_BASE_URL="http://127.0.0.1:9/v1/")

    assert "hunter" not in repr(settings)
    assert settings.secrets() == ["hunter-1"]
    assert settings.llm_base_url == "http://127.0.0.1:9/v1"


def test_an_address_of_a_language_model_holds_no_password():
    with pytest.raises(SettingsInvalid) as caught:
        read(LLM_BASE_URL="http://me:hunter2@example.com/v1")

    assert "LLM_BASE_URL" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_keys_of_the_settings_are_secrets_and_so_is_what_they_sign_with():
    settings = read(API_KEYS_JSON='{"hunter-1": "App", "hunter-2": "App"}', API_SECRET="hunter-3")

    assert keys_in(settings.api_keys_json) == {"hunter-1": "App", "hunter-2": "App"}
    assert "hunter" not in repr(settings)
    assert sorted(settings.secrets()) == ["hunter-1", "hunter-2", "hunter-3"]
    assert keys_in(read(API_KEYS_JSON="{}").api_keys_json) == {}


def test_a_public_address_without_tls_is_only_for_this_machine():
    assert read(PUBLIC_URL="http://127.0.0.1:8080/").public_url == "http://127.0.0.1:8080"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_described_in_one_sentence(name):
    field = Settings.model_fields[name]

    assert field.description.endswith(".")
    assert field.description.count(". ") == 0
    assert field.json_schema_extra["allowed"]


def test_every_setting_is_read_by_somebody():
    readers = [*(ROOT / "bot").glob("*.py"), ROOT / "main.py"]
    code = "\n".join(path.read_text("utf-8") for path in readers)

    unread = [
        name
        for name in Settings.model_fields
        if f"settings.{re.sub('_[gm]b$', '_', name)}" not in code
    ]

    assert unread == []


def test_how_a_bucket_is_reached_is_a_secret():
    settings = read(
        BLOB_URL="s3://shared/hearsay/",
        AWS_ENDPOINT_URL="http://nas.home:9000/",
        AWS_ACCESS_KEY_ID="hunter-1",
        AWS_SECRET_ACCESS_KEY="hunter-2",
    )

    assert settings.blob_url == "s3://shared/hearsay"
    assert s3_access(settings) == S3Access("http://nas.home:9000", "", "hunter-1", "hunter-2")
    assert "hunter" not in repr(settings)
    assert settings.secrets() == ["hunter-1", "hunter-2"]


def test_a_place_for_shared_files_may_be_a_folder():
    assert read(BLOB_URL="shared").blob_url == str(ROOT / "shared")
    assert read(BLOB_URL="file:///mnt/shared").blob_url == "/mnt/shared"
    assert read().blob_url is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BLOB_URL", "s3://name:hunter2@shared"),
        ("BLOB_URL", "https://hunter2.example/shared"),
        ("AWS_ENDPOINT_URL", "http://name:hunter2@nas.home:9000"),
        ("AWS_ENDPOINT_URL", "nas.home:9000"),
    ],
)
def test_a_wrong_place_for_shared_files_is_refused_without_saying_it(name, value):
    with pytest.raises(SettingsInvalid) as refused:
        read(**{name: value})

    assert str(refused.value).startswith(f"{name} has a value that cannot be used: set it to a ")
    assert "hunter2" not in str(refused.value)
