/** While a paper is sent it is not changed, and the reverse: whichever worker, and whichever tab, does it. */
export const alone = <T>(draft: string, work: () => Promise<T>): Promise<T> =>
  navigator.locks.request(`pochette-draft-${draft}`, work) as Promise<T>;
