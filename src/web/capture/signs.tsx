/** Drawn in the hand of the other icons: 24 by 24, a line of 2, round ends. */
const PATHS = {
  good: 'M5 12.5l4.5 4.5L19 7.5',
  whole: 'M4 5h16v14H4zM4 15.500l4.500-4 4 3.500 3-2.500 4.500 4M15.500 9h.01',
  adjust: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8.500 8.500h7v7h-7z',
  ArrowLeft: 'M19 12H5m5.500-5.500L5 12l5.500 5.500',
  ArrowRight: 'M5 12h14m-5.500-5.500L19 12l-5.500 5.500',
  ArrowUp: 'M12 19V5M6.500 10.500L12 5l5.500 5.500',
  ArrowDown: 'M12 5v14m-5.500-5.500L12 19l5.500-5.500',
} as const;

/** A picture beside words, or one whose button says in words what it does. */
export const Sign = ({ name }: { readonly name: keyof typeof PATHS }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);
