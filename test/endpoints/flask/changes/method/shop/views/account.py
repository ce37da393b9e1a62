from flask import Blueprint, redirect, render_template, url_for
from flask_login import current_user, login_required

from ..extensions import limiter
from .forms import ProfileForm

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.route("/login", methods=["GET", "POST"])
@limiter.limit("5 per minute")
def login():
    return render_template("login.html")


@bp.route("/profile", methods=["GET", "POST"])
@login_required
def profile():
    form = ProfileForm()
    if form.validate_on_submit():
        return redirect(url_for("account.profile"))
    return render_template("profile.html", form=form)


@bp.route("/orders/")
def orders():
    if not current_user.is_authenticated:
        return redirect(url_for("account.login"))
    return render_template("orders.html")


@bp.get("/logout")
@login_required
def logout():
    return redirect("/")
