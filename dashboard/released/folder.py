"""A folder of files that is replaced as a whole, and never one that holds something else."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from queries.errors import FolderRefused

LIST = "release.json"  # names every file, and so tells an earlier site from anything else
_FOR_EVERYBODY = 0o755


def write_folder(folder: Path, files: Mapping[str, str], about: Mapping[str, object]) -> None:
    """Write files beside a folder, then put them in its place in one move.

    Parameters
    ----------
    folder : Path
        New, empty, or written by this function before.
    files : Mapping
        Path inside the folder -> text.
    about : Mapping
        What is told of the files in their list.

    Raises
    ------
    FolderRefused
        If the folder holds something else, or cannot be written; nothing is changed then.
    """
    place = folder.resolve()
    try:
        _refuse_another(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
        try:
            _fill(made, files, about)
            _exchange(made, place)
        finally:
            shutil.rmtree(made, ignore_errors=True)  # gone already where all went well
    except OSError as error:
        raise FolderRefused(
            f"{folder} cannot be written ({error.strerror or error}).",
            "Name a folder that you may write to, on a disk with room.",
        ) from error


def _refuse_another(place: Path) -> None:
    if not place.exists():
        return
    if not place.is_dir():
        raise FolderRefused(f"{place} is a file.", "Name a folder.")
    found = {str(path.relative_to(place)) for path in place.rglob("*") if not path.is_dir()}
    if not found:
        return
    others = sorted(found - _listed(place / LIST))
    if others:
        raise FolderRefused(
            f"{place} holds something else ({', '.join(others[:3])}).",
            "Name a new or empty folder, or one that holds an earlier site and nothing more.",
        )


def _listed(file: Path) -> set[str]:
    try:
        named = json.loads(file.read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {LIST, *map(str, named)}


def _fill(made: Path, files: Mapping[str, str], about: Mapping[str, object]) -> None:
    listed = {**about, "files": sorted(files)}
    texts = {**files, LIST: json.dumps(listed, indent=2, sort_keys=True) + "\n"}
    for name, text in texts.items():
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    made.chmod(_FOR_EVERYBODY)


def _exchange(made: Path, place: Path) -> None:
    """Put the new folder in the place of the old one; the old one stays if that fails."""
    if not place.exists():
        made.rename(place)
        return
    old = made.with_name(f"{made.name}-old")
    place.rename(old)
    try:
        made.rename(place)
    except OSError:
        old.rename(place)
        raise
    shutil.rmtree(old)
