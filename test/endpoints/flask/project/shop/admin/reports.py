from flask import Blueprint

bp = Blueprint("reports", __name__, url_prefix="/ignored")


@bp.get("/sales/<any(day, week):span>")
def sales(span):
    return {"span": span}


@bp.get("/files/<path:name>")
def files(name):
    return name
