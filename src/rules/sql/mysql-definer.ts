import { showName } from '../../sql/object-name.ts';
import { codePlaces } from '../code-places.ts';
import { documented } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'mysql-definer',
  about: 'statement',
  on: ['create-object'],
  title: 'Object that belongs to one account',
  family: 'security',
  severity: 'warning',
  dialects: ['mysql', 'mariadb'],
  state: 'stable',
  sources: ['skeema:definer', 'https://dev.mysql.com/doc/refman/8.4/en/stored-objects-security.html'],
  what: 'Where there is no such account, each use of `{name}` fails; where there is, everybody who may use it does so with its rights.',
  why: '`{definer}` is written into the migration.',
  fix: 'Leave `DEFINER` out: then it is the account that migrates. `SQL SECURITY INVOKER` runs it with the rights of who uses it.',
  examples: {
    bad: [
      {
        title: 'of root',
        sql: 'CREATE DEFINER=`root`@`localhost` VIEW totals AS SELECT 1 AS one;',
        at: 'DEFINER=`root`@`localhost`',
      },
    ],
    good: [
      { title: 'of who migrates', sql: 'CREATE VIEW totals AS SELECT 1 AS one;' },
      {
        title: 'of who migrates, written out',
        sql: 'CREATE DEFINER=CURRENT_USER VIEW totals AS SELECT 1 AS one;',
      },
    ],
  },
  detect({ statement }) {
    const [object] = operationsOf(statement, 'create-object');
    const [found] = codePlaces(statement, /\bDEFINER\s*=\s*(?!CURRENT_USER\b)[`'"]?[^\s@]+@[^\s]+/gi);
    if (object === undefined || found === undefined) return [];
    const start = found.range.start - statement.range.start;
    const definer = statement.text.slice(start, start + found.range.end - found.range.start);
    return [
      {
        range: found.range,
        object: showName(object.name),
        data: { name: showName(object.name), definer: definer.replaceAll('`', '') },
        evidence: [
          documented(
            'A stored object executes in definer context with the privileges of the account named by its DEFINER attribute; if the account does not exist, an error occurs (MySQL manual, 27.6 Stored Object Access Control)',
          ),
        ],
      },
    ];
  },
});
