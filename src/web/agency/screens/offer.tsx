import type { AgencyWords } from '../../i18n/agency/words.js';
import { moment } from '../../i18n/days.js';
import { Fact } from '../../ui/fact.js';
import { Sleeve } from '../../ui/icons.js';
import { Button, Said, Title } from '../../ui/parts.js';
import type { Offered } from '../quick-look.js';

export const SESSION_MINUTES = 15;

/** Who shows what, for whom, until when; nothing is used up until the button. */
export const Offer = ({
  look: { card, expiresAt, openingsLeft, code },
  words,
  onSee,
}: {
  readonly look: Offered;
  readonly words: AgencyWords;
  readonly onSee: () => void;
}) => (
  <section class="card middle offer">
    <Sleeve papers={card.count} />
    <Title>
      <Said>{card.from === '' ? words.someone : card.from}</Said> {words.shows(card.count)}
    </Title>
    <dl class="facts">
      {card.agency !== '' && (
        <Fact icon="building" term={words.forWhom}>
          <Said>{card.agency}</Said>
        </Fact>
      )}
      {card.purpose !== '' && (
        <Fact icon="speech" term={words.whatFor}>
          <Said>{card.purpose}</Said>
        </Fact>
      )}
      <Fact icon="clock" term={words.until}>
        {moment(words.language, expiresAt, Date.now())}
      </Fact>
      <Fact icon="open" term={words.openings}>
        {words.openingsLeft(openingsLeft)}
      </Fact>
    </dl>
    <Button look="main" icon="open" onPress={onSee}>
      {words.see}
    </Button>
    <p class="soft small">{words.seeHint(SESSION_MINUTES, code)}</p>
  </section>
);
