/** What the desk says of the relay and its team. */
export interface TeamWords {
  readonly title: string;
  readonly members: string;
  readonly manager: string;
  readonly member: string;
  readonly you: string;
  readonly notCertified: string;
  readonly words: string;
  readonly invite: string;
  readonly inviteTitle: string;
  readonly inviteText: (until: string) => string;
  readonly waiting: string;
  readonly typeCode: string;
  readonly typeCodeText: string;
  readonly look: string;
  readonly nobody: string;
  readonly forged: string;
  readonly acceptTitle: (name: string) => string;
  readonly acceptText: string;
  readonly accept: string;
  readonly accepted: (name: string) => string;
  readonly remove: string;
  readonly removeNamed: (name: string) => string;
  readonly removeTitle: (name: string) => string;
  readonly removeText: string;
  readonly removed: (name: string) => string;
  readonly sealing: (done: number, all: number) => string;
  readonly sealed: string;
  readonly poster: string;
  readonly posterText: string;
  readonly posterTitle: string;
  readonly posterScan: readonly string[];
  readonly posterWords: string;
  readonly posterFile: string;
  readonly address: string;
  readonly addressText: string;
  readonly join: {
    readonly title: string;
    readonly text: string;
    readonly code: string;
    readonly name: string;
    readonly send: string;
    readonly sent: string;
    readonly sentText: string;
    /** The invitation was not the right one, or nobody answers: another is typed. */
    readonly other: string;
  };
}
