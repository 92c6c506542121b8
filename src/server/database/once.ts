import type { InsertResult } from 'kysely';

/** `repeat` for the very thing that is there already: who asks twice because the first answer was lost gets it again. */
export type Once = 'stored' | 'repeat' | 'taken';

/** What became of an insert that does nothing where the key is taken; `same` finds the very row that was to be stored. */
export const storedOnce = async (
  insert: Promise<InsertResult>,
  same: () => Promise<object | undefined>,
): Promise<Once> => {
  const { numInsertedOrUpdatedRows } = await insert;
  if (numInsertedOrUpdatedRows === 1n) return 'stored';
  return (await same()) === undefined ? 'taken' : 'repeat';
};
