import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Corners } from '../../capture/geometry.js';
import { Icon, type IconName } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';
import { useAct } from '../use-act.js';
import type { ScreenProps } from '../app-context.js';
import { useBlobUrl } from '../../ui/blob-url.js';
import { takeIn } from '../into.js';
import { keep } from '../keep/keep.js';
import type { Page } from '../keep/page.js';
import { letGo, type Photo, type SeenPhoto } from '../straighten/see.js';
import { endStraightening } from '../straighten/straighten.js';
import { turnedPicture } from '../straighten/turn.js';
import type { Into } from '../way.js';

/** Keeps a page on this phone and goes on: to which paper it is, where it begins one. */
const useKeeping = (app: ScreenProps['app'], into: Into | undefined) => {
  const { busy, fault, act } = useAct(app.words);
  const keepPage = (make: () => Promise<Page | null>): Promise<void> =>
    act(async () => {
      const page = await make();
      if (page) await takeIn(app, page, into);
    });
  return { busy, fault, keepPage };
};

const Fault = ({ children }: { readonly children: string }) => (
  <p class="fault" role="alert">
    {children}
  </p>
);

interface ToolProps {
  readonly icon: IconName;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}

const Tool = ({ icon, onPress, children }: ToolProps) => (
  <button type="button" class="top-button" onClick={onPress}>
    <Icon name={icon} />
    <span>{children}</span>
  </button>
);

/** The photo as it is shown: turned so often, with the outline that was found or that the person drew. */
const useTurning = ({ view, outline, turnedCorners }: SeenPhoto) => {
  const [shown, setShown] = useState({ picture: view, found: outline, quarters: 0 });
  const moved = useRef<Corners | null>(null);
  const turn = (): void => {
    const { picture, found, quarters } = shown;
    const corners = moved.current ?? found?.corners;
    moved.current = null;
    setShown({
      picture: turnedPicture(picture),
      found: corners ? { confidence: 1, isCut: false, ...found, corners: turnedCorners(corners, 1) } : null,
      quarters: quarters + 1,
    });
  };
  const onMove = (corners: Corners): void => {
    moved.current = corners;
  };
  return { ...shown, turn, onMove };
};

interface CheckProps extends ScreenProps {
  readonly into: Into | undefined;
}

interface OutlinedProps extends CheckProps {
  readonly seen: SeenPhoto;
  /** The worker broke: the whole photo is what is left. */
  readonly onBroken: (whole: Page) => void;
}

/** The photo with what will be kept of it. Nothing outside is left away without a press. */
const Outlined = ({ app, into, seen, onBroken }: OutlinedProps) => {
  const { words, way } = app;
  const { Outline, capture, shot } = seen;
  const { busy, fault, keepPage } = useKeeping(app, into);
  const { picture, found, quarters, turn, onMove } = useTurning(seen);
  useEffect(
    () => () => {
      capture.forget();
      letGo(shot);
    },
    [capture],
  );
  const accept = (corners: Corners | null): Promise<void> =>
    keepPage(async () => {
      try {
        return await capture.flatten(corners && seen.turnedCorners(corners, -quarters), quarters);
      } catch {
        endStraightening();
        onBroken(await keep().page(shot));
        return null;
      }
    });
  return (
    <section class="screen check">
      <Title>{words.check.picture}</Title>
      <div class="tools">
        <Tool icon="camera" onPress={() => !busy && way.back()}>
          {words.check.again}
        </Tool>
        <Tool icon="turn" onPress={() => !busy && turn()}>
          {words.check.turn}
        </Tool>
      </div>
      <Outline
        key={quarters}
        picture={picture}
        found={found}
        words={seen.words}
        busy={busy}
        onMove={onMove}
        onAccept={(corners) => void accept(corners)}
      />
      <Fault>{fault}</Fault>
    </section>
  );
};

/** The whole photo as it will be kept, where nothing could look for the paper in it. */
const Whole = ({ app, into, page }: CheckProps & { readonly page: Page }) => {
  const { words, way } = app;
  const { busy, fault, keepPage } = useKeeping(app, into);
  const url = useBlobUrl(page.jpeg, 'image/jpeg');
  return (
    <section class="screen check">
      <Title>{words.check.title}</Title>
      <div class="shot">
        {url && <img src={url} width={page.width} height={page.height} alt={words.check.picture} />}
      </div>
      <Fault>{fault}</Fault>
      <div class="actions two">
        <Button icon="again" onPress={() => way.back()}>
          {words.check.again}
        </Button>
        <Button look="main" icon="check" busy={busy} onPress={() => void keepPage(async () => page)}>
          {words.check.good}
        </Button>
      </div>
    </section>
  );
};

/** The photo as it will be kept: it is looked at before it is. */
export const Check = ({ app, into, photo }: CheckProps & { readonly photo: Photo }) => {
  const [left, setLeft] = useState<Page | null>(null);
  if (left) return <Whole app={app} into={into} page={left} />;
  if ('whole' in photo) return <Whole app={app} into={into} page={photo.whole} />;
  return <Outlined app={app} into={into} seen={photo.seen} onBroken={setLeft} />;
};
