const docs = new Map<string, string>();

/** Where a paper of this phone went in the safe: a screen may still show it under its old name. */
export const sentAs = (draft: string): string | undefined => docs.get(draft);

export const noteSent = (draft: string, doc: string): void => {
  docs.set(draft, doc);
};

/** While a paper is sent it is not changed, and the reverse. */
export const alone = <T>(draft: string, work: () => Promise<T>): Promise<T> =>
  navigator.locks.request(`pochette-draft-${draft}`, work) as Promise<T>;
