/** Runs `work` on every item, `width` at a time, taking items only as there is room. After a failure no more begin. */
export const inParallel = async <T>(
  items: AsyncIterable<T>,
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const source = items[Symbol.asyncIterator]();
  const progress = { failed: false };
  const worker = async (): Promise<void> => {
    for (let next = await source.next(); !next.done && !progress.failed; next = await source.next()) {
      await work(next.value).catch((error: unknown) => {
        progress.failed = true;
        throw error;
      });
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: width }, worker));
  await source.return?.();
  const failure = outcomes.find(({ status }) => status === 'rejected');
  if (failure?.status === 'rejected') throw failure.reason;
};
