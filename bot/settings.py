"""What the operator can set: one environment variable a field, read from the environment and `.env`.

Only those who put the house together read this; everybody else is handed the values they need. The
descriptions are the manual: `.env.example` and the table in the README are tested against them.
"""

from pathlib import Path
from typing import Annotated, Any, Final, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.checkout import ROOT
from bot.setting_kinds import (
    LOWERED,
    SPLIT,
    BotToken,
    Certificates,
    DepotAddress,
    EngineAddress,
    Folder,
    GivenKeys,
    HostAndPort,
    LogFormat,
    LogLevel,
    NamedProxy,
    Network,
    Origin,
    Port,
    ProxyAddress,
    PublicAddress,
    Roles,
    ServerAddress,
    SpeechCompute,
    SpeechDevice,
    WebAddress,
    WebhookSecret,
    YtDlpUpdate,
    keys_in,
    shown,
)
from services.accounts.account import Access
from services.store.depot import S3Access

_GIGABYTE: Final = 1024**3  # as every size is counted that people read
_MEGABYTE: Final = 1024**2
_PORT: Final = "a number from 0 to 65535; 0 takes any that is free"
_AMOUNT: Final = "a number above 0"


class SettingsInvalid(Exception):
    """What is set cannot be used. The text is a sentence for each variable, naming it and what is allowed."""


def _setting(default: Any, description: str, *, allowed: str, **bounds: Any) -> Any:
    """Return a field: its default, the sentence of the manual, and what a wrong value is told."""
    return Field(default, description=description, json_schema_extra={"allowed": allowed}, **bounds)


