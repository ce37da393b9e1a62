from fastapi import FastAPI, WebSocket
from fastapi.middleware.cors import CORSMiddleware
from fastapi.staticfiles import StaticFiles

from app.api import api_router
from app.api.routes import admin
from app.api.routes.legacy import add_legacy_routes
from app.core.config import settings
from app.partners import partners_app


def create_app() -> FastAPI:
    app = FastAPI(title="Shop")
    app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"])
    app.include_router(api_router, prefix=settings.API_V1)
    app.include_router(admin.router, prefix=f"{settings.INTERNAL_PREFIX}/admin")
    app.mount("/partners", partners_app)
    app.mount("/static", StaticFiles(directory="static"))
    add_legacy_routes(app)
    return app


app = create_app()


@app.get("/health", include_in_schema=False)
@app.get("/healthz", include_in_schema=False)
def health():
    return {"status": "ok"}


@app.websocket("/ws")
async def live(socket: WebSocket):
    await socket.accept()


@app.on_event("startup")
async def start():
    pass


@app.exception_handler(KeyError)
async def missing(request, error):
    return None
