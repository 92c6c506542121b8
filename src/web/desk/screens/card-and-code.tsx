import { useEffect, useState } from 'preact/hooks';
import { isCardText } from '../../../core/crypto/card-code.js';
import type { DeskWords } from '../../i18n/desk/words.js';
import { Button } from '../../ui/parts.js';
import { SixDigits } from '../../ui/six-digits.js';
import { engine } from '../engine/engine.js';
import { Reader } from '../reader.js';
import { sentenceOf } from '../troubles.js';
import type { ComponentChildren } from 'preact';

/** A worker's card, then its code. */
export const CardAndCode = ({
  words,
  head,
  foot,
  onCode,
}: {
  readonly words: DeskWords;
  /** Above and below what reads the card. */
  readonly head: ComponentChildren;
  readonly foot: ComponentChildren;
  readonly onCode: (card: string, code: string) => Promise<void>;
}) => {
  const [card, setCard] = useState<string | null>(null);
  const [fault, setFault] = useState('');
  // what opens the account weighs most: it comes while the card is looked for
  useEffect(() => void engine(), []);
  const read = (text: string): void => {
    setFault('');
    engine()
      .checkCard(text)
      .then(
        () => setCard(text),
        (error: unknown) => setFault(sentenceOf(words, error)),
      );
  };
  const enter = async (code: string): Promise<void> => {
    setFault('');
    try {
      await onCode(card ?? '', code);
    } catch (error) {
      setFault(sentenceOf(words, error));
    }
  };
  if (card === null) {
    return (
      <>
        {head}
        <Reader words={words} label={words.signIn.card} accepts={isCardText} fault={fault} onText={read} />
        {foot}
      </>
    );
  }
  return (
    <>
      <SixDigits words={words} title={words.signIn.code} text="" fault={fault} onCode={enter} />
      <Button
        look="quiet"
        onPress={() => {
          setFault('');
          setCard(null);
        }}
      >
        {words.signIn.otherCard}
      </Button>
    </>
  );
};
