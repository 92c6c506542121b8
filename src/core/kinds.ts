/** Where a paper is looked for: the holder's shelves, and what a grant can name as a whole. */
export const KIND_CATEGORIES = {
  identity: { fr: 'Identité', en: 'Identity' },
  stay: { fr: 'Séjour et asile', en: 'Stay and asylum' },
  domiciliation: { fr: 'Domiciliation', en: 'Postal address' },
  health: { fr: 'Santé', en: 'Health' },
  income: { fr: 'Ressources et impôts', en: 'Income and tax' },
  work: { fr: 'Travail et formation', en: 'Work and training' },
  housing: { fr: 'Logement', en: 'Housing' },
  justice: { fr: 'Justice', en: 'Justice' },
  personal: { fr: 'Personnel', en: 'Personal' },
} as const;

export type KindCategory = keyof typeof KIND_CATEGORIES;

export const isKindCategory = (text: string): text is KindCategory => Object.hasOwn(KIND_CATEGORIES, text);

/** A kind of paper. All periods are proposals that the person may change; none is a legal term of this very paper. */
export type Kind = {
  readonly id: string;
  readonly category: KindCategory;
  readonly fr: string;
  readonly en: string;
  /** How long it usually holds from its date on (ISO 8601 duration); null when it does not end or the term varies. */
  readonly validity: string | null;
  /** Days before the end at which to remind, the earliest first. Empty when there is no usual end. */
  readonly warnDays: readonly number[];
  /** How young agencies usually want it (ISO 8601 duration), although it does not end. */
  readonly freshWithin?: string;
  /** Data concerning health (GDPR art. 9): never part of a general grant. */
  readonly health?: true;
  /** A card with something on its back. */
  readonly twoSided?: true;
};

type Terms = Partial<Pick<Kind, 'validity' | 'warnDays' | 'freshWithin' | 'health' | 'twoSided'>>;

/** Keeps the id as a type, so that a misspelt one does not compile. */
const kind = <Id extends string>(id: Id, category: KindCategory, fr: string, en: string, terms: Terms = {}) =>
  ({ id, category, fr, en, validity: null, warnDays: [], ...terms }) satisfies Kind;

/**
 * Kinds of papers and what they usually hold: identity card decree 55-1397 as amended in 2021 (10 years), domiciliation CASF
 * D.264-1 (1 year), complementary health cover CSS L.861-5 (1 year), AME CASF L.251-1 (1 year), renewal of a residence permit
 * asked four to two months before its end (CESEDA R.431-5).
 */
