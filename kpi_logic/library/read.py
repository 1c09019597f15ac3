"""TOML files into checked values."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

Model = TypeVar("Model", bound=BaseModel)


class TemplateError(Exception):
    """A file under templates/ is not as it must be; names the file, the key and what is wrong."""


def read_toml(path: Path, model: type[Model]) -> Model:
    """The file's contents as a *model*; unknown keys are refused.

    Raises:
        TemplateError: not TOML, or not what *model* asks for; every fault is listed, by file and key.
    """
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(f"{path.name}: not valid TOML: {error}") from error
    except ValidationError as error:
        raise TemplateError(
            "\n".join(f"{path.name}: {_place(e['loc'])}: {e['msg']}" for e in error.errors())
        ) from error


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(map(str, location))
