import type { Condition, DossierId, PieceId, PieceState } from '../../../../core/dossiers.js';
import type { Language } from '../../language.js';

/** What the phone says about dossiers, in one language. Every language has all of it. */
export interface DossierWords {
  readonly language: Language;
  readonly title: string;
  readonly names: Readonly<Record<DossierId, string>>;
  readonly pieces: Readonly<Record<PieceId, string>>;
  readonly aboutTitle: string;
  /** The way back to those questions. */
  readonly about: string;
  readonly conditions: Readonly<Record<Condition, string>>;
  readonly next: string;
  readonly states: Readonly<Record<PieceState, string>>;
  /** A piece that one may leave out, and has not. */
  readonly wanted: string;
  readonly count: (there: number, asked: number) => string;
  readonly complete: string;
  readonly left: (pieces: number) => string;
  readonly mayAskMore: string;
  /** Papers that are on this phone and can't be shown yet. */
  readonly notSent: (papers: number) => string;
  readonly bring: string;
  readonly show: string;
  readonly save: string;
  readonly saveTitle: string;
  readonly pdf: string;
  readonly zip: string;
  readonly plain: string;
  readonly saved: string;
  readonly leftOut: (papers: number) => string;
  /** Files that are not what portals take, and could not be made so. */
  readonly refusable: (files: number) => string;
  readonly nothing: string;
}
