import type { Piece, PieceId } from '../../core/dossiers.js';
import { kindOf } from '../../core/kinds.js';
import { DrawnPaper, KindPicture } from '../ui/pictograms.js';

/** Where a paper of the first kind that does would lead astray: 24 by 24, a line of 2, round ends. */
const DRAWINGS: Readonly<Partial<Record<PieceId, string>>> = {
  address:
    'M12 20.500c-4-4.500-6-7.500-6-10.300a6 6 0 0 1 12 0c0 2.800-2 5.800-6 10.300zM12 12.300a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400z',
  home: 'M4 12l8-7 8 7M6.500 10.500V19h11v-8.500M10.500 19v-4.500h3V19',
  presence: 'M4.500 6h15v13.500h-15zM4.500 10.500h15M8.500 3.500V7M15.500 3.500V7M9 15.200l2 2 4-4',
  income:
    'M12 5.500c4 0 7 1.100 7 2.500s-3 2.500-7 2.500S5 9.400 5 8s3-2.500 7-2.500zM5 8v4c0 1.400 3 2.500 7 2.500s7-1.100 7-2.500V8M5 12v4c0 1.400 3 2.500 7 2.500s7-1.100 7-2.500v-4',
  family:
    'M8.500 10a2.700 2.700 0 1 0 0-5.400 2.700 2.700 0 0 0 0 5.400zM3.500 19c.3-4 2.300-6 5-6s4.700 2 5 6M16.800 13a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM15.500 15.500c2.700-.8 4.700.7 5 3.500',
  link: 'M4 20h16M6 20V9l6-4 6 4v11M10 20v-4h4v4M10 11h.01M14 11h.01',
  language: 'M4 5h16v11h-9l-4 3.500V16H4zM8 9h8M8 12.200h5',
  former: 'M5 12a7 7 0 1 0 2.200-5.100M5 4v4h4M12 8.500v4l2.500 1.500',
};

/** Whose colour it has where its first kind lies on another shelf than one would look on. */
const SHELVES: Readonly<Partial<Record<PieceId, string>>> = {
  address: 'domiciliation',
  presence: 'domiciliation',
  link: 'domiciliation',
  language: 'work',
};

/** What a dossier asks for, drawn: the same whichever paper serves for it. Stands beside the word, never instead of it. */
export const PiecePicture = ({ piece: { id, kinds } }: { readonly piece: Pick<Piece, 'id' | 'kinds'> }) => {
  const [kind] = kinds;
  const shelf = SHELVES[id] ?? kindOf(kind)?.category ?? 'personal';
  const drawing = DRAWINGS[id];
  return drawing ? <DrawnPaper drawing={drawing} shelf={shelf} /> : <KindPicture kind={kind} shelf={shelf} />;
};
