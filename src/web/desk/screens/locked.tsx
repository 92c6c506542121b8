import { useState } from 'preact/hooks';
import type { DeskWords } from '../../i18n/desk/words.js';
import { Sleeve } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';
import { SixDigits } from '../../ui/six-digits.js';
import { engine } from '../engine/engine.js';
import { KeyEntry } from '../keys/key-entry.js';
import { sentenceOf } from '../troubles.js';
import { CardAndCode } from './card-and-code.js';

interface LockedProps {
  readonly words: DeskWords;
  /** Whether the worker's card was read here: then their code is enough. */
  readonly hasCard: boolean;
  /** `byCard` where the card was read just now. */
  readonly onBack: (byCard: boolean) => void;
}

const ByCode = ({ words, onBack }: LockedProps) => {
  const [fault, setFault] = useState('');
  const enter = async (code: string): Promise<void> => {
    setFault('');
    try {
      await engine().comeBack(code);
      onBack(false);
    } catch (error) {
      setFault(sentenceOf(words, error));
    }
  };
  const { title, text } = words.locked;
  return <SixDigits words={words} title={title} text={text} fault={fault} onCode={enter} />;
};

const ByCard = ({ words, onBack }: LockedProps) => (
  <CardAndCode
    words={words}
    head={<Title>{words.locked.title}</Title>}
    foot={null}
    onCode={async (card, code) => {
      await engine().comeBackByCard(card, code);
      onBack(true);
    }}
  />
);

/** Nothing of anybody is on the screen, and no key in the machine; the code, or a touch, leads back to where one was. */
export const Locked = (props: LockedProps) => {
  const { words, hasCard, onBack } = props;
  const [isReading, setReading] = useState(false);
  const touch = async (prf: Uint8Array): Promise<void> => {
    await engine().comeBackByKey(prf);
    onBack(false);
  };
  if (isReading) {
    return (
      <section class="card locked">
        <ByCard {...props} />
      </section>
    );
  }
  return (
    <section class="card locked">
      <Sleeve papers={0} />
      {hasCard ? <ByCode {...props} /> : <Title>{words.locked.title}</Title>}
      <KeyEntry words={words} isMain={!hasCard} onKey={touch} />
      {!hasCard && (
        <Button look="quiet" onPress={() => setReading(true)}>
          {words.access.key.byCard}
        </Button>
      )}
    </section>
  );
};
