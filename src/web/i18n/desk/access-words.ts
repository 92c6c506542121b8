/** What the desk says of the ways into a worker's account, and of what the browser or the scanner kept from before. */
export interface AccessWords {
  /** Sentences on the last page, where the browser keeps somebody's pochette. */
  readonly kept: string;
  /** What came into the scanner's folder before the pile began. */
  readonly early: {
    readonly title: (count: number) => string;
    readonly text: string;
    readonly at: (time: string) => string;
    readonly take: (count: number) => string;
    readonly leave: string;
  };
  /** The passkey: a security key, or what a device of the worker's own keeps. */
  readonly key: {
    readonly use: string;
    readonly touch: string;
    readonly byCard: string;
    readonly title: string;
    readonly text: string;
    readonly card: string;
    readonly other: string;
    readonly since: (day: string) => string;
    readonly current: string;
    readonly add: string;
    readonly addText: string;
    readonly name: string;
    readonly again: string;
    readonly added: string;
    readonly copied: string;
    readonly block: string;
    readonly blockNamed: (name: string) => string;
    readonly blockTitle: (name: string) => string;
    readonly blockText: string;
    readonly blocked: string;
    readonly troubles: Readonly<
      Record<'unfit' | 'none' | 'shut' | 'missed' | 'unverified' | 'else' | 'differ', string>
    >;
  };
  /** Somebody who was invited opens their own account. */
  readonly first: {
    readonly open: string;
    readonly title: string;
    readonly text: string;
    readonly founding: string;
    readonly code: string;
    readonly card: string;
    readonly opening: string;
    readonly look: string;
    readonly notYet: string;
    readonly scan: string;
    readonly picture: string;
  };
}
