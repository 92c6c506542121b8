import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from '../../ui/icons.js';
import { Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { keep } from '../keep/keep.js';
import { seePhoto } from '../straighten/see.js';
import { beginStraightening } from '../straighten/straighten.js';
import { sentenceOf } from '../troubles.js';
import { useCamera } from '../../ui/use-camera.js';

interface PickProps {
  readonly icon: IconName;
  readonly label: string;
  readonly accept: string;
  readonly capture?: 'environment';
  readonly onPick: (file: File) => void;
}

/** A file from the phone. The button stands for an input that looks different on every phone. */
const Pick = ({ icon, label, accept, capture, onPick }: PickProps) => {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="pick" onClick={() => input.current?.click()}>
        <Icon name={icon} />
        <span>{label}</span>
      </button>
      <input
        ref={input}
        class="hidden-text"
        type="file"
        tabIndex={-1}
        aria-hidden="true"
        accept={accept}
        {...(capture ? { capture } : {})}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          currentTarget.value = '';
          if (file) onPick(file);
        }}
      />
    </>
  );
};

const useTaking = ({ app: { words, way, look } }: ScreenProps) => {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const guarded = async (work: () => Promise<void>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFault('');
    await work().catch((error: unknown) => setFault(sentenceOf(words, error)));
    setBusy(false);
  };
  const photo = (shot: Blob): Promise<void> =>
    guarded(async () => way.go({ name: 'check', photo: await seePhoto(shot, words.language) }));
  const file = (chosen: File): Promise<void> =>
    guarded(async () => {
      // a picture that can be seen is looked at first; a PDF is kept as it is
      const seen = (await keep().isPicture(chosen, chosen.name))
        ? await seePhoto(chosen, words.language).catch(() => null)
        : null;
      if (seen) return way.go({ name: 'check', photo: seen });
      const { id } = await keep().keepFile(chosen, chosen.name, words.kinds.other);
      await look();
      way.replace({ name: 'which', draft: id });
    });
  return { busy, fault, photo, file };
};

/** One shutter, and two other ways for where the camera does not open. */
export const Camera = ({ app }: ScreenProps) => {
  const { words } = app;
  const { video, state, shoot } = useCamera();
  const { busy, fault, photo, file } = useTaking({ app });
  useEffect(() => beginStraightening(words.language), [words.language]);
  return (
    <section class="screen camera">
      <Title>{words.camera.title}</Title>
      <div class="finder" data-state={state}>
        {state === 'none' ? (
          <p>{words.camera.none}</p>
        ) : (
          <video ref={video} playsInline muted aria-hidden="true" tabIndex={-1} />
        )}
      </div>
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="shutter-row">
        <Pick
          icon="pictures"
          label={words.camera.gallery}
          accept="image/*,application/pdf"
          onPick={(one) => void file(one)}
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
          onPick={(one) => void file(one)}
        />
      </div>
    </section>
  );
};
