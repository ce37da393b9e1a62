from pydantic import BaseModel


class User(BaseModel):
    id: int


class OrderIn(BaseModel):
    sku: str


class OrderOut(OrderIn):
    id: int


class UserIn(BaseModel):
    email: str
