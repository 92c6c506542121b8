type Plain =
  | 'address'
  | 'onePath'
  | 'noCode'
  | 'noLinks'
  | 'linksNext'
  | 'linkNext'
  | 'unlinked'
  | 'unlinkedNext'
  | 'unread'
  | 'unreadWhy'
  | 'noneLeft'
  | 'receiptLeft';

interface LinkSaid extends Readonly<Record<Plain, string>> {
  made(number: number, until: string, openings: number): string;
  code(code: string): string;
  /** The very words to say aloud with the code. */
  sayAloud(digits: string): string;
  extended(until: string, openings: number): string;
  openings(opened: number, all: number): string;
  standing(state: string, opened: string): string;
  wrongCodes(number: number): string;
  under(name: string): string;
  received(name: string | null, at: string): string;
  opened(at: string): string;
  from(name: string): string;
  forAgency(name: string): string;
  purpose(purpose: string): string;
  looked(number: number, until: string, openingsLeft: number): string;
  missing(number: number): string;
  saved(number: number, folder: string): string;
}

/** All that is said about links. */
export interface LinkWords {
  readonly states: Readonly<Record<'open' | 'frozen' | 'used_up' | 'expired' | 'ended', string>>;
  readonly columns: Readonly<Record<'agency' | 'papers' | 'until' | 'openings' | 'state', string>>;
  readonly ask: { readonly link: string; readonly code: string };
  readonly said: LinkSaid;
}
