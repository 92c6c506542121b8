import type { Condition, DossierId, PieceId, PieceState } from '../../core/dossiers.js';

/** All that is said about dossiers. */
export interface DossierWords {
  readonly names: Readonly<Record<DossierId, string>>;
  readonly pieces: Readonly<Record<PieceId, string>>;
  /** Of whom it is asked, after a name for `--with`. */
  readonly conditions: Readonly<Record<Condition, string>>;
  readonly states: Readonly<Record<PieceState, string>>;
  readonly columns: Readonly<Record<'dossier' | 'about' | 'piece' | 'state' | 'papers' | 'source', string>>;
  readonly said: {
    readonly next: string;
    readonly more: string;
    /** After a piece that one may leave out. */
    readonly wanted: string;
    readonly oneOf: (kinds: readonly string[]) => string;
    readonly count: (there: number, asked: number) => string;
    readonly complete: string;
    readonly left: (pieces: number) => string;
    readonly conditionsTitle: string;
    readonly source: (source: string, asOf: string) => string;
    readonly saved: (file: string, files: number, size: string) => string;
    readonly savedPdf: (file: string, size: string) => string;
    readonly notPage: (paper: string) => string;
    /** A file that is not what portals take, and could not be made so. */
    readonly refusable: (file: string, size: string, most: string) => string;
    readonly howTo: string;
  };
}
