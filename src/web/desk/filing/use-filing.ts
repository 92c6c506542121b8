import { useEffect, useState } from 'preact/hooks';
import {
  type Answers,
  type Candidate,
  leftToBring,
  matchDossier,
  type MatchedPiece,
} from '../../../client/dossier/match.js';
import { type DossierId, theDossier } from '../../../core/dossiers.js';
import type { Desk } from '../app-context.js';
import { today } from '../../i18n/days.js';
import type { AskView } from '../engine/asking.js';
import { engine } from '../engine/engine.js';
import type { PersonView } from '../engine/people.js';
import type { ShownPaper } from '../engine/reading.js';

/** A paper that a person shows, as a dossier looks at it. */
export type PaperOfDossier = Candidate & { readonly view: ShownPaper };
export type Row = MatchedPiece<PaperOfDossier> & { readonly isAsked: boolean };

const asPaper = (view: ShownPaper): PaperOfDossier => {
  const { id, kind, expires, since } = view;
  return { id, kind, expires, since, view };
};

const sameKinds = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((kind, i) => kind === b[i]);

/** What a person shows for a dossier, what is missing of it, and what of that they are asked for already. */
export const useFiling = (desk: Desk, person: PersonView, id: DossierId, answers: Answers) => {
  const [papers, setPapers] = useState<readonly ShownPaper[] | null>(null);
  const [asks, setAsks] = useState<readonly AskView[]>([]);
  const [fault, setFault] = useState('');
  const failed = async (error: unknown): Promise<void> => setFault(await desk.explain(error));
  const lookAsks = (): Promise<void> => engine().asked(person.id).then(setAsks, failed);
  useEffect(() => {
    engine().lookAll(person.id).then(setPapers, failed);
    void lookAsks();
  }, [person.id]);
  const open = asks.filter(({ state }) => state === 'open');
  const matched: Row[] | null =
    papers &&
    matchDossier(theDossier(id), papers.map(asPaper), answers, today()).map((one) => ({
      ...one,
      isAsked: open.some(({ kinds }) => sameKinds(kinds, one.piece.kinds)),
    }));
  const left = matched && (leftToBring(matched) as Row[]);
  const ask = async (note: string): Promise<number> => {
    const wanted = (left ?? []).filter(({ isAsked }) => !isAsked);
    try {
      await engine().ask(
        person.id,
        wanted.map(({ piece }) => ({ kinds: piece.kinds, note })),
      );
      await lookAsks();
      return wanted.length;
    } catch (error) {
      await failed(error);
      return 0;
    }
  };
  return { matched, left, fault, ask };
};
