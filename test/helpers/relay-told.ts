/** What these commands answer with `--json`; each has its own part of it. */
export interface Told {
  readonly error: { readonly code: string; readonly details: Record<string, unknown> };
  readonly words: readonly string[];
  readonly request: string;
  readonly certificate: string;
  readonly code: string;
  readonly poster: { readonly code: string };
  readonly relays: readonly {
    readonly members: readonly { readonly name: string; readonly role: string }[];
  }[];
  readonly share: {
    readonly id: string;
    readonly to: string;
    readonly scope: string;
    readonly explained: string;
  };
  readonly shares: readonly { readonly number: number; readonly to: string; readonly state: string }[];
  readonly shown: readonly {
    readonly number: number;
    readonly relay: string | null;
    readonly state: string;
  }[];
  readonly papers: readonly { readonly title: string; readonly version: number }[];
  readonly versions: readonly unknown[];
  readonly sealed: number;
  readonly generation: number;
  readonly ask: string;
  readonly approval: string;
  readonly anew: number;
  readonly vouchedFor: { readonly name: string | null };
  readonly names: readonly { readonly name: string; readonly cardRead: boolean }[];
  readonly months: readonly unknown[];
  readonly verbs: readonly { readonly usage: string; readonly does: string }[];
  readonly entries: readonly { readonly text: string }[];
}
