import { isTestPath } from './test-path.ts';

type BackendKind = 'code' | 'test' | 'sql' | 'migration' | 'contract' | 'configuration';

export type BackendClass =
  | { readonly backend: true; readonly kind: BackendKind }
  /** Why not: a clause for people. */
  | { readonly backend: false; readonly reason: string };

/** Of what its path does not tell: a contract or a part of one may have any name. */
export const notOfBackend = 'not a backend file';

const no = (reason: string): BackendClass => ({ backend: false, reason });
const yes = (kind: BackendKind): BackendClass => ({ backend: true, kind });

/** Rows in order of precedence: the first whose pattern is found in the path decides. */
const rows: readonly (readonly [RegExp, BackendClass])[] = [
  [/(^|\/)(node_modules|bower_components|third_party|\.yarn|\.git|Pods)\/|^vendor\//, no('a dependency')],
  [
    /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|composer\.lock|Gemfile\.lock|Cargo\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|go\.sum|packages\.lock\.json|mix\.lock|gradle\.lockfile|deno\.lock)$/i,
    no('a lock file'),
  ],
  [
    /\.(min\.js|bundle\.js|js\.map|css\.map|map)$|(^|\/)(dist|\.next|\.nuxt|\.output|coverage|__snapshots__)\/|\.snap$/i,
    no('generated'),
  ],
  [
    /\.(png|jpe?g|gif|webp|avif|ico|svg|bmp|tiff?|mp[34]|mov|webm|ogg|wav|woff2?|ttf|otf|eot|pdf|zip|gz|tgz|jar|exe|dll|so|wasm)$/i,
    no(notOfBackend),
  ],
  // Before documentation: `db/changelog/changelog.xml` is none.
  [/(^|\/)(db\/change-?logs?|liquibase)\/.*\.(ya?ml|xml|json)$/i, yes('migration')],
  [
    /\.(md|mdx|markdown|rst|adoc|asciidoc|org)$|(^|\/)(LICEN[CS]E|NOTICE|CHANGELOG|AUTHORS|CODEOWNERS|README)(\.[a-z]+)?$/i,
    no('documentation'),
  ],
  [/\.(sql|ddl|pgsql|psql|mysql|tsql|plsql|pks|pkb)$/i, yes('sql')],
  [/\.(proto|graphqls?|gql|sdl)$/i, yes('contract')],
  [
    /(^|\/)(openapi|swagger|asyncapi)[^/]*\.(ya?ml|json)$|\.(openapi|swagger)\.(ya?ml|json)$|(^|\/)(openapi|swagger)\/.*\.(ya?ml|json)$/i,
    yes('contract'),
  ],
  [
    /\.prisma$|(^|\/)migrations?\/.*\.(ya?ml|xml|json|[cm]?[jt]s|py|rb|php|go|cs|java|kt|exs?)$|(^|\/)db\/(migrate|changelog)\//i,
    yes('migration'),
  ],
  [
    /\.(css|scss|sass|less|styl|html?|vue|svelte|astro|hbs|ejs|pug|jade|twig|liquid|mustache|njk|jsx|tsx|storyboard|xib)$/i,
    no(notOfBackend),
  ],
  [
    /(^|\/)(frontend|front-end|webapp|web-app|client-app|styles|storybook|\.storybook|ui)\/|(^|\/)(public|static|assets)\/(?!.*\.(php|ts|mts|cts|py|go|java|kt|rb|cs|rs|exs?)$)/i,
    no(notOfBackend),
  ],
  [/\.(stories|d)\.[cm]?[jt]sx?$/i, no(notOfBackend)],
  [/(^|\/)(components|hooks|composables)\/.*\.[cm]?[jt]s$/i, no(notOfBackend)],
  [
    /(^|\/)(vite|vitest|jest|webpack|rollup|babel|tailwind|postcss|eslint|prettier|playwright|cypress|next|nuxt|svelte|astro|metro|commitlint|stylelint|lint-staged)\.config\.[cm]?[jt]s$|(^|\/)\.(eslintrc|prettierrc|babelrc|stylelintrc)[^/]*$/i,
    no('configuration of a build tool'),
  ],
  [
    /\.([cm]?[jt]s|py|go|java|kts?|scala|groovy|clj|rb|rake|php|cs|fs|vb|rs|exs?|erl|hs|ml|lua|pl|pm|c|cc|cpp|h|hpp|zig|nim|cr|jl)$/i,
    yes('code'),
  ],
  [
    /(^|\/)(Dockerfile[^/]*|docker-compose[^/]*\.ya?ml|compose\.ya?ml|Procfile|nginx[^/]*\.conf)$|(^|\/)(application|bootstrap)(-[\w-]+)?\.(ya?ml|properties)$|(^|\/)appsettings(\.\w+)?\.json$|(^|\/)(ormconfig|knexfile|database|datasource)\.(ya?ml|json)$|(^|\/)(serverless|sqlc|buf(\.gen)?|dbmate|atlas)\.(ya?ml|hcl)$/i,
    yes('configuration'),
  ],
];

/** Whether a path belongs to a backend, by its name alone; contracts with plain names are told by their content elsewhere. */
export function isBackendPath(path: string): BackendClass {
  const decided = rows.find(([pattern]) => pattern.test(path))?.[1] ?? no(notOfBackend);
  return decided.backend && decided.kind === 'code' && isTestPath(path) ? yes('test') : decided;
}
