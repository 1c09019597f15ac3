"""The address of a client's database; its password is used and never shown."""

from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

from kpi_logic.warehouse.dialects import COMPILED_ONLY, Engine
from kpi_logic.warehouse.link_faults import LinkFault

_SCHEMES = {
    "postgresql": Engine.POSTGRES, "postgres": Engine.POSTGRES, "sqlite": Engine.SQLITE, "duckdb": Engine.DUCKDB,
}  # fmt: skip


@dataclass(frozen=True)
class LinkAddress:
    """An engine and how to reach it.

    ``url`` holds the password and stays out of every representation; ``shown`` does not hold it. ``path`` is the file
    of SQLite and DuckDB.
    """

    engine: Engine
    shown: str
    url: str = field(repr=False)
    path: str = ""


def parse_address(url: str) -> LinkAddress:
    """The address in *url*.

    >>> parse_address("postgresql://ann:secret@erp.example/sales?sslmode=require")
    LinkAddress(engine=<Engine.POSTGRES: 'postgres'>, shown='postgresql://ann@erp.example/sales', path='')
    >>> parse_address("sqlite:///data/erp.db").path
    'data/erp.db'

    Raises:
        LinkFault: no address of an engine that is run here.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise LinkFault("link_address") from None
    scheme = parts.scheme.partition("+")[0].lower()
    if scheme in COMPILED_ONLY:
        raise LinkFault("link_compiled_only", engine=scheme)
    if scheme not in _SCHEMES:
        raise LinkFault("link_address")
    engine = _SCHEMES[scheme]
    if engine is Engine.POSTGRES:
        if not parts.hostname and not parts.query:
            raise LinkFault("link_address")
        return LinkAddress(
            engine, _without_secrets(scheme, parts.username, parts.hostname, port, parts.path), url.strip()
        )
    path = unquote(parts.path.removeprefix("/"))
    if not path or parts.netloc:
        raise LinkFault("link_address")
    return LinkAddress(engine, f"{scheme}:///{path}", url.strip(), path)


def _without_secrets(scheme: str, user: str | None, host: str | None, port: int | None, path: str) -> str:
    """The address without password and without parameters, which may hold one too."""
    at = f"{user}@" if user else ""
    return f"{scheme}://{at}{host or ''}{f':{port}' if port else ''}{path}"


def with_password(url: str, password: str) -> str:
    """The address with a password that was typed beside it.

    >>> with_password("postgresql://ann@erp/sales", "a/b@c")
    'postgresql://ann:a%2Fb%40c@erp/sales'
    """
    scheme, sign, rest = url.strip().partition("://")
    user, at, host = rest.partition("@")
    if not password or not sign or not at or ":" in user:
        return url
    return f"{scheme}://{user}:{quote(password, safe='')}@{host}"
