/** What the desk says where a dossier is put together with a person, and where something is sent to an agency. */
export interface FilingWords {
  readonly start: string;
  readonly about: string;
  readonly ask: (count: number) => string;
  readonly asked: string;
  readonly link: {
    readonly start: string;
    readonly text: string;
    readonly agency: string;
    readonly papers: string;
    readonly howLong: string;
    readonly days: (count: number) => string;
    readonly make: string;
    readonly made: string;
    readonly address: string;
    readonly code: string;
    readonly apart: string;
    /** This screen is the only one that shows address and code. */
    readonly once: string;
    readonly copy: string;
    readonly copied: string;
    readonly list: string;
    readonly opened: (count: number) => string;
    readonly close: string;
    readonly unnamed: string;
    readonly states: Readonly<Record<'open' | 'frozen' | 'used_up' | 'expired' | 'ended', string>>;
  };
}
