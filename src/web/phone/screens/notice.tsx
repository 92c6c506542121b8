import { Button, Title } from '../../ui/parts.js';
import { Icon } from '../../ui/icons.js';
import type { PhoneWords } from '../../i18n/phone/words.js';
import type { ScreenProps } from '../app-context.js';

/** What a person must know before a safe is opened (decree 2016-1673, R.55-1 CPCE): room, how it is kept, who reads, on what terms. */
export const NoticePoints = ({ words }: { readonly words: PhoneWords }) => (
  <ul class="points">
    {words.notice.points.map((point) => (
      <li key={point}>
        <Icon name="check" />
        <span>{point}</span>
      </li>
    ))}
  </ul>
);

/** They are said on the person's own phone before a code is chosen. */
export const Notice = ({ app: { words, way, home } }: ScreenProps) => (
  <section class="screen">
    <Title>{words.notice.title}</Title>
    <NoticePoints words={words} />
    <div class="actions">
      <Button look="main" onPress={() => way.go({ name: 'newCode' })}>
        {words.notice.agree}
      </Button>
      <Button look="quiet" onPress={home}>
        {words.card.later}
      </Button>
    </div>
  </section>
);
