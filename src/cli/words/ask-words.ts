import type { AskState } from '../../core/api/asks.js';

/** All that is said where a person is asked for papers. */
export interface AskWords {
  sent(person: string, paper: string): string;
  readonly none: string;
  /** To the holder. */
  wanted(who: string, paper: string): string;
  readonly states: Readonly<Record<AskState, string>>;
}

export const en: AskWords = {
  sent: (person, paper) => `${person} is asked for: ${paper}.`,
  none: 'Nobody was asked for a paper.',
  wanted: (who, paper) => `${who} asks for: ${paper}. To answer: pochette show.`,
  states: {
    open: 'waiting',
    shown: 'shown',
    refused: 'refused',
    withdrawn: 'taken back',
    expired: 'no answer',
    over: 'over',
  },
};

export const fr: AskWords = {
  sent: (person, paper) => `Demandé à ${person}\u00a0: ${paper}.`,
  none: 'Aucun papier n’est demandé.',
  wanted: (who, paper) => `${who} demande\u00a0: ${paper}. Pour répondre\u00a0: pochette show.`,
  states: {
    open: 'en attente',
    shown: 'montré',
    refused: 'refusé',
    withdrawn: 'retiré',
    expired: 'sans réponse',
    over: 'fini',
  },
};
