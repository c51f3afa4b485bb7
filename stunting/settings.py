"""Settings of one installation: environment (``STUNTING_*``) over ``stunting.toml`` over defaults."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Where the data live and which district is watched.

    Attributes
    ----------
    home : Path
        The store (``STUNTING_HOME``).
    kabupaten : str
        Kemendagri code of the district, e.g. ``"63.11"``.
    data_dir, shapefiles_dir : Path
        Reference facts (CSV with their sources) and boundaries that come with the project.
    max_file_mb, max_expanded_mb, max_rows, max_columns, max_sheets : int
        Limits of one uploaded file.
    compact_every : int
        Live uploads after which the tables are compacted without being asked.
    public_access : bool
        Whether figures (never identities) are shown without signing in.
    oidc_role_claim, oidc_puskesmas_claim : str
        Claims of the OIDC provider that hold the role and, for role puskesmas, its name.
    """

    model_config = SettingsConfigDict(env_prefix="STUNTING_", extra="ignore")

    home: Path = ROOT / "data" / "store"
    kabupaten: str = Field(default="", pattern=r"^(\d\d\.\d\d)?$")
    data_dir: Path = ROOT / "data"
    shapefiles_dir: Path = ROOT / "shapefiles"
    pages_dir: Path = ROOT / "pages"
    static_dir: Path = ROOT / "static"
    max_file_mb: int = 20
    max_expanded_mb: int = 400
    max_rows: int = 200_000
    max_columns: int = 200
    max_sheets: int = 50
    compact_every: int = 100
    public_access: bool = True
    oidc_role_claim: str = "role"
    oidc_puskesmas_claim: str = "puskesmas"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment first, then ``stunting.toml`` of the working folder, then the project's own."""
        here = Path("stunting.toml")
        own = ROOT / "stunting.toml"
        files = [TomlConfigSettingsSource(settings_cls, f) for f in (here, own) if f.exists()]
        return (init_settings, env_settings, *files)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings of this process, read once.

    Call ``settings.cache_clear()`` after changing the environment.
    """
    return Settings()
