"""Folders named by fsspec URLs (a path, file://, s3://, …): list, read and write what lies there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from dj_analysis.cluster.errors import ClusterError
from dj_analysis.corpus.files import NOT_ARTICLES, SUFFIXES
from dj_analysis.corpus.listing import HIDDEN
from dj_analysis.plan import Skipped

REMEDY = "pip install 'dj-analysis[cluster]'"


@dataclass(frozen=True, slots=True)
class RawObject:
    """A saved article: its path below the raw folder, its size, and what changes when it is written anew."""

    name: str
    size: int
    version: str


def open_place(url: str) -> tuple[Any, str]:
    """The file system of a URL and the path there. Raises ClusterError where there is no such kind of place."""
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - an optional dependency
    except ImportError as error:
        raise ClusterError(f"{url}: builds on a cluster need more libraries; install them: {REMEDY}") from error
    with tell_of(url):
        system, path = url_to_fs(url)
    return system, str(path).rstrip("/")


@contextmanager
def tell_of(url: str) -> Iterator[None]:
    """Turn what a file system raises into one sentence that names the place and the remedy."""
    try:
        yield
    except ClusterError:
        raise
    except FileNotFoundError as error:
        raise ClusterError(f"{url}: there is no such place; check its name, and that the bucket exists") from error
    except PermissionError as error:
        raise ClusterError(f"{url}: may not be used; check your rights and credentials ({_shorten(error)})") from error
    except (OSError, ValueError, ImportError) as error:
        raise ClusterError(f"{url}: cannot be used ({_shorten(error)}); check the address and its settings") from error
    except Exception as error:
        if "botocore" not in type(error).__module__:
            raise
        raise ClusterError(f"{url}: cannot be reached ({_shorten(error)}); check credentials and endpoint") from error


def _shorten(error: Exception) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__


def list_articles(url: str) -> tuple[list[RawObject], list[Skipped]]:
    """Articles below a URL in the order of their names, and what lies there and is not read.

    Raises ClusterError where there is no such place.
    """
    system, root = open_place(url)
    with tell_of(url):
        system.invalidate_cache()
        found = system.find(root, detail=True)
        if not found and not system.exists(root):
            raise FileNotFoundError(root)
    articles: list[RawObject] = []
    strangers: list[Skipped] = []
    for path, info in found.items():
        name = str(path)[len(root) :].lstrip("/")
        parts = name.split("/")
        if any(part.startswith(HIDDEN) for part in parts) or parts[-1].lower() in NOT_ARTICLES:
            continue
        if info.get("islink"):
            strangers.append(Skipped(name, f"{name}: is a link to another place; put the file itself there"))
        elif "." + parts[-1].rpartition(".")[2].lower() not in SUFFIXES:
            kinds = "is no kind of file that is read; save it as .txt, .md, .html, .docx or .pdf"
            strangers.append(Skipped(name, f"{name}: {kinds}"))
        else:
            articles.append(RawObject(name, int(info.get("size") or 0), _tell_version(info)))
    return sorted(articles, key=lambda o: o.name.split("/")), sorted(strangers, key=lambda s: s.file)


def _tell_version(info: dict[str, Any]) -> str:
    """The object's entity tag; where there are none, size and time."""
    tag = info.get("ETag") or info.get("etag")
    if tag:
        return str(tag).strip('"')
    changed = info.get("mtime") or info.get("LastModified") or info.get("last_modified") or info.get("updated")
    return f"{info.get('size')}-{changed}-{info.get('ino', '')}"


def read_bytes(url: str) -> bytes | None:
    """The bytes of one file; None where there is none."""
    system, path = open_place(url)
    with tell_of(url):
        if not system.isfile(path):
            return None
        data: bytes = system.cat_file(path)
        return data


def list_files(url: str, suffix: str = "") -> list[str]:
    """Names of the files directly below a URL; none where there is no such place."""
    system, root = open_place(url)
    with tell_of(url):
        system.invalidate_cache()
        if not system.exists(root):
            return []
        paths = [str(entry["name"]) for entry in system.ls(root, detail=True) if entry["type"] == "file"]
    return sorted(path.rpartition("/")[2] for path in paths if path.endswith(suffix))


def write_bytes(url: str, data: bytes) -> None:
    """Write one file, whole or not at all."""
    with tell_of(url), write_whole(url) as file:
        file.write(data)


@contextmanager
def write_whole(url: str) -> Iterator[Any]:
    """A file to write into that has its name only once it is whole: object stores do so, folders by a rename."""
    system, path = open_place(url)
    if "file" not in _protocols(system):
        with system.open(path, "wb") as file:
            yield file
        return
    system.makedirs(path.rpartition("/")[0], exist_ok=True)
    beside = f"{path}.part"
    with system.open(beside, "wb") as file:
        yield file
    system.mv(beside, path)


def _protocols(system: Any) -> tuple[str, ...]:  # noqa: ANN401 - any fsspec file system
    return (system.protocol,) if isinstance(system.protocol, str) else tuple(system.protocol)


def remove(url: str, *, recursive: bool = False) -> None:
    """Remove a file or folder; nothing happens where there is none."""
    system, path = open_place(url)
    with tell_of(url):
        if system.exists(path):
            system.rm(path, recursive=recursive)
