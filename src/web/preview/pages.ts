/** A page of a paper as it is shown: drawn when it comes into view, or when all are needed for printing. */
export interface PreviewPage {
  /** Width divided by height. */
  readonly ratio: number;
  /** What is written on it, where it is known: for whoever can't see it. */
  readonly text: string | null;
  draw(canvas: HTMLCanvasElement): Promise<void>;
}

export interface Preview {
  readonly pages: readonly PreviewPage[];
  /** How many pages there are; more than are shown of a very long paper. */
  readonly total: number;
  /** Lets go of all that it holds. */
  close(): void;
}

/** Drawn sharp enough to print on A4 (about 240 dots to the inch). */
export const MAX_SIDE = 2800;
