import { useEffect, useRef, useState } from 'preact/hooks';
import type { DepositWords } from '../../i18n/deposit/words.js';
import { fileSize } from '../../i18n/format.js';
import { Button } from '../../ui/parts.js';

/** Files dropped anywhere on the page count; a page that a file falls on would otherwise be left for it. */
const useDropping = (onFiles: (files: Iterable<File>) => void): boolean => {
  const [over, setOver] = useState(false);
  const heard = useRef(onFiles);
  heard.current = onFiles;
  useEffect(() => {
    const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;
    const move = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      heard.current(event.dataTransfer?.files ?? []);
    };
    const events = { dragenter: move, dragover: move, dragleave: leave, drop };
    for (const [name, listener] of Object.entries(events)) addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of Object.entries(events)) {
        removeEventListener(name, listener as EventListener);
      }
    };
  }, []);
  return over;
};

const TAKEN = 'image/*,application/pdf,.pdf,.heic,.heif,.avif,.tif,.tiff';

/** A camera is at hand where one points with a finger; elsewhere the button would only open the same window. */
const hasCamera = (): boolean => matchMedia('(pointer: coarse)').matches;

/** Drag, choose, or photograph. */
export const Chooser = ({
  words,
  maxBytes,
  first,
  onFiles,
}: {
  readonly words: DepositWords;
  readonly maxBytes: number;
  /** Whether nothing was chosen yet: then choosing is what there is to do. */
  readonly first: boolean;
  readonly onFiles: (files: Iterable<File>) => void;
}) => {
  const files = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const over = useDropping(onFiles);
  const take = ({ currentTarget }: { readonly currentTarget: HTMLInputElement }): void => {
    onFiles(Array.from(currentTarget.files ?? []));
    // the same file may be chosen again
    currentTarget.value = '';
  };
  return (
    <div class={over ? 'chooser over' : 'chooser'}>
      {!hasCamera() && <p class="soft">{over ? words.dropNow : words.dropHere}</p>}
      <div class="ways">
        <Button look={first ? 'main' : 'side'} icon="file" onPress={() => files.current?.click()}>
          {first ? words.choose : words.chooseMore}
        </Button>
        {hasCamera() && (
          <Button icon="camera" onPress={() => camera.current?.click()}>
            {words.photograph}
          </Button>
        )}
      </div>
      <p class="soft small">{words.kinds(fileSize(words.language, maxBytes))}</p>
      <input ref={files} type="file" hidden multiple accept={TAKEN} onChange={take} />
      <input ref={camera} type="file" hidden accept="image/*" capture="environment" onChange={take} />
    </div>
  );
};
