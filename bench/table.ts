import { cpus, totalmem } from 'node:os';
import { isReached, measureOf, type Row, type Skipped } from './row.js';

const digits = (value: number): string => {
  if (!Number.isFinite(value)) return '–';
  const places = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: places, maximumFractionDigits: places });
};

const shortly = (value: number): string => String(Number(value.toFixed(3)));

const goalOf = ({ goal }: Row): string => {
  if (!goal) return '';
  return 'atLeast' in goal ? `≥ ${shortly(goal.atLeast)}` : `≤ ${shortly(goal.atMost)}`;
};

const MARKS = new Map([
  [true, '✓'],
  [false, '✗'],
  [null, ' '],
]);

const cells = (row: Row): string[] => [
  row.name,
  `${digits(row.ours)} ${row.unit}`,
  row.bare === undefined ? '' : `${digits(row.bare)} ${row.unit}`,
  row.bare === undefined ? '' : digits(measureOf(row)),
  goalOf(row),
  MARKS.get(isReached(row)) ?? '',
  row.note ?? '',
];

const HEAD = ['', 'ours', 'bare', 'ratio', 'goal', '', ''];

/** Lines of a table, its columns as wide as they need to be. */
export const tableOf = (rows: readonly (Row | Skipped)[]): string => {
  const lines = [HEAD, ...rows.map((row) => ('skipped' in row ? [row.name, row.skipped] : cells(row)))];
  const full = lines.filter((line) => line.length === HEAD.length);
  const widths = HEAD.map((_, i) => Math.max(...full.map((line) => line[i]?.length ?? 0)));
  const pad = (cell: string, i: number): string => {
    const width = widths[i] ?? 0;
    return i >= 1 && i <= 4 ? cell.padStart(width) : cell.padEnd(width);
  };
  return lines
    .map((line) => (line.length === HEAD.length ? line.map(pad) : [pad(line[0] ?? '', 0), line[1]]))
    .map((line) => line.join('  ').trimEnd())
    .join('\n');
};

export const machine = (): string => {
  const all = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB of memory`;
  return `${all.length} × ${all[0]?.model ?? 'processor'}, ${memory}, ${process.platform}, Node ${process.version}`;
};