class Settings(BaseSettings):
    """Everything that can be set. The defaults run on a laptop without any account anywhere."""

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        validate_default=True,
        frozen=True,
    )

    bot_token: BotToken | None = _setting(
        None,
        "The bot's token from @BotFather; without one the playground opens in the browser.",
        allowed="the token as @BotFather wrote it, such as 123456:ABC-DEF",
    )
    bot_api_url: WebAddress = _setting(
        "https://api.telegram.org",
        "The Bot API server to talk to: Telegram's, your own, or an emulator.",
        allowed="a web address such as http://127.0.0.1:8081",
    )
    bot_api_local: bool = _setting(
        default=False,
        description="Your own Bot API server runs with --local: files go by path, up to 2000 MB.",
        allowed="true or false",
    )
    owner_ids: Annotated[list[int], NoDecode, SPLIT] = _setting(
        [],
        "Telegram ids of the owners, separated by commas; without any, the first start prints a claim link.",
        allowed="Telegram user ids separated by commas, such as 12345,67890",
    )
    access: Annotated[Access, LOWERED] = _setting(
        Access.OWNER,
        "Who may use the bot: owner (and whom owners invite), invite (and whom those invite), or open (all).",
        allowed="owner, invite or open",
    )
    public_url: PublicAddress | None = _setting(
        None,
        "The https address under which Telegram reaches this machine; set, it turns on webhook mode.",
        allowed="an address that begins with https://",
    )
    link_hours: int = _setting(
        24,
        "For how many hours a file can be fetched that was too big to send; needs PUBLIC_URL.",
        allowed="a whole number from 1 to 720",
        ge=1,
        le=720,
    )
    webhook_secret: WebhookSecret | None = _setting(
        None,
        "The secret that Telegram sends with every webhook call; made anew at each start when not set.",
        allowed="1 to 256 letters, digits, - and _",
    )
    http_host: str = _setting(
        "127.0.0.1",
        "Where the web server listens; 0.0.0.0 lets other machines in.",
        allowed="a host name or an address",
    )
    http_port: Port = _setting(
        8080,
        "The port of the interface for programs, /health, /metrics, files by link and the webhook.",
        allowed=_PORT,
    )
    trusted_proxies: Annotated[list[Network], NoDecode, SPLIT] = _setting(
        [],
        "The proxies in front, by address or network: whom they name in X-Forwarded-For is who asks.",
        allowed="addresses or networks such as 127.0.0.1 or 10.0.0.0/8, separated by commas",
    )
    http_upload_mb: int = _setting(
        500,
        "The largest file that a program may send over HTTP, in MB.",
        allowed="a whole number from 1 to 100000",
        ge=1,
        le=100_000,
    )
    api_keys_json: GivenKeys | None = _setting(
        None,
        "Keys of your own making for programs, as a JSON object: each key with the name of who holds it.",
        allowed='a JSON object such as {"a-long-key": "laptop"}',
    )
    api_secret: SecretStr | None = _setting(
        None,
        "The secret with which the programs of API_KEYS_JSON sign; without one they cannot.",
        allowed="any text",
    )
    rate_limit_capacity: int = _setting(
        60,
        "How many jobs a key may order at once, before it has to wait.",
        allowed="a whole number from 1 to 1000000",
        ge=1,
        le=1_000_000,
    )
    rate_limit_refill_per_sec: float = _setting(
        1.0,
        "How many of these a key gets back each second, up to that number.",
        allowed="a number above 0, up to 1000000",
        gt=0,
        le=1_000_000,
        allow_inf_nan=False,
    )
    cors_origins: Annotated[list[Origin], NoDecode, SPLIT] = _setting(
        [],
        "Sites whose pages may use the interface for programs, separated by commas; * lets every page.",
        allowed="addresses such as https://app.example.com, separated by commas, or *",
    )
    playground_port: Port = _setting(
        8081,
        "The port of the playground, when there is no token; it is only open to this machine.",
        allowed=_PORT,
    )
    data_dir: Folder = _setting(
        Path("data"),
        "The folder for the database and the files; it is made when missing.",
        allowed="a folder",
    )
    engine_url: EngineAddress | None = _setting(
        None,
        "The PostgreSQL database through which workers get their work; without one, all is done here.",
        allowed="an address such as postgresql://user:password@host:5432/hearsay",
        repr=False,
    )
    blob_url: DepotAddress | None = _setting(
        None,
        "Where the service and its workers share files: a folder, or s3://bucket/prefix.",
        allowed="a folder that all of them see, or s3://bucket/prefix (which needs the package obstore)",
        repr=False,
    )
    aws_endpoint_url: ServerAddress | None = _setting(
        None,
        "The server of the bucket in BLOB_URL, if it is not Amazon's.",
        allowed="a web address without a name and a password, such as http://127.0.0.1:9000",
        repr=False,
    )
    aws_region: str | None = _setting(
        None, "The bucket's region; us-east-1 if not set.", allowed="a name such as eu-central-1"
    )
    aws_access_key_id: SecretStr | None = _setting(
        None,
        "The key's name for the bucket; without one, the role of the machine is asked for.",
        allowed="the name of a key",
    )
    aws_secret_access_key: SecretStr | None = _setting(
        None, "The key for the bucket.", allowed="the key that belongs to AWS_ACCESS_KEY_ID"
    )
    roles: Roles = _setting(
        "front,cpu,gpu",
        "What the service does itself while no worker does it; front leaves all that is heavy to workers.",
        allowed="front, and what it may do itself, separated by commas: front,cpu,gpu",
    )
    worker_slots: int | None = _setting(
        None,
        "How many tasks a worker does at once: one per processor if not set, two in all if it only listens.",
        allowed="a whole number from 1 to 256",
        ge=1,
        le=256,
    )
    worker_lost_seconds: float = _setting(
        30,
        "After how many seconds of silence a worker is taken for dead, and others do its work.",
        allowed="a number from 1 to 3600",
        ge=1,
        le=3600,
        allow_inf_nan=False,
    )
    blobs_max_gb: float = _setting(
        20.0,
        "The most that kept files may take up on the disk, in GB; the least recently used go first.",
        allowed=_AMOUNT,
        gt=0,
        allow_inf_nan=False,
    )
    disk_free_gb: float = _setting(
        1.0,
        "What always stays free on the disk, in GB; a job that would need it waits.",
        allowed="a number, 0 or more",
        ge=0,
        allow_inf_nan=False,
    )
    download_max_gb: float = _setting(
        4.0,
        "The largest file that is fetched from anywhere, in GB.",
        allowed=_AMOUNT,
        gt=0,
        allow_inf_nan=False,
    )
    jobs_at_once: int = _setting(
        4, "How many jobs run at the same time.", allowed="a whole number from 1 to 64", ge=1, le=64
    )
    site_jobs_at_once: int = _setting(
        3,
        "How many jobs may be about one site at the same time.",
        allowed="a whole number from 1 to 64",
        ge=1,
        le=64,
    )
    jobs_waiting_max: int = _setting(
        50,
        "How many jobs one person may have waiting.",
        allowed="a whole number from 1 to 100000",
        ge=1,
        le=100_000,
    )
    list_max: int = _setting(
        200,
        "How many entries of a playlist, a channel or a file of links are taken at once.",
        allowed="a whole number from 1 to 5000",
        ge=1,
        le=5000,
    )
    jobs_kept_days: int = _setting(
        30,
        "How many days a finished job is remembered for its buttons and for /again.",
        allowed="a whole number from 3 to 3650",
        ge=3,
        le=3650,
    )
    fetch_allow: Annotated[list[HostAndPort], NoDecode, SPLIT] = _setting(
        [],
        "Addresses in your own network that links may lead to, as host:port separated by commas.",
        allowed="host:port, several separated by commas, such as 127.0.0.1:8090",
    )
    fetch_proxy: ProxyAddress | None = _setting(
        None,
        "A proxy through which everything is fetched.",
        allowed="an address with a port such as http://user:password@proxy.example:3128",
        repr=False,
    )
    fetch_proxies: Annotated[list[NamedProxy], NoDecode, SPLIT] = _setting(
        [],
        "Proxies that single sites have instead, as site=address separated by commas.",
        allowed="site=address, such as youtube=http://proxy.example:3128 or vimeo.com=socks5://127.0.0.1:9050",
        repr=False,
    )
    cookies_dir: Folder | None = _setting(
        None,
        "A folder with cookie files (Netscape form) named after sites: youtube.txt, youtube-2.txt.",
        allowed="a folder",
    )
    fetch_ca: Certificates | None = _setting(
        None,
        "A PEM file with authorities to trust beside the usual ones, such as that of a company's proxy.",
        allowed="a file with certificates in PEM form",
    )
    sponsorblock_url: WebAddress | None = _setting(
        None,
        "A SponsorBlock server such as https://sponsor.ajay.app: people can skip sponsors in YouTube videos.",
        allowed="a web address such as https://sponsor.ajay.app",
    )
    spotify_sp_dc: SecretStr | None = _setting(
        None,
        "The cookie sp_dc of a Spotify account: words of episodes then come from Spotify's Read Along.",
        allowed="the value of the cookie sp_dc of open.spotify.com",
    )
    ytdlp_update: Annotated[YtDlpUpdate, LOWERED] = _setting(
        YtDlpUpdate.NOTIFY,
        "What the night does about a newer yt-dlp: auto installs and tries it, notify tells the owners, off.",
        allowed="auto, notify or off",
    )
    speech_model: str = _setting(
        "small",
        "The model that recognises speech: tiny, base, small, medium, large-v3, turbo … or a folder.",
        allowed="the name of a model such as small, or the path of a folder",
        min_length=1,
    )
    speech_models: Annotated[list[str], NoDecode, SPLIT] = _setting(
        [],
        "Further models that people may choose, separated by commas; each is fetched when first wanted.",
        allowed="names of models or paths of folders, separated by commas, such as tiny,large-v3",
    )
    speech_instead: str | None = _setting(
        None,
        "The model that is used where that of SPEECH_MODEL is not here and cannot be fetched.",
        allowed="the name of a model such as tiny, or the path of a folder",
    )
    hf_endpoint: WebAddress = _setting(
        "https://huggingface.co",
        "Where speech models are fetched from by their names: the Hugging Face hub, or a mirror of it.",
        allowed="a web address such as https://huggingface.co",
    )
    speech_device: Annotated[SpeechDevice, LOWERED] = _setting(
        SpeechDevice.AUTO,
        "What it runs on: auto takes a GPU where there is one.",
        allowed="auto, cpu or cuda",
    )
    speech_compute: Annotated[SpeechCompute, LOWERED] = _setting(
        SpeechCompute.AUTO,
        "How exactly it counts: auto is float16 on a GPU and int8 elsewhere.",
        allowed="auto, int8, int8_float16, int8_float32, float16, bfloat16 or float32",
    )
    live_sessions_max: int = _setting(
        16,
        "How many people may be listened to live at a time.",
        allowed="a whole number from 1 to 1000",
        ge=1,
        le=1000,
    )
    live_longest_minutes: int = _setting(
        240,
        "How many minutes of sound a live session takes; HTTP_UPLOAD_MB does not limit it.",
        allowed="a whole number from 1 to 1440",
        ge=1,
        le=1440,
    )
    live_kept_minutes: int = _setting(
        10,
        "For how many minutes a live session waits for somebody whose connection was cut.",
        allowed="a whole number from 1 to 240",
        ge=1,
        le=240,
    )
    speech_kept_minutes: float = _setting(
        10,
        "How many minutes the model stays in memory when nobody needs it.",
        allowed="a number from 0 to 100000",
        ge=0,
        le=100_000,
        allow_inf_nan=False,
    )
    speaker_segmentation: Folder | None = _setting(
        None,
        "A model (ONNX, pyannote's form) that hears when voices change; needs sherpa-onnx.",
        allowed="the path of a file",
    )
    speaker_embedding: Folder | None = _setting(
        None,
        "A model (ONNX) that makes voices into numbers, to tell apart who speaks by their voices.",
        allowed="the path of a file",
    )
    llm_base_url: ServerAddress | None = _setting(
        None,
        "Where a language model is that polishes words: any server that speaks OpenAI's chat completions.",
        allowed="a web address without a name and a password, such as http://127.0.0.1:11434/v1",
        repr=False,
    )
    llm_api_key: SecretStr | None = _setting(
        None, "The key for that server; many on one's own machine want none.", allowed="any text"
    )
    llm_model: str | None = _setting(
        None,
        "The model that is asked there; without a model and an address, nothing is polished.",
        allowed="the name of a model",
    )
    gcp_project_id: str | None = _setting(
        None,
        "The Google Cloud project whose Cloud Logging gets every line of the log as well.",
        allowed="the id of a project",
    )
    gcp_log_name: str = _setting(
        "hearsay",
        "What the log is called there.",
        allowed="a name",
    )
    google_application_credentials: Folder | None = _setting(
        None,
        "The file with the key of a service account that may write there.",
        allowed="the path of a file",
    )
    log_level: Annotated[LogLevel, LOWERED] = _setting(
        LogLevel.INFO,
        "How much is logged: debug, info, warning or error.",
        allowed="debug, info, warning or error",
    )
    log_format: Annotated[LogFormat, LOWERED] = _setting(
        LogFormat.AUTO,
        "Log lines for people (console) or for machines (json); auto decides by whether a terminal reads.",
        allowed="auto, console or json",
    )

    @classmethod
    def read(cls, env_file: Path | None = ROOT / ".env") -> Self:
        """Return what the environment and the file say; the environment wins.

        Raises:
            SettingsInvalid: a value cannot be used.
        """
        try:
            return cls(_env_file=env_file)
        except ValidationError as error:
            wrong = {str(problem["loc"][0]): problem["input"] for problem in error.errors()}
            raise SettingsInvalid("\n".join(map(_sentence, wrong, wrong.values()))) from None
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsInvalid(f"{env_file} cannot be read: {error}.") from error

    @property
    def blobs_max_bytes(self) -> int:
        """Return `blobs_max_gb` in bytes."""
        return round(self.blobs_max_gb * _GIGABYTE)

    @property
    def disk_free_bytes(self) -> int:
        """Return `disk_free_gb` in bytes."""
        return round(self.disk_free_gb * _GIGABYTE)

    @property
    def download_max_bytes(self) -> int:
        """Return `download_max_gb` in bytes."""
        return round(self.download_max_gb * _GIGABYTE)

    @property
    def http_upload_bytes(self) -> int:
        """Return `http_upload_mb` in bytes."""
        return self.http_upload_mb * _MEGABYTE

    @property
    def lacks_api_secret(self) -> bool:
        """Return whether programs have keys of `API_KEYS_JSON`, and nothing to sign with."""
        return bool(keys_in(self.api_keys_json)) and self.api_secret is None

    def secrets(self) -> list[str]:
        """Return the values that must not stand in any log line."""
        hidden = [self.bot_token, self.webhook_secret, self.spotify_sp_dc, self.api_secret]
        hidden += [self.aws_access_key_id, self.aws_secret_access_key, self.llm_api_key]
        proxies = [self.fetch_proxy or "", *(pair.split("=", 1)[1] for pair in self.fetch_proxies)]
        addresses = [*proxies, self.engine_url or ""]
        passwords = [urlsplit(address).password for address in addresses]
        return [value.get_secret_value() for value in hidden if value] + [
            *keys_in(self.api_keys_json),
            *(password for password in passwords if password),
        ]


def s3_access(settings: Settings) -> S3Access:
    """Return how the bucket in BLOB_URL is reached."""
    return S3Access(
        endpoint_url=settings.aws_endpoint_url or "",
        region=settings.aws_region or "",
        key_id=shown(settings.aws_access_key_id),
        secret_key=shown(settings.aws_secret_access_key),
    )


def _sentence(name: str, value: object) -> str:
    field = Settings.model_fields[name]
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    is_secret = "SecretStr" in str(field.annotation) or not field.repr
    shown = "has a value that" if is_secret else f"is {str(value)[:80]!r}, which"
    return f"{name.upper()} {shown} cannot be used: set it to {extra['allowed']}."
