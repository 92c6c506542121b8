import { useEffect, useState } from 'preact/hooks';
import { Finder } from '../finder.js';
import { Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { Pick } from '../pick.js';
import { takeInFiles } from '../into.js';
import { keep } from '../keep/keep.js';
import { pages } from '../pages/part.js';
import { type Photo, seePhoto, type Shot } from '../straighten/see.js';
import { beginStraightening, watchPaper } from '../straighten/straighten.js';
import { useAct } from '../use-act.js';
import { useCamera } from '../../ui/use-camera.js';
import type { Into } from '../way.js';

interface CameraProps extends ScreenProps {
  readonly into: Into | undefined;
}

const useTaking = ({ app, into }: CameraProps) => {
  const { words, way } = app;
  const { busy, fault, act } = useAct(words);
  const [isTaken, setTaken] = useState(false);
  const look = async (photo: Photo): Promise<void> => {
    // taking the camera's picture off the screen is work enough for one turn of a slow phone
    setTaken(true);
    await new Promise((resolve) => setTimeout(resolve));
    way.go({ name: 'check', photo, ...(into ? { into } : {}) });
  };
  const photo = (shot: Shot): Promise<void> => act(async () => look(await seePhoto(shot, words.language)));
  const files = (chosen: readonly File[]): Promise<void> =>
    act(async () => {
      const [one, second] = chosen;
      // a picture that can be seen is looked at first; a PDF, and several at once, are kept as they are
      const seen =
        one && !second && (await keep().isPicture(one, one.name))
          ? await seePhoto(one, words.language).catch(() => null)
          : null;
      if (seen) await look(seen);
      else await takeInFiles(app, chosen, into);
    });
  return { busy, fault, isTaken, photo, files };
};

/** A further page is a picture; a paper, or what takes its place, may be a PDF. */
const acceptedBy = (into: Into | undefined): string =>
  !into || ('paper' in into && !into.before) ? 'image/*,application/pdf' : 'image/*';

/** One shutter, and two other ways for where the camera does not open. */
export const Camera = ({ app, into }: CameraProps) => {
  const { words } = app;
  const { video, state, shoot } = useCamera();
  const { busy, fault, isTaken, photo, files } = useTaking({ app, into });
  useEffect(() => {
    beginStraightening(words.language);
    pages.load(words.language).catch(() => undefined);
  }, [words.language]);
  useEffect(() => {
    // what will keep the page is there when it is wanted
    if (state === 'ready') keep();
  }, [state]);
  useEffect(
    () => (state === 'ready' && !busy ? watchPaper(words.language, shoot) : undefined),
    [state, busy, words.language],
  );
  return (
    <section class="screen camera">
      <Title>{words.camera.title}</Title>
      <Finder video={video} state={state} isOver={isTaken} words={words} />
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="shutter-row">
        <Pick
          icon="pictures"
          label={words.camera.gallery}
          accept={acceptedBy(into)}
          multiple
          onPick={(chosen) => void files(chosen)}
        />
        <button
          type="button"
          class="shutter"
          aria-label={words.camera.shoot}
          aria-disabled={state !== 'ready' || busy ? 'true' : undefined}
          onClick={() => {
            if (state === 'ready' && !busy) void shoot().then((shot) => shot && photo(shot));
          }}
        />
        <Pick
          icon="camera"
          label={words.camera.photo}
          accept="image/*"
          capture="environment"
          onPick={(chosen) => void files(chosen)}
        />
      </div>
    </section>
  );
};
