/** Every command, in the order in which `help` shows them. */
export const COMMAND_NAMES = [
  'open',
  'login',
  'add',
  'list',
  'get',
  'versions',
  'history',
  'bin',
  'restore',
  'destroy',
  'export',
  'devices',
  'forget',
  'delete',
  'kinds',
  'help',
] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

/** Every option there is. One name means the same wherever it is taken. */
export const OPTIONS = {
  again: { type: 'boolean' },
  all: { type: 'boolean' },
  bin: { type: 'boolean' },
  card: { type: 'string', value: 'FILE' },
  'card-dir': { type: 'string', value: 'DIR' },
  expires: { type: 'string', value: 'YYYY-MM-DD' },
  force: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  'insecure-http': { type: 'boolean' },
  json: { type: 'boolean' },
  'keep-metadata': { type: 'boolean' },
  kind: { type: 'string', value: 'KIND' },
  lang: { type: 'string', value: 'fr|en' },
  nickname: { type: 'string', value: 'NAME' },
  note: { type: 'string', value: 'TEXT' },
  out: { type: 'string', value: 'FILE', short: 'o' },
  paper: { type: 'string', value: 'PAPER' },
  replace: { type: 'string', value: 'PAPER' },
  revision: { type: 'string', value: 'N' },
  server: { type: 'string', value: 'URL' },
  'show-card': { type: 'boolean' },
  title: { type: 'string', value: 'TEXT' },
  verify: { type: 'boolean' },
  version: { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
} as const satisfies Readonly<Record<string, { type: 'boolean' | 'string'; value?: string; short?: string }>>;
export type OptionName = keyof typeof OPTIONS;
/** What stands in help for the value of an option; each language has its own. */
export type OptionValue = Extract<(typeof OPTIONS)[OptionName], { type: 'string' }>['value'];

/** Taken by every command. */
export const COMMON_OPTIONS: readonly OptionName[] = ['json', 'lang', 'insecure-http', 'help'];
