import type { Papers } from './papers.js';

export type PapersScreen = typeof Papers;

/** Loads the screen of the papers, and with it all that shows and saves them. */
export const loadPapers = async (): Promise<PapersScreen> => (await import('./papers.js')).Papers;
