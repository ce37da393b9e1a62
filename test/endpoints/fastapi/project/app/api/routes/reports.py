from fastapi import APIRouter

router = APIRouter()


@router.get("/sales")
def sales():
    return {}


@router.get("/{name}.csv")
def download(name: str):
    return ""


cache = {}


# A dictionary and an HTTP client look like routers.
def warm(client):
    cache.get("/sales")
    client.get("/api/v1/orders")
    return client.post("/api/v1/orders", json={})
