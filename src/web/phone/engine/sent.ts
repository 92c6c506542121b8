/** A version of a paper in the safe. */
export interface InSafe {
  readonly doc: string;
  readonly version: number;
}

const places = new Map<string, InSafe>();

/** Where a paper of this phone went in the safe: a screen may still show it under its old name. */
export const sentAs = (draft: string): InSafe | undefined => places.get(draft);

export const noteSent = (draft: string, place: InSafe): void => {
  places.set(draft, place);
};
