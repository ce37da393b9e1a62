from fastapi import Depends, FastAPI

from app.core.security import partner

partners_app = FastAPI(dependencies=[Depends(partner)])


@partners_app.get("/stock/{sku:path}")
async def stock(sku: str):
    return {"sku": sku}


@partners_app.post("/stock", status_code=202)
async def update_stock(levels: dict[str, int]):
    return levels
