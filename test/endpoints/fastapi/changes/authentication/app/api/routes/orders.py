from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException, status

from app.core.models import OrderIn, OrderOut
from app.core.security import CurrentUser, require_permission

from . import order_items

router = APIRouter()
router.include_router(order_items.router, prefix="/{order_id}/items")


class OrderNotFound(HTTPException):
    def __init__(self):
        super().__init__(status_code=404, detail="no such order")


@router.get("")
async def list_orders(limit: int = 20, offset: int = 0) -> list[OrderOut]:
    return []


@router.post("", status_code=status.HTTP_201_CREATED, response_model=OrderOut, responses={409: {}})
async def create_order(
    order: OrderIn,
    user: CurrentUser,
    idempotency_key: Annotated[str, Header()],
):
    return order


@router.get("/{order_id}")
async def read_order(order_id: int):
    if order_id == 0:
        raise OrderNotFound()
    return {}


@router.put("/{order_id}")
async def replace_order(order_id: int, order: OrderIn):
    return order


@router.post("/{order_id}/refund", dependencies=[Depends(require_permission("refund"))])
async def refund(order_id: int, reason: dict):
    return reason


async def export_orders():
    return []


router.add_api_route("/export", export_orders, methods=["GET"])
