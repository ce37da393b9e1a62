import { describe, expect, it } from 'vitest';
import { findEndpoints } from '../find-endpoints.ts';
import { shownEndpoints } from '../shown-endpoints.ts';

const app = 'from fastapi import FastAPI, APIRouter, Depends\napp = FastAPI()\n';

describe('fastapi', () => {
  it('finds a route with its handler, inputs, and what a normal answer is', () => {
    const text = `${app}
@app.post("/orders/{id}")
def create(id: int, order: OrderIn, q: str = ""):
    return order
`;
    const [endpoint] = findEndpoints([{ path: 'main.py', text }], 'head');
    expect(endpoint).toMatchObject({
      method: 'POST',
      path: '/orders/:id',
      prefixSeen: true,
      framework: 'fastapi',
      span: { path: 'main.py', side: 'head', startLine: 4, endLine: 4 },
      handler: { startLine: 5, endLine: 6 },
      inputs: ['path', 'body', 'query'],
      validation: [{ text: 'order: OrderIn', line: 5, input: 'body' }],
      statusCodes: [{ status: 200, line: 4 }],
      pagination: [],
    });
  });

  it.each([
    ['a client', `${app}@app.get\ndef f(): ...\nclient.get("/x")`],
    ['a path made at run time', `${app}@app.get(paths[0])\ndef f(): ...`],
    ['a socket', `${app}@app.websocket("/ws")\nasync def f(s): ...`],
    [
      'another thing with the methods of a router',
      'from fastapi import FastAPI\ncache = Cache()\n@cache.get("/x")\ndef f(): ...',
    ],
    ['a router that is made of itself', 'from fastapi import APIRouter\nr = r\n@r.get("/x")\ndef f(): ...'],
    ['syntax errors', 'from fastapi import (\n@app.get("/x"'],
  ])('finds nothing in %s', (_, text) => {
    expect(shownEndpoints({ 'main.py': text })).toEqual([]);
  });

  it('says that a prefix is not seen where a router is not mounted, or below what varies', () => {
    const router =
      'from fastapi import APIRouter\nr = APIRouter(prefix="/x")\n@r.get("/y")\ndef f():\n    return 1\n';
    expect(shownEndpoints({ 'r.py': router })).toEqual(['GET /x/y? status=200']);
    const main = `${app}import os\nfrom r import r\napp.include_router(r, prefix=os.environ["P"])`;
    expect(shownEndpoints({ 'r.py': router, 'main.py': main })).toEqual(['GET /x/y? status=200']);
  });

  it('takes the prefix that is known where another may be configured', () => {
    const main = `${app}import os
inner = FastAPI()
@inner.get("/y")
def f():
    return 1
if os.environ.get("P"):
    app.mount(os.environ["P"], inner)
else:
    app.mount("/api", inner)
`;
    expect(shownEndpoints({ 'main.py': main })).toEqual(['GET /api/y status=200']);
  });

  it('hands the dependencies of an application to what it includes, not to what it mounts', () => {
    const main = `from fastapi import FastAPI, APIRouter, Depends
def require_user(): ...
app = FastAPI(dependencies=[Depends(require_user)])
r = APIRouter()
inner = FastAPI()
@r.get("/in")
def a(): return 1
@inner.get("/sub")
def b(): return 1
app.include_router(r)
app.mount("/m", inner)
`;
    expect(shownEndpoints({ 'main.py': main })).toEqual([
      'GET /in auth=Depends(require_user):3 status=200',
      'GET /m/sub status=200',
    ]);
  });

  it('follows circles of imports, bases, dependencies and routers to an end', () => {
    const files = {
      'a.py': `from fastapi import APIRouter, Depends
from b import r2, X
r1 = APIRouter()
r1.include_router(r2)
def d1(x=Depends(lambda: 1), y=Depends("d2")): ...
def d2(x=Depends(d3)): ...
def d3(x=Depends(d2)): ...
class Y(X): ...
@r1.get("/a")
def f(x=Depends(d2), y: Y = Depends()): return 1
`,
      'b.py':
        'from fastapi import APIRouter\nfrom a import r1, Y\nr2 = APIRouter()\nr2.include_router(r1)\nclass X(Y): ...\n',
    };
    expect(shownEndpoints(files)).toEqual(['GET /a? status=200']);
  });

  it('ends where everything leads to everything', { timeout: 10_000 }, () => {
    const all = [...Array(40).keys()];
    const routers = all.map((n) => `r${n} = APIRouter()\n`).join('');
    const mounts = all.flatMap((a) => all.map((b) => `r${a}.include_router(r${b})\n`)).join('');
    const functions = all
      .map((n) => `def d${n}(${all.map((m) => `p${m}=Depends(d${m})`).join(', ')}): ...\n`)
      .join('');
    const main = `${app}${routers}${mounts}${functions}@app.get("/x")\ndef f(x=Depends(d0)): return 1\n`;
    expect(shownEndpoints({ 'main.py': main })).toEqual(['GET /x status=200']);
    const stars = all.map((n): [string, string] => [
      `p/m${n}.py`,
      `from fastapi import FastAPI\n${all.map((m) => `from .m${m} import *\n`).join('')}@zz.get("/x")\ndef f(): ...\n`,
    ]);
    expect(shownEndpoints(Object.fromEntries(stars))).toEqual([]);
  });

  it('reads long lists, deep nesting and long chains in a short time', () => {
    const routes = Array.from(
      { length: 2_000 },
      (_, n) => `@app.get("/r${n}")\ndef f${n}(): return 1\n`,
    ).join('');
    const deep = `x = ${'['.repeat(900)}${']'.repeat(900)}\ny = a${'.b()'.repeat(3_000)}\nz = ${'"a" + '.repeat(3_000)}"b"\n`;
    const nested = Array.from({ length: 90 }, (_, n) => `${' '.repeat(n)}if x:\n`).join('');
    const found = shownEndpoints({ 'main.py': `${app}${routes}${deep}${nested}${' '.repeat(90)}pass\n` });
    expect(found).toHaveLength(2_000);
  });
});
