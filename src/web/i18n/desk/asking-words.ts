/** What the desk says where a person is asked for papers. */
export interface AskingWords {
  readonly start: string;
  readonly title: (name: string) => string;
  readonly text: string;
  readonly which: string;
  readonly seek: string;
  /** No kind of paper has this name. */
  readonly nothing: string;
  readonly note: string;
  readonly send: (count: number) => string;
  readonly sent: (count: number) => string;
  readonly list: string;
  readonly end: string;
  readonly states: Readonly<Record<'open' | 'shown' | 'refused' | 'withdrawn' | 'expired' | 'over', string>>;
}
