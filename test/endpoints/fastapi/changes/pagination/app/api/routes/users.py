from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Response

from ...core.models import User, UserIn
from ...core.paging import Page
from ...core.security import CurrentUser, RoleChecker, get_current_user, get_db, get_visitor

admins = RoleChecker("admin")

router = APIRouter(prefix="/users")


@router.get("/", dependencies=[Depends(admins)])
async def list_users(page: Annotated[Page, Depends()], db=Depends(get_db)) -> list[User]:
    return db.users(page)


@router.get("/me")
async def read_me(user: CurrentUser):
    return user


@router.patch("/me")
async def update_me(changes: UserIn, user: User = Depends(get_current_user)):
    return user


@router.get("/search")
async def search(q: Annotated[str, Query(min_length=3)], limit: int = Query(default=10, le=5000)):
    return []


@router.get("/{user_id}")
async def read_user(user_id: int, visitor=Depends(get_visitor)):
    if user_id < 1:
        raise HTTPException(status_code=404)
    return {"id": user_id}


@router.delete("/{user_id}", status_code=204, dependencies=[Depends(admins)])
async def delete_user(user_id: int):
    return Response(status_code=204)


@router.api_route("/{user_id}/avatar", methods=["PUT", "DELETE"])
async def avatar(user_id: int, user: CurrentUser):
    return None
