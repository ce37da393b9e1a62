from typing import Annotated

from fastapi import Depends, HTTPException, Security, status
from fastapi.security import APIKeyHeader, HTTPBearer, OAuth2PasswordBearer

from .models import User

oauth2_scheme = OAuth2PasswordBearer(tokenUrl="/api/v1/auth/token")
api_key = APIKeyHeader(name="X-Api-Key")
bearer = HTTPBearer(auto_error=False)


def get_db():
    yield None


async def get_current_user(token: Annotated[str, Depends(oauth2_scheme)], db=Depends(get_db)) -> User:
    user = db.find(token)
    if user is None:
        raise HTTPException(status_code=status.HTTP_401_UNAUTHORIZED)
    return user


CurrentUser = Annotated[User, Depends(get_current_user)]


def get_visitor(credentials=Depends(bearer)):
    return credentials


class RoleChecker:
    def __init__(self, *roles: str):
        self.roles = roles

    def __call__(self, user: CurrentUser):
        if user.role not in self.roles:
            raise HTTPException(status_code=403)
        return user


def require_permission(name: str):
    async def checker(user: CurrentUser):
        if name not in user.permissions:
            raise HTTPException(403, "missing permission")

    return checker


def partner(key: str = Security(api_key)):
    return key
