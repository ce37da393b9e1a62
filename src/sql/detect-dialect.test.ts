import { describe, expect, it } from 'vitest';
import { detectDialect } from './detect-dialect.ts';

const told = (text: string, path = 'db/1.sql') => detectDialect([{ path, text }]).dialect;

describe('detectDialect', () => {
  it.each([
    ['CREATE TABLE a (id bigserial, at timestamptz)', 'postgres'],
    ['CREATE INDEX CONCURRENTLY i ON a (b)', 'postgres'],
    ['CREATE TABLE `a` (id int unsigned AUTO_INCREMENT)', 'mysql'],
    ['CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT)', 'sqlite'],
    ['CREATE TABLE a (id INT IDENTITY(1,1))\nGO\n', 'mssql'],
    ['CREATE TABLE a (b VARCHAR2(3))', 'other'],
    ['ALTER TABLE a ADD COLUMN b integer', null],
    ["-- `x` unsigned\nSELECT 'auto_increment'", null],
  ])('reads %j as %j', (text, dialect) => {
    expect(told(text)).toBe(dialect);
  });

  it('believes the path before the syntax', () => {
    expect(told('CREATE TABLE `a` (id int)', 'db/sqlite/1.sql')).toBe('sqlite');
    expect(told('SELECT 1', 'schema.postgres.sql')).toBe('postgres');
  });

  it('does not believe the folder that a migration has for itself', () => {
    const files = ['1_init', '2_add_postgres_settings'].map((name) => ({
      path: `prisma/mysql-migrations/${name}/migration.sql`,
      text: 'CREATE TABLE `a` (id int)',
    }));
    expect(detectDialect(files.toReversed()).dialect).toBe('mysql');
    const sign = {
      folder: 'prisma/mysql-migrations',
      sure: true,
      because: 'its lock',
      version: null,
      onlyVersion: false,
    };
    const signs = [{ ...sign, dialect: 'mysql' as const }];
    expect(detectDialect(files.toReversed(), signs).dialect).toBe('mysql');
  });

  it('lets the most frequent syntax win in a folder', () => {
    const files = ['SELECT a::text', 'CREATE TABLE x (a jsonb)', '-- `x`\nSELECT `y`'].map((text, index) => ({
      path: `db/${index}.sql`,
      text,
    }));
    expect(detectDialect(files).dialect).toBe('postgres');
  });
});
