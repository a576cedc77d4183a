"""Settings from the environment: where the registry lies and how it is served."""

from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from dashboard.sign_in.providers import Provider, read_file
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
    public_address : str
        Under which browsers reach the dashboard; identity providers send people back to it.
    providers : tuple of Provider
        Identity providers at which people sign in, as JSON.
    providers_file : Path
        The same as a TOML file that nobody else can read; both are taken.
    local_accounts : bool
        Whether names and passwords of the dashboard's own open it; unset: only while no identity
        provider is named.
    audit_anchor : Path
        File or folder outside the database to which seals of the audit log are written.
    """

    model_config = SettingsConfigDict(env_prefix="IOCORE_", frozen=True, extra="ignore")

    environment: Environment = Environment.DEMO
    home: Path = PROJECT / ".iocore"
    database_url: str = Field(default="", repr=False)  # may hold a password
    state_database_url: str = Field(default="", repr=False)  # may hold a password
    row_key: str = Field(default="", repr=False)
    public_address: str = ""
    providers: tuple[Provider, ...] = Field(default=(), repr=False)
    providers_file: Path | None = None
    local_accounts: bool | None = None
    audit_anchor: Path | None = None

    @field_validator("home", "providers_file", "audit_anchor")
    @classmethod
    def _absolute(cls, place: Path | None) -> Path | None:
        # Named from where the command was called, whatever folder the server changes to.
        return None if place is None else place.expanduser().absolute()

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

    @cached_property
    def all_providers(self) -> tuple[Provider, ...]:
        """Identity providers of the environment and of the file.

        Raises
        ------
        DatabaseUnavailable
            If the file cannot be read.
        """
        listed = () if self.providers_file is None else read_file(self.providers_file)
        return (*self.providers, *listed)

    @property
    def has_local_accounts(self) -> bool:
        """Whether names and passwords of the dashboard's own open it."""
        is_set = self.local_accounts is not None
        return bool(self.local_accounts) if is_set else not self.all_providers

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
    except SettingsError as error:  # JSON that is none
        raise DatabaseUnavailable(
            "The setting IOCORE_PROVIDERS is not JSON.", "Write it as docs/sign-in.md shows."
        ) from error
    except ValidationError as error:
        places = (".".join(map(str, fault["loc"])) for fault in error.errors())
        names = ", ".join(f"IOCORE_{place}".upper() for place in places)
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
