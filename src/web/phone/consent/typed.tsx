import { useState } from 'preact/hooks';
import { Line } from '../../ui/line.js';
import { Button, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import { useAct } from '../use-act.js';
import { meetingFault, type Saying } from './saying.js';
import type { Taken } from './way.js';

const isId = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);

/** Where no camera works: what stands on the poster, typed. Instead of the number, a whole code that was sent is taken too. */
export const Typed = ({
  app: { words, way },
  said,
  taken,
  spare,
}: ScreenProps & Saying & { readonly taken: Taken | null; readonly spare?: boolean | undefined }) => {
  const [number, setNumber] = useState('');
  const [typed, setTyped] = useState('');
  const [name, setName] = useState('');
  const { busy, fault, setFault, act } = useAct(words, (error) => meetingFault(words, said, error));
  const send = (): Promise<void> =>
    act(async () => {
      const code = number.trim();
      if (code.startsWith('pochette:')) {
        const met = await engine().meetByCode(code);
        return way.replace({ name: 'giveMet', who: { ...met, by: 'code' }, taken, ...(spare && { spare }) });
      }
      const id = code.replace(/\s/g, '').toLowerCase();
      if (!isId(id)) return setFault(said.troubles.notCode);
      const met = await engine().meetByWords(id, typed.trim().split(/[\s,]+/), name.trim());
      return way.replace({ name: 'giveMet', who: { ...met, by: 'words' }, taken, ...(spare && { spare }) });
    });
  return (
    <section class="screen">
      <Title>{said.typed.title}</Title>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Line id="name" label={said.typed.name} value={name} longest={200} onType={setName} />
        <Line id="words" label={said.typed.words} value={typed} of="code" longest={200} onType={setTyped} />
        <Line
          id="number"
          label={said.typed.number}
          value={number}
          of="code"
          longest={200}
          onType={setNumber}
        />
        <p class="fault" role="alert">
          {fault}
        </p>
        <Button look="main" type="submit" busy={busy}>
          {words.show.next}
        </Button>
      </form>
    </section>
  );
};
