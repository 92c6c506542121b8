import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import t from 'tap';
import { testDatabase } from '../helpers/postgres.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const source = ['schema', 'schema-consent']
  .map((name) => readFileSync(join(ROOT, `src/server/database/${name}.ts`), 'utf8'))
  .join('\n');

interface Column {
  readonly type: string;
  readonly nullable: boolean;
  readonly filled: boolean;
}
type Tables = Record<string, Record<string, Column>>;

/** What schema.ts calls a type, as PostgreSQL would: text is every union of texts, numbers come in two widths. */
const columnOf = (declared: string): Column => {
  const generated = /^Generated<(.*)>$/.exec(declared);
  const bare = generated?.[1] ?? declared;
  const types: Record<string, string> = {
    Uint8Array: 'bytea',
    'readonly Uint8Array[]': 'bytea[]',
    number: 'number',
    string: 'text',
    boolean: 'boolean',
    Moment: 'timestamptz',
    OptionalMoment: 'timestamptz',
  };
  const optional = bare === 'OptionalMoment' || bare.endsWith(' | null');
  const plain = bare.replace(/ \| null$/, '');
  const type = /^'\w+'( \| '\w+')*$/.test(plain) ? 'text' : types[plain];
  if (type === undefined) throw new Error(`schema.ts: what is ${declared}?`);
  return { type, nullable: optional, filled: generated !== null };
};

const declaredTables = (): Tables => {
  const bodies = [...source.matchAll(/export interface \w+(?: extends \w+)? \{\n([\s\S]*?)\n\}\n/g)];
  const tables = bodies.flatMap(([, body = '']) => [...body.matchAll(/^ {2}(\w+): \{([^}]*)\};/gm)]);
  return Object.fromEntries(
    tables.map(([, table = '', columns = '']) => [
      table,
      Object.fromEntries(
        [...columns.matchAll(/(\w+): ([^;]+?)\s*(?:;|$)/g)].map(([, name = '', type = '']) => [
          name,
          columnOf(type),
        ]),
      ),
    ]),
  );
};

const KINDS: Record<string, string> = {
  _bytea: 'bytea[]',
  int4: 'number',
  int8: 'number',
  bool: 'boolean',
};

const realTables = async (url: string): Promise<Tables> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(`
    select table_name as table, column_name as name, udt_name as type, is_nullable = 'YES' as nullable,
      column_default is not null as filled
    from information_schema.columns where table_schema = 'public' order by table_name, ordinal_position`);
  await client.end();
  const tables: Tables = {};
  for (const { table, name, type, nullable, filled } of rows) {
    // The migrator's own tables are nobody else's business.
    if (/^(migration_file|kysely_)/.test(table)) continue;
    tables[table] = { ...tables[table], [name]: { type: KINDS[type] ?? type, nullable, filled } };
  }
  return tables;
};

t.test('what the code believes of the tables is what the migrations made', async (t) => {
  const { ownerUrl } = await testDatabase(t);
  const real = await realTables(ownerUrl);
  const declared = declaredTables();
  t.ok(Object.keys(declared).length >= 14, 'schema.ts was read');
  t.strictSame(Object.keys(declared).toSorted(), Object.keys(real).toSorted(), 'the same tables');
  for (const [table, columns] of Object.entries(real)) {
    const believed = declared[table] ?? {};
    t.strictSame(
      Object.keys(believed).toSorted(),
      Object.keys(columns).toSorted(),
      `${table}: the same columns`,
    );
    for (const [name, { type, nullable, filled }] of Object.entries(columns)) {
      t.match(believed[name], { type, nullable }, `${table}.${name}`);
      if (type !== 'timestamptz')
        t.equal(believed[name]?.filled, filled, `${table}.${name} is filled in by itself`);
    }
  }
});

t.test('no column could hold a name, a title or a code: whatever is a person’s is bytes', async (t) => {
  const { ownerUrl } = await testDatabase(t);
  const real = await realTables(ownerUrl);
  const texts = Object.entries(real).flatMap(([table, columns]) =>
    Object.entries(columns)
      .filter(([, { type }]) => !['bytea', 'bytea[]', 'number', 'boolean', 'timestamptz'].includes(type))
      .map(([name]) => `${table}.${name}`),
  );
  t.strictSame(texts.toSorted(), [
    'accounts.role',
    'asks.how',
    'blobs.key',
    'blobs.state',
    'deposits.content_key',
    'deposits.thumbnail_key',
    'grants.scope',
    'hand_messages.side',
    'invitations.role',
    'locks.type',
    'rate_limits.key',
    'team_members.role',
    'versions.content_key',
    'versions.thumbnail_key',
  ]);
});
