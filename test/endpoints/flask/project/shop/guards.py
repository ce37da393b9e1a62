from functools import wraps

from flask import abort, g


def only_partners(view):
    @wraps(view)
    def wrapper(*args, **kwargs):
        if g.partner is None:
            abort(401)
        return view(*args, **kwargs)

    return wrapper


def role_required(role):
    def decorate(view):
        @wraps(view)
        def wrapper(*args, **kwargs):
            if g.user.role != role:
                abort(403)
            return view(*args, **kwargs)

        return wrapper

    return decorate
