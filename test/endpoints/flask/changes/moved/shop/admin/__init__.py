from flask import Blueprint, abort, g, jsonify, request

from ..guards import role_required
from ..settings import ADMIN_PREFIX
from .reports import bp as reports_bp

bp = Blueprint("admin", __name__, url_prefix=ADMIN_PREFIX)
bp.register_blueprint(reports_bp, url_prefix="/figures")


@bp.before_request
def require_staff():
    if g.user is None:
        abort(401)


@bp.route("/users", methods=["GET", "POST"])
def users():
    if request.method == "POST":
        return jsonify(request.json), 201
    return jsonify([])


@bp.delete("/users/<int:user_id>")
@role_required("owner")
def delete_user(user_id):
    return "", 204


@bp.post("/users/<int:user_id>/ban")
def ban(user_id):
    return {"banned": user_id}
