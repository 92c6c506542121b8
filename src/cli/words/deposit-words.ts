/** All that is said about papers that a worker leaves for somebody. */
export interface DepositWords {
  readonly columns: Readonly<Record<'from' | 'by' | 'left', string>>;
  readonly said: {
    readonly none: string;
    readonly next: string;
    readonly closed: string;
    readonly opened: string;
    readonly isClosed: string;
    readonly unknownSender: string;
    readonly noLonger: string;
    /** Where a relay's name can't be believed: the beginning of its words. */
    unknown(words: string): string;
    waiting(number: number): string;
    unproven(number: number): string;
    left(paper: string, person: string): string;
    leftNext(person: string): string;
    watching(folder: string): string;
    kept(paper: string, from: string): string;
    refused(paper: string): string;
  };
  readonly ask: {
    unknown(words: string): string;
    refuse(papers: string): string;
  };
}
