import { afterAll, describe, expect, it } from 'vitest';
import { defaultRepositorySettings } from '../../src/config/repository-settings.ts';
import { type OpenedDatabase, openPglite } from '../../src/proof/pglite-database.ts';
import { prove } from '../../src/proof/prove.ts';
import type { ProofDatabases } from '../../src/proof/subject.ts';
import { analyze } from '../../src/review/analyze.ts';
import { createRepositoryCache } from '../../src/review/repository-cache.ts';
import type { HistoryExample } from '../../src/rules/example.ts';
import { rules } from '../../src/rules/registry.generated.ts';
import { changeOf, treesOf } from '../fuzz/memory-change.ts';

// The examples of the rules about proofs, through the whole analysis: base and head as trees, the migrations run.

const blank = await openPglite(null);
const image = await blank.image();
await blank.close();
const opened = new Set<OpenedDatabase>();
afterAll(() => {
  for (const database of opened) database.close();
});

const databases: ProofDatabases = {
  async open(_, prepare) {
    const database = await openPglite(image);
    opened.add(database);
    await prepare(database);
    return {
      exec: database.exec,
      async close() {
        opened.delete(database);
        await database.close();
      },
    };
  },
};

/** Findings of a rule, each with its file and the text at its first line. */
async function found(example: HistoryExample, rule: string) {
  const files = Object.keys({ ...example.base, ...example.head }).map((path) => ({
    path,
    base: example.base[path] ?? null,
    head: path in example.head ? (example.head[path] ?? null) : (example.base[path] ?? null),
  }));
  const change = changeOf(files);
  const { findings, facts } = await analyze({
    change: { ...change, files: change.files.filter(({ path }) => path in example.head) },
    ...treesOf(files),
    settings: defaultRepositorySettings,
    skip: {},
    ...createRepositoryCache(),
    prove: (request) => prove(request, databases),
    onFile() {},
  });
  expect(facts.proofs.flatMap(({ proof }) => proof.notices)).toEqual([]);
  return findings.filter(
    (finding) => finding.rule === rule || finding.evidence.some(({ kind }) => kind === 'executed'),
  );
}

const ofProof = rules.filter((rule) => rule.about === 'proof');

describe.each(ofProof.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it.each(rule.examples.bad.map((example) => [example.title, example] as const))(
    'is found: %s',
    async (_, example) => {
      const line = (example.head[example.at.path] ?? '')
        .slice(0, (example.head[example.at.path] ?? '').indexOf(example.at.text))
        .split('\n').length;
      const all = await found(example, id);
      const own = all.filter((finding) => finding.rule === id || rule.joins?.includes(finding.rule) === true);
      expect(own.map(({ path, startLine }) => ({ path, startLine }))).toEqual([
        { path: example.at.path, startLine: line },
      ]);
      expect(own[0]?.evidence.some(({ kind }) => kind === 'executed')).toBe(true);
    },
  );

  it.each(rule.examples.good.map((example) => [example.title, example] as const))(
    'is not found: %s',
    async (_, example) => {
      expect((await found(example, id)).filter((finding) => finding.rule === id)).toEqual([]);
    },
  );
});
