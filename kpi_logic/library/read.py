"""TOML files into checked values."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

Model = TypeVar("Model", bound=BaseModel)


class Strict(BaseModel):
    """What a file may hold: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TemplateError(Exception):
    """A file under templates/ is not as it must be; names the file, the key and what is wrong."""


def read_toml(path: Path, model: type[Model]) -> Model:
    """The file's contents as a *model*; unknown keys are refused.

    Raises:
        TemplateError: not there, not UTF-8, not TOML, or not what *model* asks for (every fault by file and key).
    """
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise TemplateError(f"{path.name}: not found in {path.parent.name}/") from error
    except UnicodeDecodeError as error:
        raise TemplateError(f"{path.name}: not UTF-8 text; save it again as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(f"{path.name}: not valid TOML: {error}") from error
    except ValidationError as error:
        raise TemplateError(
            "\n".join(f"{path.name}: {_place(e['loc'])}: {e['msg']}" for e in error.errors())
        ) from error


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(map(str, location))
