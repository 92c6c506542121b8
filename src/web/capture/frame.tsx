import { useEffect, useRef, useState } from 'preact/hooks';
import type { CaptureWords } from '../i18n/capture/words.js';
import type { Corners, Point } from './geometry.js';
import { Loupe } from './loupe.js';
import { isArrow, nudged, withCorner } from './moves.js';

/** A press of an arrow moves a corner by this part of the picture; with the shift key by five times less. */
export const STEP = 0.01;

const percent = (part: number): string => `${(part * 100).toFixed(2)}%`;

const Shade = ({ corners }: { readonly corners: Corners }) => {
  const path = corners.map(({ x, y }) => `${(x * 1000).toFixed(1)} ${(y * 1000).toFixed(1)}`).join('L');
  return (
    <svg
      class="frame-shade"
      viewBox="0 0 1000 1000"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <path class="outside" fill-rule="evenodd" d={`M0 0H1000V1000H0ZM${path}Z`} />
      <path class="casing" d={`M${path}Z`} />
      <path class="line" d={`M${path}Z`} />
    </svg>
  );
};

interface HandleProps {
  readonly label: string;
  readonly at: Point;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onHold: (isHeld: boolean) => void;
  readonly onMove: (to: Point) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

const stageOf = (button: HTMLElement): DOMRect => (button.parentElement ?? button).getBoundingClientRect();

/** One corner: dragged with a finger or a mouse, or chosen and pushed by arrows. As large as a thumb. */
const Handle = ({ label, at, isChosen, onChoose, onHold, onMove, onKey }: HandleProps) => {
  /** Where the finger took hold, beside the corner itself, in pixels. */
  const grip = useRef<Point | null>(null);
  return (
    <button
      type="button"
      class="frame-handle"
      aria-label={label}
      aria-pressed={isChosen}
      style={{ insetInlineStart: percent(at.x), insetBlockStart: percent(at.y) }}
      onFocus={onChoose}
      onClick={onChoose}
      onKeyDown={onKey}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        const stage = stageOf(event.currentTarget);
        event.currentTarget.setPointerCapture(event.pointerId);
        grip.current = {
          x: event.clientX - stage.left - at.x * stage.width,
          y: event.clientY - stage.top - at.y * stage.height,
        };
        onChoose();
        onHold(true);
      }}
      onPointerMove={(event) => {
        if (!grip.current) return;
        const stage = stageOf(event.currentTarget);
        onMove({
          x: (event.clientX - stage.left - grip.current.x) / stage.width,
          y: (event.clientY - stage.top - grip.current.y) / stage.height,
        });
      }}
      onLostPointerCapture={() => {
        grip.current = null;
        onHold(false);
      }}
    />
  );
};

interface FrameProps {
  readonly picture: ImageBitmap;
  readonly words: CaptureWords;
  /** Null: the whole picture, without an outline. */
  readonly corners: Corners | null;
  /** Which corner is being adjusted; null where none can be. */
  readonly chosen: number | null;
  readonly onChoose: (index: number) => void;
  readonly onCorners: (corners: Corners) => void;
}

const LOUPE_MS = 1500;

/** Whether the loupe is shown: while a corner is held, and some time after it moved; then it uncovers what is under it. */
const useLoupe = (corners: Corners | null, chosen: number | null) => {
  const [isHeld, setHeld] = useState(false);
  const [moved, setMoved] = useState<Corners | null>(null);
  const first = useRef(corners);
  useEffect(() => {
    if (chosen === null || corners === first.current) return undefined;
    first.current = corners;
    setMoved(corners);
    const timer = setTimeout(() => setMoved(null), LOUPE_MS);
    return () => clearTimeout(timer);
  }, [corners, chosen]);
  return { isShown: isHeld || moved !== null, setHeld };
};

/** The photo with the outline on it. It lies as it was taken, whichever way the language runs. */
export const Frame = ({ picture, words, corners, chosen, onChoose, onCorners }: FrameProps) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [ratio, setRatio] = useState(picture.width / picture.height);
  useEffect(() => {
    const target = canvas.current;
    if (!target) return undefined;
    target.width = picture.width;
    target.height = picture.height;
    setRatio(picture.width / picture.height);
    target.getContext('2d')?.drawImage(picture, 0, 0);
    return () => {
      // the pixels go with it, not when a collector comes
      target.width = 0;
    };
  }, [picture]);
  const loupe = useLoupe(corners, chosen);
  const onKey = (index: number) => (event: KeyboardEvent) => {
    if (!corners || !isArrow(event.key)) return;
    event.preventDefault();
    onCorners(nudged(corners, index, event.key, event.shiftKey ? STEP / 5 : STEP));
  };
  return (
    <div class="frame" dir="ltr" style={{ aspectRatio: String(ratio), '--ratio': String(ratio) }}>
      <canvas ref={canvas} role="img" aria-label={words.photo} />
      {corners && <Shade corners={corners} />}
      {corners && chosen !== null && (
        <>
          {corners.map((corner, i) => (
            <Handle
              key={i}
              label={words.corners[i] ?? ''}
              at={corner}
              isChosen={i === chosen}
              onChoose={() => onChoose(i)}
              onHold={loupe.setHeld}
              onMove={(to) => onCorners(withCorner(corners, i, to))}
              onKey={onKey(i)}
            />
          ))}
          {loupe.isShown && <Loupe picture={picture} corners={corners} index={chosen} />}
        </>
      )}
    </div>
  );
};
