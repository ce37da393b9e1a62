import { describe, expect, it } from 'vitest';
import { shownEndpoints } from '../shown-endpoints.ts';

const get = 'export async function GET() { return new Response(null); }\n';

describe('nextjs', () => {
  it('makes paths of folders', () => {
    expect(
      shownEndpoints({
        'app/route.ts': get,
        'apps/app/package.json': '{}',
        'apps/app/src/app/(shop)/[lang]/@slot/items/[item-id]/route.ts': get,
        'apps/app/src/app/docs/[...slug]/route.js': get,
        'apps/app/src/app/_parts/route.ts': get,
        'apps/app/src/app/page/page.tsx': get,
        'lib/route.ts': get,
      }),
    ).toEqual(['GET / status=200', 'GET /:lang/items/:item_id status=200', 'GET /docs/* status=200']);
  });

  it('follows exports that are wrapped, renamed, taken apart or of other files', () => {
    expect(
      shownEndpoints({
        'app/a/route.ts':
          "const h = withAuth(async () => Response.json({}, { status: 201 }), { roles: ['admin'] });\nexport { h as POST, h as PUT };\nexport const { GET, DELETE } = handlers;",
        'app/b/route.ts': "export { GET as PATCH } from '../c/route';\nexport * from './more';",
        'app/b/more.ts': 'export const HEAD = async () => new Response(null);',
        'app/c/route.ts': get,
      }),
    ).toEqual([
      'DELETE /a',
      'GET /a',
      "POST /a auth=withAuth:1 authz=roles: ['admin']:1 status=201",
      "PUT /a auth=withAuth:1 authz=roles: ['admin']:1 status=201",
      'HEAD /b status=200',
      'PATCH /b status=200',
      'GET /c status=200',
    ]);
  });

  it('tells the methods of a page apart, each with what is for all', () => {
    const text = `export default async function handler(req, res) {
  const session = await getServerSession(req, res);
  if (req.method === 'GET') return res.status(200).json({});
  if (req.method === 'POST') { schema.parse(req.body); return res.status(201).end(); }
  res.status(405).end();
}`;
    expect(
      shownEndpoints({ 'pages/api/x/[id].ts': text, 'pages/api/y.ts': 'export default { get: 1 };' }),
    ).toEqual([
      'GET /api/x/:id auth=getServerSession(req, res):2 status=200',
      'POST /api/x/:id auth=getServerSession(req, res):2 valid=schema.parse(req.body) status=201',
    ]);
  });

  it('lets middleware hold for what its matcher names, and not say what it chooses itself', () => {
    const files = { 'app/api/a/route.ts': get, 'app/b/route.ts': get };
    const auth = "export { auth as middleware } from 'next-auth';\n";
    const chosen =
      "export default clerkMiddleware(async (auth, request) => { if (isPrivate(request)) await auth.protect(); });\nconst isPrivate = createRouteMatcher(['/b']);\n";
    const shown = (middleware: string): string[] => shownEndpoints({ ...files, 'middleware.ts': middleware });
    expect(shown(`${auth}export const config = { matcher: '/api/:path*' };`)).toEqual([
      'GET /api/a auth=middleware: auth:1 status=200',
      'GET /b status=200',
    ]);
    expect(shown(`${auth}export const config = { matcher: ['/((?!api).*)'] };`)).toEqual([
      'GET /api/a status=200',
      'GET /b status=200',
    ]);
    expect(shown(chosen)).toEqual(['GET /api/a status=200', 'GET /b status=200']);
  });

  it('ends with files that export each other and with broken code', () => {
    expect(
      shownEndpoints({
        'app/a/route.ts': "export * from '../b/route';",
        'app/b/route.ts': "export * from '../a/route';\nexport { GET } from '../a/route';",
        'app/c/route.ts': 'export async function GET( {',
      }).length,
    ).toBeLessThanOrEqual(3);
  });
});
