import type { Language } from '../../i18n/language.js';

/** A file by its address, with the digest that it must have. */
interface Pinned {
  readonly href: string;
  readonly integrity: string;
}

/** What was recorded in one language, by the names of the sentences. */
export type Clips = Readonly<Record<string, Pinned>>;

const fetchPinned = async ({ href, integrity }: Pinned): Promise<Response> => {
  const answer = await fetch(href, { integrity, credentials: 'omit' });
  if (!answer.ok) throw new TypeError(href);
  return answer;
};

/** The page names a list for each language that somebody recorded something in, and how it must read. */
const listOf = (language: Language): Pinned | undefined => {
  const named = document.querySelector<HTMLMetaElement>('meta[name="clips"]')?.content ?? '{}';
  return (JSON.parse(named) as Partial<Record<Language, Pinned>>)[language];
};

export const clipsIn = async (language: Language): Promise<Clips> => {
  const list = listOf(language);
  return list ? ((await (await fetchPinned(list)).json()) as Clips) : {};
};

let context: AudioContext | undefined;
let playing: AudioBufferSourceNode | undefined;

/** Plays what was recorded to its end, or to `stopClip`. Rejects where the bytes are not those that belong there. */
export const playClip = async (clip: Pinned): Promise<void> => {
  context ??= new AudioContext();
  const answer = await fetchPinned(clip);
  const source = context.createBufferSource();
  source.buffer = await context.decodeAudioData(await answer.arrayBuffer());
  source.connect(context.destination);
  playing = source;
  await new Promise<void>((resolve) => {
    source.addEventListener('ended', () => resolve(), { once: true });
    source.start();
  });
};

export const stopClip = (): void => playing?.stop();
