from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    API_V1: str = "/api/v1"
    INTERNAL_PREFIX: str = Field(default="/internal")
    REGION: str


settings = Settings()
