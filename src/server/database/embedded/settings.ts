/**
 * What durability, secrecy and reachability rest on. Given on the command line at every start, where neither an edited
 * file nor ALTER SYSTEM can change it.
 */
const ALWAYS: Readonly<Record<string, string>> = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // the log tells what the server did, never a statement, a parameter or a value of a row
  logging_collector: 'off',
  log_destination: 'stderr',
  log_line_prefix: '%m [%p] ',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_checkpoints: 'off',
  // nothing here needs logical replication, LLVM or I/O workers: fewer processes, less memory
  max_logical_replication_workers: '0',
  io_method: 'sync',
  jit: 'off',
  huge_pages: 'off',
};

/** Sizes, written to postgresql.conf when the database is made: an operator may change them there. */
const INITIAL: Readonly<Record<string, string>> = {
  max_connections: '60',
  shared_buffers: '96MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  max_wal_size: '512MB',
  max_wal_senders: '4',
  max_replication_slots: '4',
  dynamic_shared_memory_type: process.platform === 'win32' ? 'windows' : 'posix',
};

const asArguments = (settings: Readonly<Record<string, string>>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** Where the server listens: a socket in a folder that only its account may enter, or the loopback. */
export type Address =
  | { readonly kind: 'socket'; readonly folder: string; readonly port: number }
  | { readonly kind: 'tcp'; readonly port: number };

/** A list in PostgreSQL's sense: quoted, so that commas and spaces in a path stay part of it. */
const quoted = (folder: string): string => `"${folder.replaceAll('"', '""')}"`;

const listenArguments = (address: Address): string[] =>
  asArguments({
    port: String(address.port),
    listen_addresses: address.kind === 'tcp' ? '127.0.0.1' : '',
    unix_socket_directories: address.kind === 'socket' ? quoted(address.folder) : '',
    unix_socket_permissions: '0700',
  });

export const serverArguments = (cluster: string, address: Address): string[] => [
  '-D',
  cluster,
  ...listenArguments(address),
  ...asArguments(ALWAYS),
];

export const OWNER = 'pochette';
export const DATABASE = 'pochette';

export const initArguments = (cluster: string, passwordFile: string): string[] => [
  '-D',
  cluster,
  `--username=${OWNER}`,
  `--pwfile=${passwordFile}`,
  '--data-checksums',
  '--locale=C',
  '--encoding=UTF8',
  '--auth=scram-sha-256',
  '--no-instructions',
  ...asArguments(INITIAL),
];
