/** All that is said about links by which papers can be left. */
export interface DropWords {
  readonly states: Readonly<Record<'open' | 'full' | 'expired' | 'ended', string>>;
  readonly columns: Readonly<Record<'from' | 'came' | 'until' | 'state', string>>;
  readonly ask: { readonly link: string };
  readonly said: {
    made(number: number, until: string, room: string): string;
    readonly address: string;
    readonly whoever: string;
    readonly next: string;
    readonly none: string;
    readonly listNext: string;
    came(papers: number, all: number): string;
    standing(state: string, came: string): string;
    from(name: string): string;
    purpose(purpose: string): string;
    readonly closed: string;
    readonly closedNext: string;
    /** Of a paper that waits: by which link it came; and the name that was left with it, which nothing proves. */
    byLink(name: string): string;
    claims(name: string): string;
    readonly nobody: string;
    readonly unsigned: string;
    /** What somebody is told who has the link. */
    to(name: string): string;
    takes(papers: number, until: string): string;
    readonly leftNext: string;
    /** For whom, where the person said no name. */
    readonly somebody: string;
  };
}
