import { useEffect, useRef, useState } from 'preact/hooks';

/** As many pixels as a cheap phone's back camera has in a video; a page needs 2,000 of them. */
const WANTED = {
  audio: false,
  video: { facingMode: { ideal: 'environment' }, width: { ideal: 2560 }, height: { ideal: 1920 } },
} as const;

/**
 * What a camera sees now. Where the browser has it, the frame as the camera gave it: making pixels of it would keep the page
 * busy, and a worker does it as well.
 */
const frameOf = async (video: HTMLVideoElement): Promise<ImageBitmap | VideoFrame> => {
  try {
    const frame = new VideoFrame(video);
    // as the person sees it, upright
    if (frame.displayWidth === video.videoWidth && frame.displayHeight === video.videoHeight) return frame;
    frame.close();
  } catch {
    // not every browser has frames, and not of every video
  }
  return createImageBitmap(video);
};

/** The camera within the page: another app would have the phone throw this one away, and the photo with it. */
export const useCamera = () => {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<'waiting' | 'ready' | 'none'>('waiting');
  useEffect(() => {
    let stream: MediaStream | undefined;
    let over = false;
    const stop = (): void => stream?.getTracks().forEach((track) => track.stop());
    const start = async (): Promise<void> => {
      stream = await navigator.mediaDevices.getUserMedia(WANTED);
      if (over || !video.current) return stop();
      video.current.srcObject = stream;
      await video.current.play();
      setState('ready');
    };
    start().catch(() => {
      if (!over) setState('none');
    });
    return () => {
      over = true;
      stop();
    };
  }, []);
  /** What the camera sees now: nothing is packed that would only be unpacked again. To be closed by who takes it. */
  const shoot = async (): Promise<ImageBitmap | VideoFrame | null> =>
    video.current ? frameOf(video.current) : null;
  return { video, state, shoot };
};
