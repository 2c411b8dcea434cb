"""Folders of derived files, made beside their place and put there all at once."""

import os
import pathlib
import tempfile
from collections.abc import Callable

from zhixi.errors import BadInput, Unavailable


def put_folder(folder: pathlib.Path | str, fill: Callable[[pathlib.Path], None], *, mark: str) -> None:
    """Let `fill` write a new folder, then swap it for the one at `folder`.

    mark: a file that says a folder is of this kind; a folder without it that is not empty is never replaced.
    Folders inside that carry the mark themselves are of another maker: they stay, unless `fill` wrote one of the name.
    Raises BadInput for such a folder or a place nobody may write in, Unavailable when the disk is full.
    """
    folder = pathlib.Path(folder).absolute()
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder} is a file", cure="give the name of a new or empty folder")
    inner = [child for child in folder.iterdir() if (child / mark).is_file()] if folder.exists() else []
    if folder.exists() and not (folder / mark).exists() and set(folder.iterdir()) - set(inner):
        raise BadInput(f"{folder} holds other things", cure="give the name of a new or empty folder")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as beside:
            made, old = pathlib.Path(beside) / "made", pathlib.Path(beside) / "old"
            made.mkdir()
            fill(made)
            if folder.exists():
                os.rename(folder, old)
                for child in inner:
                    if not (made / child.name).exists():
                        os.rename(old / child.name, made / child.name)
            os.rename(made, folder)
    except PermissionError as error:
        raise BadInput(f"{folder} cannot be written", cure="choose a folder you may write in") from error
    except OSError as error:
        raise Unavailable(
            f"{folder} was not written: {error.strerror or error}",
            cure="make room on the disk and run it again",
        ) from error
