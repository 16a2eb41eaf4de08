"""An index of packages that is a folder: yt-dlp as it is installed, under other versions, good and bad."""

import base64
import hashlib
import zipfile
from importlib.metadata import distribution
from pathlib import Path


def put_edition(index: Path, version: str, *, changes: dict[str, str] | None = None) -> None:
    """Put an edition of yt-dlp into the index, and the scripts that it wants.

    Args:
        index: A folder.
        version: What it calls itself.
        changes: Modules that hold something else than those installed, such as `extractor/generic.py`.
    """
    own = distribution("yt-dlp").version
    swaps = {f"yt_dlp/{name}": text for name, text in (changes or {}).items()}
    _repack("yt-dlp", index, own, version, swaps)
    helper = distribution("yt-dlp-ejs").version
    _repack("yt-dlp-ejs", index, helper, helper, {})


def _repack(name: str, index: Path, own: str, version: str, swaps: dict[str, str]) -> None:
    found = distribution(name)
    bare = name.replace("-", "_")
    info = f"{bare}-{version}.dist-info"
    record: list[str] = []
    index.mkdir(exist_ok=True)
    with zipfile.ZipFile(index / f"{bare}-{version}-py3-none-any.whl", "w") as wheel:
        for file in found.files or ():
            place = str(file)
            if not place.startswith(bare) or place.endswith((".pyc", "RECORD", "INSTALLER")):
                continue
            content = Path(str(file.locate())).read_bytes()
            if place in swaps:
                content = swaps[place].encode()
            elif place.endswith(("version.py", "METADATA")):
                content = content.replace(own.encode(), version.encode())
            place = place.replace(f"{bare}-{own}.dist-info", info)
            wheel.writestr(place, content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
            record.append(f"{place},sha256={digest.decode()},{len(content)}")
        wheel.writestr(f"{info}/RECORD", "\n".join([*record, f"{info}/RECORD,,"]) + "\n")
