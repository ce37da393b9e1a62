from fastapi import FastAPI, Response


def add_legacy_routes(app: FastAPI) -> None:
    @app.get("/v0/orders/{order_id}")
    def legacy_order(order_id: int, response: Response):
        response.status_code = 410
        return None
