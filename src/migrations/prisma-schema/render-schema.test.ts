import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../sql/dialect.ts';
import { givenName } from './names.ts';
import { providerOf } from './provider.ts';
import { readPrismaSchema } from './read-schema.ts';
import { renderPrismaSchema } from './render-schema.ts';

function render(text: string, provider: string, dialect: Dialect = 'postgres') {
  const schema = readPrismaSchema(`datasource db {\n  provider = "${provider}"\n}\n${text}`);
  return schema === null ? null : renderPrismaSchema(schema, dialect);
}

/** What is written, each statement on one line. */
function lines(text: string, provider = 'postgresql', dialect: Dialect = 'postgres'): string[] {
  const sql = render(text, provider, dialect)?.sql.replace(/\s+/g, ' ') ?? '';
  return sql.split(/(?<=;) /);
}

function unsure(text: string): string[] {
  return render(text, 'postgresql')?.unsure.map(({ name }) => name) ?? [];
}

const shop = `
/// Somebody who buys.
model Buyer {
  id      Int      @id @default(autoincrement())
  mail    String   @unique @db.VarChar(120) // "shown"
  rank    Rank     @default(Gold)
  marks   String[] @default(["a", "it's"])
  since   DateTime @default(now()) @map("member_since")
  seen    DateTime @updatedAt
  notes   Json?
  carts   Cart[]
  friend  Buyer?   @relation("friends", fields: [friendId], references: [id])
  friendId Int?    @map("friend_id")
  friends Buyer[]  @relation("friends")

  @@index([rank, since(sort: Desc)])
  @@map("buyers")
}

model Cart {
  shop   Int
  number BigInt
  buyer  Buyer @relation(fields: [buyerId], references: [id],
    onDelete: Cascade)
  buyerId Int
  price  Decimal @default(0.5) @db.Decimal(10, 2)
  key    String  @default(dbgenerated("gen_random_uuid()")) @db.Uuid
  client String  @default(cuid())
  tags   Tag[]

  @@id([shop, number])
  @@unique([buyerId, key], name: "of_buyer")
  @@index([key], type: Hash, map: "by_key")
}

model Tag {
  id    String @id @db.Char(3)
  cart  Cart?  @relation(fields: [shop, number], references: [shop, number], map: "tag_cart")
  shop  Int?
  number BigInt?
  other Label[]
}

model Label {
  id  BigInt @id
  all Tag[]
}

enum Rank {
  Gold   @map("gold")
  Silver

  @@map("ranks")
}
`;

