from fastapi import APIRouter, Depends, Security

from app.core.models import User
from app.core.security import RoleChecker, get_current_user

router = APIRouter(dependencies=[Depends(RoleChecker("admin"))])


class AdminView:
    user: User = Depends(get_current_user)

    @router.get("/stats")
    def stats(self):
        return {}

    @router.post("/jobs/{job}")
    def run_job(self, job: str):
        return job


@router.get("/audit")
def audit(reader: User = Security(get_current_user, scopes=["audit"])):
    return []
