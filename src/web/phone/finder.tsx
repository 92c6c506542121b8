import type { PhoneWords } from '../i18n/phone/words.js';
import type { useCamera } from '../ui/use-camera.js';

interface FinderProps extends Pick<ReturnType<typeof useCamera>, 'video' | 'state'> {
  readonly words: PhoneWords;
  /** Nothing is looked at any more. */
  readonly isOver?: boolean;
}

/** What the camera sees, or that there is none; a screen says in words what is looked for. */
export const Finder = ({ video, state, words, isOver = false }: FinderProps) => (
  <div class="finder" data-state={state}>
    {state === 'none' ? (
      <p>{words.camera.none}</p>
    ) : (
      !isOver && <video ref={video} playsInline muted aria-hidden="true" tabIndex={-1} />
    )}
  </div>
);
