import { useState } from 'preact/hooks';
import type { PagesWords } from '../../i18n/phone/pages/words.js';
import { Button, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine, type PaperView } from '../engine/engine.js';
import { useAct } from '../use-act.js';
import './pages.css';

/** A few words, not a letter. */
const LONGEST = 500;

interface NoteProps extends ScreenProps {
  readonly said: PagesWords;
  readonly paper: PaperView;
}

/** What the person wants to remember of a paper; it is encrypted like the paper. */
export const NoteScreen = ({ app: { words, way }, said, paper }: NoteProps) => {
  const [text, setText] = useState(paper.note ?? '');
  const { busy, fault, act } = useAct(words);
  const save = (): Promise<void> =>
    act(async () => {
      const note = text.trim();
      await engine().edit(paper, { note: note === '' ? null : note });
      way.back();
    });
  return (
    <section class="screen">
      <Title>{said.note.title}</Title>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div class="field note-field">
          <label class="hidden-text" for="note">
            {said.note.title}
          </label>
          <textarea
            id="note"
            dir="auto"
            spellcheck={false}
            rows={4}
            maxLength={LONGEST}
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
          <p class="fault" role="alert">
            {fault}
          </p>
        </div>
        <Button look="main" type="submit" busy={busy}>
          {said.note.save}
        </Button>
      </form>
    </section>
  );
};
