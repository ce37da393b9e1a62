from fastapi import APIRouter

from app.core.models import OrderIn

router = APIRouter()


@router.get("/")
async def list_items(order_id: int):
    return []


@router.post("/", status_code=201)
async def add_item(order_id: int, item: OrderIn):
    return item
