import { describe, expect, it } from 'vitest';
import { findTests } from './test-files.ts';

function kindsOf(path: string, text: string): Record<string, string> | null {
  const [found] = findTests([{ path, text }]);
  return found === undefined
    ? null
    : Object.fromEntries(found.kinds.map(({ kind, line, text: shown }) => [kind, `${line}: ${shown}`]));
}

describe('findTests', () => {
  it('finds the kinds of a supertest file with their lines', () => {
    const text = [
      "import request from 'supertest';",
      '// request(app).get("/commented")',
      "describe('orders', () => {",
      "  it('lists', async () => {",
      "    const response = await request(app).get('/orders');",
      '    expect(response.status).toBe(200);',
      "    const rows = await pool.query('SELECT id FROM orders');",
      '  });',
      "  it('refuses strangers', () => request(app).get('/orders').expect(401));",
      '});',
    ].join('\n');
    expect(findTests([{ path: 'src/orders.test.ts', text }])).toEqual([
      {
        path: 'src/orders.test.ts',
        kinds: [
          { kind: 'endpoint', line: 5, text: "const response = await request(app).get('/orders');" },
          { kind: 'database', line: 7, text: "const rows = await pool.query('SELECT id FROM orders');" },
          {
            kind: 'error-case',
            line: 9,
            text: "it('refuses strangers', () => request(app).get('/orders').expect(401));",
          },
        ],
      },
    ]);
  });

  it.each([
    ['test/app.test.js', "test('x', async () => { await app.inject({ url: '/x' }) })"],
    ['tests/test_api.py', 'def test_list(client):\n    assert client.get("/x").status_code == 200'],
    [
      'api/orders_test.go',
      'func TestList(t *testing.T) {\n\treq := httptest.NewRequest("GET", "/x", nil)\n}',
    ],
    ['src/test/java/OrderControllerTest.java', '@Test\nvoid list() { mockMvc.perform(get("/x")); }'],
    ['tests/Feature/OrderTest.php', "public function testList() { $this->getJson('/api/x')->assertOk(); }"],
    ['spec/requests/orders_spec.rb', "it 'lists' do\n  get '/orders'\nend"],
    ['Api.Tests/OrderTests.cs', '[Fact]\npublic async Task X() { await client.GetAsync("/x"); }'],
    ['tests/api.rs', '#[tokio::test]\nasync fn x() { app.oneshot(req).await; }'],
  ])('sees an endpoint test in %s', (path, text) => {
    expect(Object.keys(kindsOf(path, text) ?? {})).toEqual(['endpoint']);
  });

  it.each([
    ['a.test.ts', "it('x', () => { expect(() => parse('')).toThrow(); })"],
    ['test_a.py', 'def test_x():\n    with pytest.raises(ValueError):\n        f()'],
    ['a_test.go', 'func TestX(t *testing.T) { assert.Error(t, f()) }'],
    ['AServiceTest.java', '@Test void x() { assertThrows(X.class, () -> f()); }'],
    ['b.test.ts', "it('x', () => { expect(response.statusCode).toBe(422); })"],
  ])('sees an error case in %s', (path, text) => {
    expect(Object.keys(kindsOf(path, text) ?? {})).toEqual(['error-case']);
  });

  it.each([
    ['a.test.ts', "it('x', async () => { const c = await new PostgreSqlContainer().start(); })"],
    ['test_a.py', '@pytest.mark.django_db\ndef test_x():\n    pass'],
    ['ARepositoryTest.java', '@DataJpaTest\nclass ARepositoryTest { @Test void x() {} }'],
    ['a_test.go', 'func TestX(t *testing.T) { db.Query("select id from orders where id = $1", 1) }'],
  ])('sees a database test in %s', (path, text) => {
    expect(Object.keys(kindsOf(path, text) ?? {})).toEqual(['database']);
  });

  it('takes numbers that are no status codes for nothing', () => {
    expect(kindsOf('sum.test.ts', "it('adds', () => { expect(add(400, 50)).toBe(450); })")).toEqual({});
  });

  it('leaves out what is no test: code, helpers among tests, data, documents', () => {
    expect(
      findTests([
        { path: 'src/orders.ts', text: "it('is not a test', () => {})" },
        { path: 'test/setup.ts', text: 'export const app = buildApp();' },
        { path: 'test/data.json', text: '{"it": "(x)"}' },
        { path: 'docs/testing.md', text: "it('x', () => {})" },
      ]),
    ).toEqual([]);
    expect(kindsOf('test/orders.ts', "it('x', () => {})")).toEqual({});
  });

  it('is quick on one endless line', () => {
    expect(kindsOf('a.test.ts', `it('x', () => { status ${'('.repeat(2_000_000)} })`)).toEqual({});
  });
});
