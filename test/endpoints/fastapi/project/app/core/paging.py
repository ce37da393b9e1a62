from fastapi import Query


class Page:
    def __init__(self, page: int = 1, page_size: int = Query(20, ge=1, le=100)):
        self.page = page
        self.page_size = page_size
