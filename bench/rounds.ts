import { median } from './row.js';

/** Gives a number that is compared: a speed, a time, a rate. */
export type Measure = () => Promise<number>;

/**
 * Takes turns, so that a machine that is busy for a while slows both alike; each begins every other round. What is
 * compared is the median of each.
 */
export const sideBySide = async (
  rounds: number,
  ours: Measure,
  bare: Measure,
): Promise<{ ours: number; bare: number }> => {
  const seen = { ours: [] as number[], bare: [] as number[] };
  await bare();
  await ours();
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) seen.bare.push(await bare());
    seen.ours.push(await ours());
    if (round % 2 === 1) seen.bare.push(await bare());
  }
  return { ours: median(seen.ours), bare: median(seen.bare) };
};

export const secondsOf = async (job: () => Promise<unknown> | void): Promise<number> => {
  const begin = process.hrtime.bigint();
  await job();
  return Number(process.hrtime.bigint() - begin) / 1e9;
};
