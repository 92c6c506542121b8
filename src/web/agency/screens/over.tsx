import type { AgencyWords } from '../../i18n/agency/words.js';
import { Sleeve } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';

/** The session is over: nothing of the papers is left. */
export const Over = ({
  why,
  openingsLeft,
  words,
  onAgain,
}: {
  readonly why: 'time' | 'closed';
  readonly openingsLeft: number;
  readonly words: AgencyWords;
  readonly onAgain: () => void;
}) => (
  <section class="card middle">
    <Sleeve papers={0} />
    <Title>{words.overTitle}</Title>
    <p class="lead">{why === 'time' ? words.overTime : words.overClosed}</p>
    <p class="soft">{openingsLeft > 0 ? words.again(openingsLeft) : words.noneLeft}</p>
    {openingsLeft > 0 && (
      <Button icon="again" onPress={onAgain}>
        {words.seeAgain}
      </Button>
    )}
  </section>
);
