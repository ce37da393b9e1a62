from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.security import OAuth2PasswordRequestForm

from app.core.limits import limiter
from app.core.models import UserIn

router = APIRouter(prefix="/auth", tags=["auth"])


@router.post("/token")
@limiter.limit("5/minute")
async def token(request: Request, form: OAuth2PasswordRequestForm = Depends()):
    if not form.username:
        raise HTTPException(status_code=400, detail="no name")
    return {"access_token": form.username}


@router.post("/register", status_code=201)
@limiter.limit("10/hour")
async def register(request: Request, user: UserIn):
    return user


@router.post("/logout", status_code=204)
async def logout():
    return None
