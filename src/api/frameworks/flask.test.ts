import { describe, expect, it } from 'vitest';
import { shownEndpoints } from '../shown-endpoints.ts';

const app = 'from flask import Flask, Blueprint, abort\napp = Flask(__name__)\n';

describe('flask', () => {
  it.each([
    [
      'verbs and methods',
      '@app.route("/x", methods=["PUT", "OPTIONS"])\ndef f(): return 1\n@app.post("/y/")\ndef g(): return 1',
      ['PUT /x status=200', 'POST /y status=200'],
    ],
    ['converters', '@app.route("/<int:a>/<path:b>")\ndef f(a, b): return 1', ['GET /:a/* status=200']],
    [
      'a decorator above the route, which is never asked',
      '@login_required\n@app.route("/x")\ndef f(): return 1',
      ['GET /x status=200'],
    ],
    [
      'a decorator below the route',
      '@app.route("/x")\n@login_required\ndef f(): return 1',
      ['GET /x auth=login_required:4 status=200'],
    ],
    [
      'a token that may be left out',
      '@app.route("/x")\n@jwt_required(optional=True)\ndef f(): return 1',
      ['GET /x status=200'],
    ],
    ['a path whose beginning varies', '@app.route(scoped("/x"))\ndef f(): return 1', ['GET /x? status=200']],
    [
      'codes of answers',
      '@app.route("/x")\ndef f():\n    if a: abort(403)\n    if b: return {}, 201\n    return make_response("", 204)',
      ['GET /x status=403+204+201'],
    ],
  ])('reads %s', (_, text, expected) => {
    expect(shownEndpoints({ 'app.py': `${app}${text}\n` })).toEqual(expected);
  });

  it('reads a loop over a list once for each of its items', () => {
    const text = `${app}
def page(kind): return kind
for name, method in (("hot", "GET"), ("new", "POST")):
    app.add_url_rule("/{}/<int:n>".format(name), view_func=page, methods=[method])
for other in names():
    app.add_url_rule("/" + other, view_func=page)
app.add_url_rule("/x", view_func=page, methods=allowed())
`;
    expect(shownEndpoints({ 'app.py': text })).toEqual(['GET /hot/:n status=200', 'POST /new/:n status=200']);
  });

  it('gives a blueprint the prefix of its registration, and its own where there is none', () => {
    const text = `${app}
a = Blueprint("a", __name__, url_prefix="/a")
b = Blueprint("b", __name__, url_prefix="/b")
@a.get("/x")
def f(): return 1
@b.get("/x")
def g(): return 1
b.register_blueprint(a, url_prefix="/c")
app.register_blueprint(b)
app.register_blueprint(a)
`;
    expect(shownEndpoints({ 'app.py': text })).toEqual([
      'GET /a/x status=200',
      'GET /b/c/x status=200',
      'GET /b/x status=200',
    ]);
  });

  it('believes what runs before all requests by its name, and of a blueprint by its answer', () => {
    const text = `${app}
bp = Blueprint("bp", __name__)
@app.before_request
def tokens():
    if bad: abort(401)
@bp.before_request
def known():
    if g.user is None: abort(401)
@bp.get("/x")
def f(): return 1
@app.get("/y")
def g(): return 1
app.register_blueprint(bp)
`;
    expect(shownEndpoints({ 'app.py': text })).toEqual([
      'GET /x auth=known:8 status=200',
      'GET /y status=200',
    ]);
  });

  it('finds namespaces of flask-restx below their own name, and those of an application that is set later', () => {
    const text = `${app}
from flask_restx import Api, Namespace, Resource
api = Api(prefix="/api")
ns = Namespace("cats")
@ns.route("/", "/all")
class Cats(Resource):
    @ns.expect(model, validate=True)
    @ns.response(201, "made")
    def post(self): return {}, 201
api.add_namespace(ns)
api.init_app(app)
`;
    expect(shownEndpoints({ 'app.py': text })).toEqual([
      'POST /api/cats valid=ns.expect(model, validate=True) status=201',
      'POST /api/cats/all valid=ns.expect(model, validate=True) status=201',
    ]);
  });
});
