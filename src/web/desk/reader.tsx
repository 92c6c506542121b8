import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { DeskWords } from '../i18n/desk/words.js';
import { Button } from '../ui/parts.js';
import { useCamera } from '../ui/use-camera.js';
import { readCodes } from '../workers/read-code.js';

interface ReaderProps {
  readonly words: DeskWords;
  readonly label: string;
  /** Whether a text is what is looked for here; others in the same picture are passed over. */
  readonly accepts: (text: string) => boolean;
  /** What it was refused for, said under the field. */
  readonly fault: string;
  readonly onText: (text: string) => void;
}

const LOOK_EVERY_MS = 250;

/** What the camera sees, until the code is in it. Nothing of it is kept. */
const Finder = ({ words, accepts, onText }: Pick<ReaderProps, 'words' | 'accepts' | 'onText'>) => {
  const { video, state } = useCamera();
  useEffect(() => {
    if (state !== 'ready') return undefined;
    let over = false;
    const look = async (): Promise<void> => {
      if (over || !video.current) return;
      const codes = await readCodes(await createImageBitmap(video.current)).catch(() => []);
      const found = codes.find(accepts);
      if (over) return;
      if (found === undefined) setTimeout(() => void look().catch(() => undefined), LOOK_EVERY_MS);
      else onText(found);
    };
    void look().catch(() => undefined);
    return () => {
      over = true;
    };
  }, [state]);
  return (
    <div class="finder" data-state={state}>
      {state === 'none' ? (
        <p>{words.reader.noCamera}</p>
      ) : (
        <video ref={video} playsInline muted aria-hidden="true" tabIndex={-1} />
      )}
      {state !== 'none' && (
        <p class="soft" role="status">
          {words.reader.looking}
        </p>
      )}
    </div>
  );
};

const codeIn = async (file: File, accepts: ReaderProps['accepts']): Promise<string | undefined> =>
  (await readCodes(await createImageBitmap(file))).find(accepts);

/** A picture of the code, from a file. */
const Picture = ({
  words,
  accepts,
  onText,
  onMissed,
}: Pick<ReaderProps, 'words' | 'accepts' | 'onText'> & { readonly onMissed: () => void }) => {
  const file = useRef<HTMLInputElement>(null);
  const look = (chosen: File | undefined): void => {
    if (!chosen) return;
    void codeIn(chosen, accepts)
      .catch(() => undefined)
      .then((found) => (found === undefined ? onMissed() : onText(found)));
  };
  return (
    <>
      <Button icon="pictures" onPress={() => file.current?.click()}>
        {words.reader.picture}
      </Button>
      <input
        ref={file}
        class="hidden-text"
        type="file"
        accept="image/*"
        tabIndex={-1}
        aria-hidden="true"
        onChange={({ currentTarget }) => {
          look(currentTarget.files?.[0]);
          currentTarget.value = '';
        }}
      />
    </>
  );
};

/** What is typed, by hand or by a hand scanner. It has the focus: a scanner needs no mouse. */
const Typed = ({
  words,
  label,
  fault,
  onText,
}: Pick<ReaderProps, 'words' | 'label' | 'fault' | 'onText'>) => {
  const [typed, setTyped] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.focus(), []);
  return (
    <form
      class="field"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() !== '') onText(typed);
        setTyped('');
      }}
    >
      <label for="reader">{label}</label>
      <div class="reader-line">
        <input
          id="reader"
          ref={input}
          dir="ltr"
          type="text"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          value={typed}
          aria-invalid={fault === '' ? undefined : 'true'}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <Button type="submit">{words.reader.next}</Button>
      </div>
      <p class="fault" role="alert">
        {fault}
      </p>
    </form>
  );
};

/**
 * Reads a code: by a hand scanner or a keyboard, which type into the field; by the camera; or from a picture. What is typed is
 * gone from the screen once it was taken.
 */
export const Reader = ({ words, label, accepts, fault, onText }: ReaderProps) => {
  const [isLooking, setLooking] = useState(false);
  const [missed, setMissed] = useState('');
  const take = (text: string): void => {
    setLooking(false);
    setMissed('');
    onText(text);
  };
  return (
    <div class="reader">
      <Typed words={words} label={label} fault={fault === '' ? missed : fault} onText={take} />
      {isLooking && <Finder words={words} accepts={accepts} onText={take} />}
      <div class="reader-ways">
        <Button icon="camera" onPress={() => setLooking(!isLooking)}>
          {words.reader.camera}
        </Button>
        <Picture
          words={words}
          accepts={accepts}
          onText={take}
          onMissed={() => setMissed(words.reader.nothing)}
        />
      </div>
    </div>
  );
};
