import { SafeError } from './errors.js';
import type { KindId } from './kinds.js';

/** What a person says of themselves with one tap; nothing is guessed from their papers. */
export const CONDITIONS = [
  'foreign',
  'children',
  'work',
  'income',
  'eviction',
  'disability',
  'townHall',
  'renewal',
] as const;
export type Condition = (typeof CONDITIONS)[number];

/** What a piece proves; each has a word in every language. */
export const PIECE_IDS = [
  'identity',
  'nationality',
  'stay',
  'permit',
  'photo',
  'address',
  'home',
  'presence',
  'registration',
  'tax',
  'pay',
  'income',
  'contract',
  'bank',
  'health',
  'family',
  'school',
  'language',
  'eviction',
  'disability',
  'link',
  'former',
] as const;
export type PieceId = (typeof PIECE_IDS)[number];

/** How a piece stands, from what is well to what is worst. `ended` and `tooOld`: there is one, but it will not be taken. */
export const PIECE_STATES = ['there', 'endsSoon', 'tooOld', 'ended', 'missing'] as const;
export type PieceState = (typeof PIECE_STATES)[number];

/** Something that a procedure asks for. */
export interface Piece {
  readonly id: PieceId;
  /** One of these does; those that are taken most readily first. */
  readonly kinds: readonly [KindId, ...KindId[]];
  /** Asked of everybody, useful where there is one, or asked of those of whom something holds. */
  readonly need: 'always' | 'wanted' | Condition;
  /** How many papers; one unless said. */
  readonly count?: number;
  /** Days; what is older is not taken. */
  readonly within?: number;
  /** One that has ended is not taken. */
  readonly valid?: true;
}

/** What the portal takes for each piece: always one file. */
export interface Portal {
  readonly types: readonly string[];
  /** Most bytes of a file. */
  readonly bytes: number;
}

/** What a procedure asks for. Whoever decides may ask for more: that is said wherever a dossier is shown. */
export interface Dossier {
  readonly id: string;
  /** The kind of paper whose picture stands for it. */
  readonly picture: KindId;
  /** Where the list was taken from, as it is called in France. */
  readonly source: string;
  /** Month of the edition that it was taken from, YYYY-MM. */
  readonly asOf: string;
  readonly pieces: readonly Piece[];
  readonly portal: Portal;
}

const PDF = 'application/pdf';
const PICTURES = ['image/jpeg', 'image/png'] as const;
const MB = 1_000_000;

/** The portal for DALO in Île-de-France names PDF, JPEG, PNG and BMP, and no size: this one is ours, small enough for mail too. */
const PLAIN: Portal = { types: [PDF, ...PICTURES], bytes: 5 * MB };

const PAY = { id: 'pay', kinds: ['payslip'], need: 'work', count: 3, within: 120 } as const;
const CHILDREN = { id: 'family', kinds: ['family-booklet', 'birth-certificate'], need: 'children' } as const;
const TAX = { id: 'tax', kinds: ['tax-notice'] } as const;
const STAY = { id: 'stay', need: 'foreign', valid: true } as const;

/** Keeps the id as a type, so that a misspelt one does not compile. */
const dossier = <Id extends string>(id: Id, rest: Omit<Dossier, 'id'>) => ({ id, ...rest }) satisfies Dossier;

/** Order of 22 December 2020, annex (CCH R.441-2-4): identity and right to stay to be registered, tax notice to be looked at. */
const socialHousing = dossier('social-housing', {
  picture: 'housing-application',
  source: 'Cerfa 14069*04, arrêté du 22 décembre 2020',
  asOf: '2021-02',
  portal: PLAIN,
  pieces: [
    {
      id: 'identity',
      kinds: ['identity-card', 'passport', 'residence-permit', 'recepisse'],
      need: 'always',
      valid: true,
    },
    { ...STAY, kinds: ['residence-permit', 'recepisse'] },
    { ...TAX, need: 'always' },
    PAY,
    { id: 'income', kinds: ['benefit-attestation', 'pension', 'job-seeker'], need: 'income', within: 120 },
    CHILDREN,
    { id: 'home', kinds: ['domiciliation', 'rent-receipt', 'lease'], need: 'wanted', valid: true },
  ],
});

/** Form 15036 and its notice 51754#01 (CCH L.441-2-3): identity, registration, stay, what one lives on, why it is urgent. */
const dalo = dossier('dalo', {
  picture: 'dalo',
  source: 'Cerfa 15036*01, notice 51754#01',
  asOf: '2023-05',
  portal: PLAIN,
  pieces: [
    {
      id: 'identity',
      kinds: ['identity-card', 'passport', 'residence-permit', 'recepisse'],
      need: 'always',
      valid: true,
    },
    { id: 'registration', kinds: ['housing-application'], need: 'always', valid: true },
    { ...STAY, kinds: ['residence-permit', 'recepisse'] },
    PAY,
    { id: 'income', kinds: ['benefit-attestation', 'pension', 'job-seeker'], need: 'income', within: 120 },
    { ...TAX, need: 'wanted' },
    { id: 'family', kinds: ['family-booklet', 'birth-certificate', 'judgment'], need: 'wanted' },
    { id: 'home', kinds: ['domiciliation', 'rent-receipt', 'lease', 'letter'], need: 'wanted', valid: true },
    { id: 'eviction', kinds: ['eviction', 'judgment'], need: 'eviction' },
    { id: 'disability', kinds: ['disability-decision'], need: 'disability', valid: true },
  ],
});

