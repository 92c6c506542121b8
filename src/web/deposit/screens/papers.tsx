import { useState } from 'preact/hooks';
import type { DepositWords } from '../../i18n/deposit/words.js';
import type { Depot } from '../depot-door.js';
import type { Offered } from '../use-deposit.js';
import { usePapers } from '../use-papers.js';
import { Done } from './done.js';
import { Offer } from './offer.js';
import { Sending } from './sending.js';

type Step = 'choosing' | 'sending';

/** From choosing papers to their receipt. */
const Round = ({
  look,
  depot,
  words,
  onMore,
}: {
  readonly look: Offered;
  readonly depot: Depot;
  readonly words: DepositWords;
  readonly onMore: (left: Offered) => void;
}) => {
  const papers = usePapers(depot, look);
  const [step, setStep] = useState<Step>('choosing');
  const [name, setName] = useState('');
  const asked = papers.all.filter((one) => one.asked);
  const sent = asked.filter(({ state }) => state === 'sent');
  const untouched = asked.every(({ state }) => state === 'ready');
  const send = (): void => {
    setStep('sending');
    papers.send(name.trim() || null);
  };
  // whoever cancelled before anything was received is where they were
  if (step === 'choosing' || (untouched && !papers.underWay)) {
    return <Offer look={look} papers={papers} words={words} name={name} onName={setName} onSend={send} />;
  }
  if (sent.length === asked.length) {
    const bytes = sent.reduce((sum, one) => sum + one.bytes, 0);
    const left = { ...look, papersLeft: look.papersLeft - sent.length, bytesLeft: look.bytesLeft - bytes };
    return (
      <Done count={sent.length} words={words} onMore={left.papersLeft > 0 ? () => onMore(left) : null} />
    );
  }
  return (
    <Sending
      papers={{ ...papers, all: asked }}
      words={words}
      onSend={send}
      onBack={() => setStep('choosing')}
    />
  );
};

/** As many rounds as the link takes. */
export const Papers = ({
  look,
  depot,
  words,
}: {
  readonly look: Offered;
  readonly depot: Depot;
  readonly words: DepositWords;
}) => {
  const [left, setLeft] = useState(look);
  const [round, setRound] = useState(0);
  const more = (now: Offered): void => {
    setLeft(now);
    setRound(round + 1);
  };
  return <Round key={round} look={left} depot={depot} words={words} onMore={more} />;
};
