import { useEffect, useRef, useState } from 'preact/hooks';

/** As many pixels as a cheap phone's back camera has in a video; a page needs 2,000 of them. */
const WANTED = {
  audio: false,
  video: { facingMode: { ideal: 'environment' }, width: { ideal: 2560 }, height: { ideal: 1920 } },
} as const;

const grab = async (video: HTMLVideoElement): Promise<Blob | null> => {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.92));
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
  const shoot = async (): Promise<Blob | null> => (video.current ? grab(video.current) : null);
  return { video, state, shoot };
};
