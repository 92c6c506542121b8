import { box, COLOURS, type Face, fill, type Line, placed, qr, type Shape } from './drawing.js';
import { phone, smallCard } from './pictograms.js';
import { sleeve } from './sleeve.js';
import type { CardTexts } from './texts.js';

/** A6, upright. */
export const CARD = { width: 105, height: 148 } as const;
const MARGIN = 9;
const INNER = CARD.width - 2 * MARGIN;

export interface FrontContent {
  readonly texts: CardTexts;
  readonly publicQr: string | null;
  readonly nickname: string | null;
  readonly made: string;
}

export interface BackContent {
  readonly texts: CardTexts;
  readonly secretQr: string;
  readonly groups: readonly string[];
  readonly address: string;
}

type Style = Partial<Pick<Line, 'bold' | 'colour' | 'width' | 'align'>>;

const line = (text: string, x: number, y: number, size: number, style: Style = {}): Line => ({
  kind: 'text',
  text,
  x,
  y,
  size,
  width: style.width ?? INNER,
  align: style.align ?? 'left',
  bold: style.bold ?? false,
  colour: style.colour ?? COLOURS.ink,
});

const centred = (text: string, y: number, size: number, style: Style = {}): Line =>
  line(text, CARD.width / 2, y, size, { ...style, align: 'center' });

const rule = (y: number): Shape => fill(box(MARGIN, y, INNER, 0.35), COLOURS.rule);

interface Column {
  readonly x: number;
  readonly width: number;
  readonly align: 'left' | 'center';
}

/** The name, or a line to write it on where a renderer has no letters for it. */
const owner = (texts: CardTexts, nickname: string, { x, width, align }: Column): Shape[] => [
  line(texts.belongsTo, x, 101, 3.9, { colour: COLOURS.soft, width, align }),
  line(nickname, x, 108, 6, { bold: true, width, align }),
  fill(box(align === 'left' ? x : x - width / 2, 110, width, 0.35), COLOURS.rule),
];

/** What may be shown: who helps scans uid and fingerprint here and learns nothing that opens. */
function showable({ texts, publicQr, nickname }: FrontContent): Shape[] {
  const column: Column =
    publicQr === null
      ? { x: CARD.width / 2, width: 60, align: 'center' }
      : { x: 52, width: CARD.width - MARGIN - 52, align: 'left' };
  const y = nickname === null ? 109 : 117.5;
  return [
    ...(publicQr === null ? [] : [qr(publicQr, MARGIN + 1, 96, 34, 'M')]),
    ...(nickname === null ? [] : owner(texts, nickname, column)),
    ...texts.showable.map((text, at) => line(text, column.x, y + at * 5.8, 4.5, column)),
  ];
}

/** The side that may be seen by anybody. */
export const frontFace = (content: FrontContent): Face => ({
  ...CARD,
  shapes: [
    ...placed(sleeve(), 25.5, 7),
    centred(content.texts.title, 68, 12.5, { bold: true }),
    centred(content.texts.name, 75.5, 5.6, { bold: true, colour: COLOURS.accent }),
    ...content.texts.what.map((text, at) => centred(text, 83.5 + at * 6, 4.7)),
    ...showable(content),
    rule(134),
    ...content.texts.found.map((text, at) =>
      line(text, MARGIN, 139 + at * 4.6, 3.5, { colour: COLOURS.soft }),
    ),
    line(`${content.texts.made} ${content.made}`, CARD.width - MARGIN, 143.6, 2.9, {
      colour: COLOURS.soft,
      width: 28,
      align: 'right',
    }),
  ],
});

/** Four groups a row, in columns, so that nobody loses their place. */
const typed = (groups: readonly string[], y: number): Line[] =>
  groups.map((group, at) =>
    line(group, MARGIN + (at % 4) * 22.4, y + Math.floor(at / 4) * 7.2, 5.6, { bold: true, width: 20 }),
  );

const lost = (texts: CardTexts, address: string): Shape[] => {
  const x = MARGIN + 11;
  const width = INNER - 11;
  return [
    ...phone(MARGIN, 121),
    line(texts.lostPhone, x, 124, 3.9, { bold: true, width }),
    line(address, x, 128.9, 4.4, { bold: true, width }),
    line(texts.lostPhoneThen, x, 133.4, 3.9, { width }),
    ...smallCard(MARGIN, 135.6),
    line(texts.lostCard, x, 139.2, 3.9, { bold: true, width }),
    line(texts.lostCardThen, x, 143.7, 3.9, { width }),
  ];
};

/** The side that opens, together with the code that is never on it. */
export const backFace = ({ texts, secretQr, groups, address }: BackContent): Face => ({
  ...CARD,
  shapes: [
    fill(box(0, 0, CARD.width, 21), COLOURS.accent),
    ...texts.hide.map((text, at) =>
      centred(text, 9.2 + at * 7.9, 7.2, { bold: true, colour: COLOURS.white }),
    ),
    qr(secretQr, 27, 28.25, 50.75, 'H'),
    ...texts.own.map((text, at) => centred(text, 87 + at * 5.7, 4.5, { bold: at === 0 })),
    rule(96.2),
    line(texts.type, MARGIN, 101.3, 3.9, { colour: COLOURS.soft }),
    ...typed(groups, 108),
    rule(118.2),
    ...lost(texts, address),
  ],
});
