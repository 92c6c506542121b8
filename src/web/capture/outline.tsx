import { useEffect, useRef, useState } from 'preact/hooks';
import type { CaptureWords } from '../i18n/capture/words.js';
import { Button, Told } from '../ui/parts.js';
import './capture.css';
import type { Outline as Found } from './find/outline.js';
import { Frame, STEP } from './frame.js';
import { type Corners, mapCorners, type Point, WHOLE } from './geometry.js';
import { type Arrow, nudged } from './moves.js';
import { Sign } from './signs.js';

const ARROWS: readonly Arrow[] = ['ArrowLeft', 'ArrowUp', 'ArrowDown', 'ArrowRight'];

/** From where a person begins who adjusts a photo without an outline: a little within it, so that all corners are seen. */
const START = mapCorners(WHOLE, ({ x, y }) => ({ x: x === 0 ? 0.08 : 0.92, y: y === 0 ? 0.08 : 0.92 }));

interface OutlineProps {
  readonly picture: ImageBitmap;
  /** What was found; null proposes the whole photo. */
  readonly found: Found | null;
  readonly words: CaptureWords;
  readonly busy?: boolean;
  /** Told of every corner that was moved. */
  readonly onMove?: (corners: Corners) => void;
  /** The corners that the person accepted; null for the whole photo. Never called without a press. */
  readonly onAccept: (corners: Corners | null) => void;
}

const sentence = ({ found, words }: OutlineProps, isAdjusting: boolean): string => {
  if (isAdjusting) return words.drag;
  if (!found) return words.keepsWhole;
  return found.isCut ? words.isCut : words.keepsPaper;
};

const placeOf = (words: CaptureWords, name: string, { x, y }: Point): string =>
  words.cornerAt(name, Math.round(x * 100), Math.round(y * 100));

const Pad = ({
  words,
  onPush,
}: {
  readonly words: CaptureWords;
  readonly onPush: (arrow: Arrow) => void;
}) => (
  <div class="frame-pad" dir="ltr">
    {ARROWS.map((arrow) => (
      <button
        key={arrow}
        type="button"
        class="button"
        aria-label={words.arrows[arrow]}
        onClick={() => onPush(arrow)}
      >
        <Sign name={arrow} />
      </button>
    ))}
  </div>
);

/** Shows what will be kept of a photo, and lets the person say yes, take all of it, or move the corners. */
export const Outline = (props: OutlineProps) => {
  const { picture, found, words, busy = false, onMove, onAccept } = props;
  const [corners, setCorners] = useState<Corners | null>(found?.corners ?? null);
  const [chosen, setChosen] = useState<number | null>(null);
  const move = (next: Corners): void => {
    setCorners(next);
    onMove?.(next);
  };
  const root = useRef<HTMLElement>(null);
  const isAdjusting = chosen !== null;
  const corner = isAdjusting ? corners?.[chosen] : undefined;
  useEffect(() => {
    // the button that was pressed is gone: the keyboard goes on at the first corner
    if (isAdjusting) root.current?.querySelector<HTMLElement>('.frame-handle')?.focus();
  }, [isAdjusting]);
  const place = corner && isAdjusting ? placeOf(words, words.corners[chosen] ?? '', corner) : '';
  return (
    <section class="outline" ref={root}>
      <Frame
        picture={picture}
        words={words}
        corners={corners}
        chosen={chosen}
        onChoose={setChosen}
        onCorners={move}
      />
      <p class="outline-say">{sentence(props, isAdjusting)}</p>
      {isAdjusting && (
        <Pad words={words} onPush={(arrow) => corners && move(nudged(corners, chosen, arrow, STEP))} />
      )}
      <div class="outline-choices">
        <Button look="main" busy={busy} onPress={() => onAccept(corners)}>
          <Sign name={corners ? 'good' : 'whole'} />
          {corners ? words.good : words.whole}
        </Button>
        {corners && (
          <Button busy={busy} onPress={() => onAccept(null)}>
            <Sign name="whole" />
            {words.whole}
          </Button>
        )}
        {!isAdjusting && (
          <Button
            busy={busy}
            onPress={() => {
              setCorners(corners ?? START);
              setChosen(0);
            }}
          >
            <Sign name="adjust" />
            {words.adjust}
          </Button>
        )}
      </div>
      <div class="hidden-text">
        <Told text={place} />
      </div>
    </section>
  );
};
