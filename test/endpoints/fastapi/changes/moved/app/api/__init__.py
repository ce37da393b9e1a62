from fastapi import APIRouter, Depends

from app.api.routes import auth, orders, users
from app.api.routes.reports import router as reports_router
from app.core.security import get_current_user

api_router = APIRouter()

for module in (auth, users):
    api_router.include_router(module.router)

api_router.include_router(orders.router, prefix="/orders", tags=["orders"])
api_router.include_router(
    reports_router,
    prefix="/insights",
    dependencies=[Depends(get_current_user)],
)