describe('a Prisma schema as DDL', () => {
  it('is what Prisma Migrate writes for PostgreSQL', () => {
    expect(lines(shop)).toEqual([
      `CREATE TYPE "ranks" AS ENUM ('gold', 'Silver');`,
      `CREATE TABLE "buyers" ( "id" SERIAL NOT NULL, "mail" VARCHAR(120) NOT NULL, "rank" "ranks" NOT NULL DEFAULT 'gold', "marks" TEXT[] DEFAULT ARRAY['a', 'it''s']::TEXT[], "member_since" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "seen" TIMESTAMP(3) NOT NULL, "notes" JSONB, "friend_id" INTEGER, CONSTRAINT "buyers_pkey" PRIMARY KEY ("id") );`,
      `CREATE TABLE "Cart" ( "shop" INTEGER NOT NULL, "number" BIGINT NOT NULL, "buyerId" INTEGER NOT NULL, "price" DECIMAL(10, 2) NOT NULL DEFAULT 0.5, "key" UUID NOT NULL DEFAULT gen_random_uuid(), "client" TEXT NOT NULL, CONSTRAINT "Cart_pkey" PRIMARY KEY ("shop", "number") );`,
      `CREATE TABLE "Tag" ( "id" CHAR(3) NOT NULL, "shop" INTEGER, "number" BIGINT, CONSTRAINT "Tag_pkey" PRIMARY KEY ("id") );`,
      `CREATE TABLE "Label" ( "id" BIGINT NOT NULL, CONSTRAINT "Label_pkey" PRIMARY KEY ("id") );`,
      `CREATE TABLE "_LabelToTag" ( "A" BIGINT NOT NULL, "B" CHAR(3) NOT NULL );`,
      `CREATE UNIQUE INDEX "buyers_mail_key" ON "buyers"("mail");`,
      `CREATE INDEX "buyers_rank_member_since_idx" ON "buyers"("rank", "member_since" DESC);`,
      `CREATE UNIQUE INDEX "Cart_buyerId_key_key" ON "Cart"("buyerId", "key");`,
      `CREATE INDEX "by_key" ON "Cart" USING HASH("key");`,
      `CREATE UNIQUE INDEX "_LabelToTag_AB_unique" ON "_LabelToTag"("A", "B");`,
      `CREATE INDEX "_LabelToTag_B_index" ON "_LabelToTag"("B");`,
      `ALTER TABLE "buyers" ADD CONSTRAINT "buyers_friend_id_fkey" FOREIGN KEY ("friend_id") REFERENCES "buyers"("id") ON DELETE SET NULL ON UPDATE CASCADE;`,
      `ALTER TABLE "Cart" ADD CONSTRAINT "Cart_buyerId_fkey" FOREIGN KEY ("buyerId") REFERENCES "buyers"("id") ON DELETE CASCADE ON UPDATE CASCADE;`,
      `ALTER TABLE "Tag" ADD CONSTRAINT "tag_cart" FOREIGN KEY ("shop", "number") REFERENCES "Cart"("shop", "number") ON DELETE SET NULL ON UPDATE CASCADE;`,
      `ALTER TABLE "_LabelToTag" ADD CONSTRAINT "_LabelToTag_A_fkey" FOREIGN KEY ("A") REFERENCES "Label"("id") ON DELETE CASCADE ON UPDATE CASCADE;`,
      `ALTER TABLE "_LabelToTag" ADD CONSTRAINT "_LabelToTag_B_fkey" FOREIGN KEY ("B") REFERENCES "Tag"("id") ON DELETE CASCADE ON UPDATE CASCADE;`,
    ]);
  });

  it('has MySQL’s types, and its indexes in the table', () => {
    const model = `
      model Log {
        id   BigInt   @id @default(autoincrement()) @db.UnsignedBigInt
        kind Kind     @default(On)
        text String   @db.MediumText
        name String   @unique
        at   DateTime @default(now())
        last DateTime? @db.Timestamp(0)
        data Json     @default("{}")

        @@index([text(length: 20)])
        @@fulltext([name])
      }
      enum Kind {
        On
        Off
      }`;
    expect(lines(model, 'mysql', 'mariadb')).toEqual([
      "CREATE TABLE `Log` ( `id` BIGINT UNSIGNED NOT NULL AUTO_INCREMENT, `kind` ENUM('On', 'Off') NOT NULL DEFAULT 'On', `text` MEDIUMTEXT NOT NULL, `name` VARCHAR(191) NOT NULL, `at` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3), `last` TIMESTAMP(0) NULL, `data` JSON NOT NULL, PRIMARY KEY (`id`), UNIQUE INDEX `Log_name_key`(`name`), INDEX `Log_text_idx`(`text`(20)), FULLTEXT INDEX `Log_name_idx`(`name`) );",
    ]);
  });

  it('has SQLite’s keys in the table', () => {
    const model = `
      model A {
        id Int @id @default(autoincrement())
        bs B[]
      }
      model B {
        a  A   @relation(fields: [aId], references: [id])
        aId Int
        n  Float
        @@id([aId, n])
      }`;
    expect(lines(model, 'sqlite', 'sqlite')).toEqual([
      'CREATE TABLE "A" ( "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT );',
      'CREATE TABLE "B" ( "aId" INTEGER NOT NULL, "n" REAL NOT NULL, PRIMARY KEY ("aId", "n"), CONSTRAINT "B_aId_fkey" FOREIGN KEY ("aId") REFERENCES "A"("id") ON DELETE RESTRICT ON UPDATE CASCADE );',
    ]);
  });

  it('names schemas, and has no foreign keys where the client keeps relations', () => {
    const model = `
      model A {
        id Int @id
        b  B   @relation(fields: [id], references: [id])
        @@schema("one")
      }
      model B {
        id Int @id
        a  A[]
        @@schema("public")
      }`;
    expect(lines(model).at(-1)).toBe(
      'ALTER TABLE "one"."A" ADD CONSTRAINT "A_id_fkey" FOREIGN KEY ("id") REFERENCES "B"("id") ON DELETE RESTRICT ON UPDATE CASCADE;',
    );
    const kept = readPrismaSchema(
      `datasource db {\n  provider = "postgresql"\n  relationMode = "prisma"\n}\n${model}`,
    );
    expect(kept === null ? null : renderPrismaSchema(kept, 'postgres')?.sql).not.toContain('FOREIGN KEY');
  });

  it('tells of which tables it does not tell all', () => {
    expect(unsure('model A {\n  id Int @id\n}')).toEqual([]);
    const beside = (line: string) => `model A {\n  id Int @id\n  b Int\n${line}\n}`;
    for (const line of [
      '  text Unsupported("tsvector")?',
      '  name String @db.Hstore',
      '  made String @default(dbgenerated())',
      '  n Int @default(sequence())',
      '  @@index([b], where: { b: 1 })',
      '  @@index([b], where: raw("b > 1"))',
      '  @@index([missing])',
    ])
      expect({ line, unsure: unsure(beside(line)) }).toEqual({ line, unsure: ['A'] });
    expect(render('view V {\n  id Int @unique\n}', 'postgresql')?.complete).toBe(false);
    expect(render('model A {\n  id Int @id\n}', 'postgresql')?.complete).toBe(true);
  });

  it('is none of another database, of several, or of a text that is not understood', () => {
    const model = 'model A {\n  id Int @id\n}';
    expect(render(model, 'mysql', 'postgres')).toBeNull();
    expect(render(model, 'cockroachdb')).toBeNull();
    const several = readPrismaSchema(`datasource db {\n  provider = ["sqlite", "postgresql"]\n}\n${model}`);
    expect(several && providerOf(several)).toBeNull();
    for (const text of ['type T {\n  a Int\n}', 'model A {\n  id Int @id', 'model A { id Int @id(', '#'])
      expect(readPrismaSchema(text)).toBeNull();
    expect(readPrismaSchema(`model A {\n  id Int @x(${'['.repeat(100_000)})\n}`)).toBeNull();
  });
});

describe('a name that Prisma gives', () => {
  const provider = providerOf(
    readPrismaSchema('datasource db {\n  provider = "postgresql"\n}') ?? expect.unreachable(),
  );

  it('fits, ends in its suffix, and is whole characters of what it is made of', () => {
    const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(part, fc.array(part, { minLength: 1, maxLength: 4 }), (table, columns) => {
        const name = givenName(table, columns, 'key', provider ?? expect.unreachable());
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
        expect(name.endsWith('_key')).toBe(true);
        expect(`${table}_${columns.join('_')}`.startsWith(name.slice(0, -'_key'.length))).toBe(true);
      }),
    );
  });
});