/** Form 15481 (CASF L.262-2, L.262-4): an address by domiciliation can't be refused (CASF L.264-3). */
const rsa = dossier('rsa', {
  picture: 'benefit-attestation',
  source: 'Cerfa 15481*01, CASF L.262-2 et L.264-1',
  asOf: '2022-12',
  portal: PLAIN,
  pieces: [
    {
      id: 'identity',
      kinds: ['identity-card', 'passport', 'residence-permit', 'birth-certificate', 'family-booklet'],
      need: 'always',
      valid: true,
    },
    { id: 'address', kinds: ['domiciliation'], need: 'always', valid: true },
    { id: 'bank', kinds: ['bank-details'], need: 'always' },
    { ...STAY, kinds: ['residence-permit', 'recepisse', 'ofpra-decision', 'cnda-decision'] },
    PAY,
    { id: 'income', kinds: ['job-seeker', 'pension', 'benefit-attestation'], need: 'income', within: 120 },
    CHILDREN,
    { id: 'health', kinds: ['health-insurance'], need: 'wanted', valid: true },
    { ...TAX, need: 'wanted' },
  ],
});

/**
 * Form 11573 (CASF L.251-1, decree 54-883): who one is, in papers that may have ended, and that one has been here for more than
 * three months. A passport proves that by its stamp alone, so it does not count here by itself.
 */
const ame = dossier('ame', {
  picture: 'state-medical-aid',
  source: 'Cerfa 11573, CASF L.251-1',
  asOf: '2022-08',
  portal: PLAIN,
  pieces: [
    {
      id: 'identity',
      kinds: [
        'passport',
        'identity-card',
        'consular-card',
        'residence-permit',
        'birth-certificate',
        'family-booklet',
      ],
      need: 'always',
    },
    {
      id: 'presence',
      kinds: [
        'domiciliation',
        'rent-receipt',
        'lease',
        'utility-bill',
        'tax-notice',
        'school-certificate',
        'medical-report',
      ],
      need: 'always',
    },
    { id: 'photo', kinds: ['identity-photo'], need: 'always', within: 180 },
    { id: 'income', kinds: ['payslip', 'benefit-attestation', 'pension', 'tax-notice'], need: 'income' },
    CHILDREN,
  ],
});

/** CASF L.264-1 to L.264-4, instruction of 10 June 2016: no paper may be made a condition; a town hall asks for a link with the town. */
const domiciliation = dossier('domiciliation', {
  picture: 'domiciliation',
  source: 'Cerfa 16029*01, CASF L.264-1 à L.264-4',
  asOf: '2021-10',
  portal: PLAIN,
  pieces: [
    {
      id: 'identity',
      kinds: [
        'identity-card',
        'passport',
        'residence-permit',
        'recepisse',
        'consular-card',
        'birth-certificate',
      ],
      need: 'wanted',
    },
    {
      id: 'link',
      kinds: [
        'benefit-attestation',
        'payslip',
        'work-contract',
        'job-seeker',
        'school-certificate',
        'family-booklet',
        'tax-notice',
        'rent-receipt',
        'letter',
      ],
      need: 'townHall',
    },
    { id: 'former', kinds: ['domiciliation'], need: 'renewal' },
  ],
});

/**
 * CESEDA, annex 10, and R.431-5 (asked four to two months before the end). No size is published for the portal; guides for
 * applicants name 2 MB for most pieces.
 */
const residencePermit = dossier('residence-permit', {
  picture: 'residence-permit',
  source: 'CESEDA, annexe 10 et R.431-5',
  asOf: '2021-05',
  portal: { types: [PDF, ...PICTURES], bytes: 2 * MB },
  pieces: [
    { id: 'permit', kinds: ['residence-permit', 'recepisse'], need: 'always' },
    { id: 'nationality', kinds: ['passport', 'consular-card', 'identity-card'], need: 'always', valid: true },
    {
      id: 'address',
      kinds: ['utility-bill', 'rent-receipt', 'domiciliation', 'lease'],
      need: 'always',
      within: 180,
      valid: true,
    },
    { id: 'photo', kinds: ['identity-photo'], need: 'always', within: 180 },
    { id: 'contract', kinds: ['work-contract'], need: 'work' },
    PAY,
    CHILDREN,
    { id: 'school', kinds: ['school-certificate'], need: 'children', within: 365 },
    { ...TAX, need: 'wanted' },
    { id: 'language', kinds: ['diploma'], need: 'wanted' },
  ],
});

/** The procedures that people come with most, in the order of need. */
export const DOSSIERS = [domiciliation, rsa, ame, socialHousing, dalo, residencePermit] as const;

export type DossierId = (typeof DOSSIERS)[number]['id'];

/** The dossier of that id, or undefined: ids come from outside. */
export const dossierOf = (id: string): Dossier | undefined => DOSSIERS.find((each) => each.id === id);

/** The dossier of an id that is known to be one. */
export const theDossier = (id: DossierId): Dossier => {
  const found = dossierOf(id);
  if (!found) throw new SafeError('internal');
  return found;
};

/** What may be asked about the person for this dossier, in the order of its pieces. */
export const conditionsOf = ({ pieces }: Dossier): Condition[] => [
  ...new Set(pieces.flatMap(({ need }) => (need === 'always' || need === 'wanted' ? [] : [need]))),
];
