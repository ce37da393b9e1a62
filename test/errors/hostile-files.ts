/** A history of tables that costs its square to judge: some minutes. 1.4 MB. */
export const takesForEver = lines(40_000, (number) => `CREATE TABLE t${number} (id bigint PRIMARY KEY);`);

/** A history whose every second statement looks at every table: it costs its square before anything is judged. 1.5 MB. */
export const takesForEverToReplay = lines(
  20_000,
  (number) => `CREATE TABLE t${number} (id bigint, a int); ALTER TABLE t${number} DROP COLUMN a;`,
);

/** One condition of so many parts that its tree takes more than a gigabyte. 1.9 MB. */
export const fillsTheMemory = `SELECT * FROM orders WHERE ${Array.from({ length: 140_000 }, (_, number) => `a = ${number}`).join(' OR ')};\n`;

function lines(count: number, line: (number: number) => string): string {
  return Array.from({ length: count }, (_, number) => `${line(number)}\n`).join('');
}
