/** What is drawn on a paper of each kind: 24 by 24, a line of 2, round ends. */
const DRAWINGS: Readonly<Record<string, string>> = {
  identity:
    'M8.500 11.200a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400zM5 17c.3-2.400 1.800-3.500 3.500-3.500s3.200 1.100 3.500 3.500M15 8h5M15 12h5M15 16h3',
  stay: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM4.500 9.500h15M4.500 14.500h15M12 4c-4.500 4.500-4.500 11.500 0 16M12 4c4.500 4.500 4.500 11.500 0 16',
  domiciliation: 'M4 7h16v11H4zM4.500 7.500L12 13.500l7.500-6',
  health:
    'M12 19.500C5 15 3.500 11.500 4.200 8.500 5 5.500 9.500 4.500 12 8c2.500-3.500 7-2.500 7.800.5.7 3-.8 6.500-7.800 11z',
  income:
    'M12 5.500c4 0 7 1.100 7 2.500s-3 2.500-7 2.500S5 9.400 5 8s3-2.500 7-2.500zM5 8v4c0 1.400 3 2.500 7 2.500s7-1.100 7-2.500V8M5 12v4c0 1.400 3 2.500 7 2.500s7-1.100 7-2.500v-4',
  work: 'M4 9h16v10H4zM9 9V6h6v3M4 13.500h16M12 12.500v2',
  housing: 'M4 12l8-7 8 7M6.500 10.500V19h11v-8.500M10.500 19v-4.500h3V19',
  justice: 'M12 4v16M8 20h8M5 7h14M5 7l-2.500 6.500h5zM19 7l-2.500 6.500h5z',
  personal: 'M4.500 5.500h15v13h-15zM5 16l4.500-4.500 3.500 3.500 2-2 4 4M15.500 9.500h.01',
  'asylum-attestation':
    'M4 11.500l8-7 8 7M12 13.300a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7.500 20c.4-2.800 2.200-4.200 4.500-4.200s4.100 1.400 4.500 4.200',
  'tax-notice': 'M16.500 7.500c-5-3.500-9 .5-9 4.500s4 8 9 4.500M5.500 10.500h7M5.500 13.500h7',
  'bank-details': 'M4 6.500h16v11H4zM4 10h16M7.500 14h4',
  dalo: 'M4 12l8-7 8 7M6.500 10.500V19h11v-8.500M12 10.500v3.500M12 16.500h.01',
  passport: 'M6.500 3.500h11v17h-11zM12 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM9.500 16.800h5',
  letter: 'M4 7h16v11H4zM4.500 7.500L12 13.500l7.500-6',
  prescription: 'M8.500 15.500l7-7a3.500 3.500 0 1 0-5-5l-7 7a3.500 3.500 0 1 0 5 5zM7 7l5 5',
  'identity-photo':
    'M6 4h12v16H6zM12 12.200a2.600 2.600 0 1 0 0-5.200 2.600 2.600 0 0 0 0 5.200zM8 17.500c.4-2.300 2-3.300 4-3.300s3.600 1 4 3.300',
  'school-certificate':
    'M12 5.500l9 4-9 4-9-4zM6.500 11.500v4.500c0 1.200 2.500 2.500 5.500 2.500s5.500-1.300 5.500-2.500v-4.500M21 9.500v5',
  'utility-bill': 'M13 3.500L6 13.500h5l-1 7 7-10h-5z',
  other: 'M6.500 3.500h7l4.500 4.500v12.500H6.500zM13 4v4.500h4.500M9.500 13h6M9.500 16.500h4',
};

interface DrawnProps {
  readonly drawing: string | undefined;
  readonly shelf: string;
}

/** A paper with the tab of its shelf and something drawn on it. */
export const DrawnPaper = ({ drawing, shelf }: DrawnProps) => (
  <svg class="kind-picture" data-shelf={shelf} viewBox="0 0 56 60" aria-hidden="true" focusable="false">
    <path class="kind-tab" d="M6 14V8q0-4 4-4h13q3 0 4.500 2.500L30 10h16q4 0 4 4v6H6z" />
    <path class="kind-sheet" d="M6 15q0-3 3-3h38q3 0 3 3v37q0 4-4 4H10q-4 0-4-4z" />
    <path class="kind-line" d={drawing} transform="translate(12.500 18) scale(1.300)" />
  </svg>
);

/** The same with the drawing of its kind. Stands beside the word, never instead of it. */
export const KindPicture = ({ kind, shelf }: { readonly kind: string; readonly shelf: string }) => (
  <DrawnPaper drawing={DRAWINGS[kind] ?? DRAWINGS[shelf] ?? DRAWINGS['other']} shelf={shelf} />
);