export const KINDS = [
  kind('identity-card', 'identity', 'Carte d’identité', 'Identity card', {
    validity: 'P10Y',
    warnDays: [180, 60],
    twoSided: true,
  }),
  kind('passport', 'identity', 'Passeport', 'Passport', { validity: 'P10Y', warnDays: [180, 60] }),
  kind('birth-certificate', 'identity', 'Acte de naissance', 'Birth certificate', { freshWithin: 'P3M' }),
  kind('family-booklet', 'identity', 'Livret de famille', 'Family booklet'),
  kind('identity-photo', 'identity', 'Photo d’identité', 'Identity photo', { freshWithin: 'P6M' }),
  kind('consular-card', 'identity', 'Carte consulaire', 'Consular card', {
    validity: 'P3Y',
    warnDays: [60],
    twoSided: true,
  }),
  kind('residence-permit', 'stay', 'Titre de séjour', 'Residence permit', {
    validity: 'P1Y',
    warnDays: [120, 60],
    twoSided: true,
  }),
  kind(
    'recepisse',
    'stay',
    'Récépissé de demande de titre de séjour',
    'Receipt of a residence permit application',
    { validity: 'P3M', warnDays: [30, 14] },
  ),
  kind('asylum-attestation', 'stay', 'Attestation de demande d’asile', 'Asylum application certificate', {
    validity: 'P6M',
    warnDays: [30, 14],
  }),
  kind('ofpra-decision', 'stay', 'Décision de l’OFPRA', 'OFPRA decision'),
  kind('cnda-decision', 'stay', 'Décision de la CNDA', 'CNDA decision'),
  kind('domiciliation', 'domiciliation', 'Attestation de domiciliation', 'Postal address certificate', {
    validity: 'P1Y',
    warnDays: [60, 15],
  }),
  kind(
    'health-insurance',
    'health',
    'Carte Vitale ou attestation de droits',
    'Health insurance card or certificate',
    { validity: 'P1Y', warnDays: [30], health: true, twoSided: true },
  ),
  kind(
    'complementary-health',
    'health',
    'Complémentaire santé solidaire (CSS)',
    'Complementary health cover (CSS)',
    { validity: 'P1Y', warnDays: [90, 60], health: true },
  ),
  kind('state-medical-aid', 'health', 'Aide médicale de l’État (AME)', 'State medical aid (AME)', {
    validity: 'P1Y',
    warnDays: [90, 60],
    health: true,
  }),
  kind('prescription', 'health', 'Ordonnance', 'Prescription', {
    validity: 'P3M',
    warnDays: [14],
    health: true,
  }),
  kind('disability-decision', 'health', 'Décision de la MDPH', 'Disability decision (MDPH)', {
    health: true,
  }),
  kind('medical-report', 'health', 'Document médical', 'Medical document', { health: true }),
  kind('benefit-attestation', 'income', 'Attestation CAF ou RSA', 'Benefit certificate (CAF, RSA)', {
    validity: 'P3M',
    warnDays: [15],
  }),
  kind('payslip', 'income', 'Bulletin de paie', 'Payslip', { freshWithin: 'P3M' }),
  kind('bank-details', 'income', 'Relevé d’identité bancaire (RIB)', 'Bank details'),
  kind('tax-notice', 'income', 'Avis d’imposition', 'Tax notice', { validity: 'P1Y' }),
  kind('pension', 'income', 'Retraite ou pension', 'Pension'),
  kind('job-seeker', 'work', 'Attestation France Travail', 'Job seeker certificate (France Travail)', {
    freshWithin: 'P3M',
  }),
  kind('work-contract', 'work', 'Contrat de travail', 'Work contract'),
  kind('curriculum-vitae', 'work', 'CV', 'CV'),
  kind('school-certificate', 'work', 'Certificat de scolarité', 'School certificate', { freshWithin: 'P1Y' }),
  kind('diploma', 'work', 'Diplôme ou certificat', 'Diploma or certificate'),
  kind('housing-application', 'housing', 'Demande de logement social', 'Social housing registration', {
    validity: 'P1Y',
    warnDays: [60, 30],
  }),
  kind('dalo', 'housing', 'Recours ou décision DALO', 'Right to housing (DALO)'),
  kind('lease', 'housing', 'Bail', 'Lease'),
  kind(
    'rent-receipt',
    'housing',
    'Quittance ou attestation d’hébergement',
    'Rent receipt or proof of accommodation',
    { freshWithin: 'P3M' },
  ),
  kind(
    'utility-bill',
    'housing',
    'Facture d’eau, d’énergie ou d’internet',
    'Water, energy or internet bill',
    {
      freshWithin: 'P3M',
    },
  ),
  kind('eviction', 'housing', 'Procédure d’expulsion', 'Eviction'),
  kind('judgment', 'justice', 'Jugement', 'Judgment'),
  kind('legal-aid', 'justice', 'Aide juridictionnelle', 'Legal aid', { validity: 'P1Y', warnDays: [60] }),
  kind('guardianship', 'justice', 'Tutelle ou curatelle', 'Guardianship', {
    validity: 'P5Y',
    warnDays: [180],
  }),
  kind('family-photo', 'personal', 'Photo de famille', 'Family photo'),
  kind('letter', 'personal', 'Lettre ou courrier', 'Letter'),
  kind('other', 'personal', 'Autre papier', 'Other paper'),
] as const;

export type KindId = (typeof KINDS)[number]['id'];

/** The kind of that id, or undefined: ids come from outside. */
export const kindOf = (id: string): Kind | undefined => KINDS.find((each) => each.id === id);

/** Where a kind says nothing of its own: time enough for an appointment. */
const WARN_DAYS = 60;

/** So many days before the end of a paper of this kind its holder is told of it. */
export const warnFrom = (id: string): number => kindOf(id)?.warnDays[0] ?? WARN_DAYS;
