import { useEffect } from 'preact/hooks';
import { keep } from './keep/keep.js';

const LOOK_EVERY_MS = 300;

/** Looks at what the camera sees until there is a code in it that is wanted. Nothing of it is kept. */
export const useScan = (
  video: { readonly current: HTMLVideoElement | null },
  ready: boolean,
  isWanted: (text: string) => boolean,
  onFound: (text: string) => void,
): void => {
  useEffect(() => {
    if (!ready) return undefined;
    let over = false;
    const look = async (): Promise<void> => {
      if (over || !video.current) return;
      const codes = await keep()
        .readCodes(await createImageBitmap(video.current))
        .catch(() => []);
      const found = codes.find(isWanted);
      if (over) return;
      if (found === undefined) setTimeout(() => void look().catch(() => undefined), LOOK_EVERY_MS);
      else onFound(found);
    };
    void look().catch(() => undefined);
    return () => {
      over = true;
    };
  }, [ready]);
};
