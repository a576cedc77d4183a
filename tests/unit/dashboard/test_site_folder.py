"""A site replaces an earlier site as a whole, and nothing else."""

import json

import pytest

from dashboard.released import folder as writing
from dashboard.released.folder import LIST, write_folder
from queries.errors import FolderRefused

FIRST = {"index.html": "first", "es/index.html": "primero"}
SECOND = {"index.html": "second"}


def names(folder) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_new_folder_holds_every_file_and_their_list(tmp_path):
    write_folder(tmp_path / "a" / "site", FIRST, {"release": 3})

    assert names(tmp_path / "a" / "site") == {*FIRST, LIST}
    listed = json.loads((tmp_path / "a" / "site" / LIST).read_text())
    assert listed == {"release": 3, "files": ["es/index.html", "index.html"]}


def test_an_earlier_site_is_replaced_as_a_whole_and_leaves_nothing_beside_it(tmp_path):
    write_folder(tmp_path / "site", FIRST, {})
    write_folder(tmp_path / "site", SECOND, {})

    assert names(tmp_path / "site") == {*SECOND, LIST}
    assert (tmp_path / "site" / "index.html").read_text() == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_that_holds_something_else_is_refused_and_untouched(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")

    with pytest.raises(FolderRefused, match=r"thesis\.txt"):
        write_folder(tmp_path, SECOND, {})
    assert names(tmp_path) == {"thesis.txt"}


def test_an_earlier_site_with_a_file_of_somebody_else_is_refused(tmp_path):
    write_folder(tmp_path / "site", FIRST, {})
    (tmp_path / "site" / "notes.txt").write_text("mine")

    with pytest.raises(FolderRefused, match=r"notes\.txt"):
        write_folder(tmp_path / "site", SECOND, {})
    assert (tmp_path / "site" / "index.html").read_text() == "first"


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "site").write_text("mine")

    with pytest.raises(FolderRefused, match="is a file"):
        write_folder(tmp_path / "site", SECOND, {})


def test_a_full_disk_leaves_the_earlier_site_as_it_was(tmp_path, monkeypatch):
    write_folder(tmp_path / "site", FIRST, {})

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "_fill", full)

    with pytest.raises(FolderRefused, match="No space left"):
        write_folder(tmp_path / "site", SECOND, {})
    assert names(tmp_path / "site") == {*FIRST, LIST}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
