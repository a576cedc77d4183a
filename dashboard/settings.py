"""Settings from the environment: where the registry lies and how it is served."""

from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from queries.errors import DatabaseUnavailable

PROJECT = Path(__file__).resolve().parents[1]


class Environment(StrEnum):
    """What kind of registry is served."""

    DEMO = "demo"  # generated data only; anybody may try every role
    LOCAL = "local"  # one person's own data on one computer; no sign-in, loopback only
    PRODUCTION = "production"  # people with accounts; whoever is not signed in is the public


class Settings(BaseSettings):
    """Settings of one process; read once from variables that begin with IOCORE_.

    Attributes
    ----------
    environment : Environment
        `demo`, `local` or `production`.
    home : Path
        Folder of the embedded registry.
    database_url : str
        Where the registry is; empty means the embedded SQLite file in `home`.
    state_database_url : str
        Where decisions are kept (saved cohorts, frozen protocols); empty means a second file.
    row_key : str
        Secret shared with the row security of a PostgreSQL registry.
    """

    model_config = SettingsConfigDict(env_prefix="IOCORE_", frozen=True, extra="ignore")

    environment: Environment = Environment.DEMO
    home: Path = PROJECT / ".iocore"
    database_url: str = Field(default="", repr=False)  # may hold a password
    state_database_url: str = Field(default="", repr=False)  # may hold a password
    row_key: str = Field(default="", repr=False)

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        # Named from where the command was called, whatever folder the server changes to.
        return home.expanduser().absolute()

    @property
    def state_url(self) -> str:
        """Address of the database of decisions."""
        return self.state_database_url or f"sqlite:///{(self.home / 'state.sqlite').as_posix()}"

    @property
    def registry_url(self) -> str:
        """Address of the registry database."""
        return self.database_url or f"sqlite:///{(self.home / 'registry.sqlite').as_posix()}"

    @property
    def release_url(self) -> str:
        """Address of the store of releases, which public pages read."""
        return self.database_url or f"sqlite:///{(self.home / 'release.sqlite').as_posix()}"

    @property
    def release_memory_url(self) -> str:
        """Address of the true counts behind releases, which no page reads."""
        file = self.home / "release-memory.sqlite"
        return self.database_url or f"sqlite:///{file.as_posix()}"

    @property
    def registry_place(self) -> str:
        """Address of the registry database without its password, for messages."""
        return make_url(self.registry_url).render_as_string(hide_password=True)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings of this process.

    Raises
    ------
    DatabaseUnavailable
        If a variable holds a value that is not allowed; the value itself is not repeated.
    """
    try:
        found = Settings()
        make_url(found.registry_url)
    except ValidationError as error:
        names = ", ".join(f"IOCORE_{fault['loc'][0]}".upper() for fault in error.errors())
        raise DatabaseUnavailable(
            f"The setting {names} has a value that is not allowed.",
            f"IOCORE_ENVIRONMENT is one of {', '.join(Environment)}; see the README.",
        ) from error
    except ArgumentError as error:
        raise DatabaseUnavailable(
            "The setting IOCORE_DATABASE_URL is not a database address.",
            "Write it as sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME.",
        ) from error
    return found
