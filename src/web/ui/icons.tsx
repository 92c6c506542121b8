/** Drawn in one hand: 24 by 24, a line of 2, round ends. */
const PATHS = {
  download: 'M12 4v11m-5-4.5 5 5 5-5M5 20h14',
  print: 'M7 9V4h10v5M7 17H4v-7h16v7h-3M7 14h10v6H7z',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 7v5l3.5 2M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z',
  turn: 'M19 12a7 7 0 1 1-2.200-5.100M19 4v4h-4',
  again: 'M5 12a7 7 0 1 0 2.2-5.1M5 4v4h4',
  person: 'M12 11.5a3.8 3.8 0 1 0 0-7.5 3.8 3.8 0 0 0 0 7.5zM4.5 20c.6-4 3.7-6 7.5-6s6.9 2 7.5 6',
  building: 'M4 20h16M6 20V9l6-4 6 4v11M10 20v-4h4v4M10 11h.01M14 11h.01',
  file: 'M7 3.500h7l4 4V20.500H7zM13.5 3.500V8H18',
  open: 'M6.500 3.500h11v17h-11zM9.500 8h5M9.500 12h5M9.500 16h3',
  speech: 'M4 5h16v11h-9l-4 3.500V16H4z',
  send: 'M4 11.500 20 4l-6 16-3.500-6.500zM10.500 13.500 20 4',
  give: 'M13 4H5v16h8M9 12h10.500M16 8.500l3.500 3.500-3.500 3.500M8 8h2M8 16h2',
  camera: 'M4 8h3.500L9 5.500h6L16.500 8H20v11H4zM12 16.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7z',
  pictures: 'M7 7V4h13v11h-3M4 8h12v12H4zM4.500 17.500l3.500-3.500 3 3 2-2 2.500 2.500',
  back: 'M14.500 6l-6 6 6 6',
  on: 'M9.500 6l6 6-6 6',
  leave: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9.500',
  sound: 'M4 9.500v5h3.500L12 18.500v-13L7.500 9.500zM15.500 9a4.200 4.200 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11',
  plus: 'M12 5v14M5 12h14',
  search: 'M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM15.300 15.300L20 20',
  bin: 'M5 7h14M9.500 7V4.500h5V7M7 7l.8 12.500h8.400L17 7M10.500 11v5M13.500 11v5',
  calendar: 'M4.500 6h15v13.500h-15zM4.500 10.500h15M8.500 3.500V7M15.500 3.500V7',
  pencil: 'M5 19l1-4.500L15.500 5l3.500 3.500L9.500 18z',
  card: 'M4 6.500h16v11H4zM7.500 10h4v4h-4zM14.500 10.500h2.500M14.500 13.500h2.500',
  keys: 'M5 7h.01M9.700 7h.01M14.300 7h.01M19 7h.01M5 12h.01M9.700 12h.01M14.300 12h.01M19 12h.01M8 17h8',
  key: 'M12 14a4 4 0 1 1-8 0 4 4 0 0 1 8 0M12 14h8.500M17 14v3.500M20.500 14v2',
  phone: 'M7.500 3.500h9v17h-9zM11 17.500h2',
  eraser: 'M9 6h11v12H9l-5-6zM12 10l4 4M16 10l-4 4',
  list: 'M5 6.500l1.500 1.500 2.500-3M5 12.500l1.500 1.500 2.500-3M5 18.500l1.500 1.500 2.500-3M12.500 7h7M12.500 13h7M12.500 19h7',
  more: 'M4.500 7h15M4.500 12h15M4.500 17h15',
  cloud: 'M7.500 18.500a4 4 0 0 1-.5-8 5.500 5.500 0 0 1 10.500 0 4 4 0 0 1 .5 8zM9.500 14l2 2 3.500-4',
  inbox: 'M4.500 13.500v5h15v-5M12 4v9.500m-4-4 4 4 4-4',
  qr: 'M4.500 4.500h6v6h-6zM13.500 4.500h6v6h-6zM4.500 13.500h6v6h-6zM14 14h.01M19 14h.01M16.500 16.500h.01M14 19h.01M19 19h.01',
  room: 'M5 9.500h14v9.500H5zM8 9.500V6h8v3.500M5 14h14',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside words, never instead of them. */
export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);

/** The sleeve with papers looking out of it: full, or empty where there is nothing (more) to show. */
export const Sleeve = ({ papers, small = false }: { readonly papers: number; readonly small?: boolean }) => (
  <svg class={small ? 'sleeve small' : 'sleeve'} viewBox="0 0 120 100" aria-hidden="true" focusable="false">
    {papers > 2 && <path class="sheet third" d="M63 14l33 5-6 44-33-5z" />}
    {papers > 1 && <path class="sheet second" d="M26 17l33-6 7 44-33 6z" />}
    {papers > 0 && (
      <g>
        <path class="sheet first" d="M40 9h40v52H40z" />
        <path class="lines" d="M48 20h14M48 28h24M48 36h24" />
      </g>
    )}
    <path class="pocket" d="M16 46q0-6 6-6h22q4 0 6 4l2 3q2 4 6 4h40q6 0 6 6v27q0 8-8 8H24q-8 0-8-8z" />
    <path class="seam" d="M26 82h68" />
  </svg>
);
