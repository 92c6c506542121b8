import type { ColumnType } from 'kysely';

/** A time, as PostgreSQL gives and takes it. */
export type Moment = ColumnType<Date, Date | string | undefined, Date | string>;
export type OptionalMoment = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
