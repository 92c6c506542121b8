import { useState } from 'preact/hooks';
import type { Answers } from '../../../client/dossier/match.js';
import { type Condition, conditionsOf, type DossierId, theDossier } from '../../../core/dossiers.js';
import type { KindId } from '../../../core/kinds.js';
import { Icon } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';
import { KindPicture } from '../../ui/pictograms.js';
import { parted } from '../parted.js';
import { shelfOf } from '../shelf.js';
import type { DossierProps } from './dossier-props.js';

/** The drawing of a paper that goes with it; two have none and get a sign. */
const PICTURES: Readonly<Record<Condition, KindId | 'building' | 'again'>> = {
  foreign: 'residence-permit',
  children: 'school-certificate',
  work: 'work-contract',
  income: 'benefit-attestation',
  eviction: 'eviction',
  disability: 'disability-decision',
  townHall: 'building',
  renewal: 'again',
};

const Picture = ({ of }: { readonly of: Condition }) => {
  const picture = PICTURES[of];
  if (picture === 'building' || picture === 'again') {
    return (
      <span class="about-sign">
        <Icon name={picture} />
      </span>
    );
  }
  return <KindPicture kind={picture} shelf={shelfOf(picture)} />;
};

/** What concerns the person, each with one tap; what is not touched is not asked for. Remembered nowhere. */
export const About = ({
  app: { way },
  said,
  id,
  answers: given,
}: DossierProps & { readonly id: DossierId; readonly answers: Answers }) => {
  const [answers, setAnswers] = useState(given);
  const flip = (one: Condition): void => setAnswers({ ...answers, [one]: answers[one] !== true });
  return (
    <section class="screen">
      <Title>{said.aboutTitle}</Title>
      <div class="kinds about">
        {conditionsOf(theDossier(id)).map((one) => (
          <button
            key={one}
            type="button"
            class="kind"
            aria-pressed={answers[one] === true}
            onClick={() => flip(one)}
          >
            <Picture of={one} />
            <span>{parted(said.conditions[one])}</span>
          </button>
        ))}
      </div>
      <div class="actions">
        <Button look="main" onPress={() => way.replace({ name: 'dossier', id, answers })}>
          {said.next}
        </Button>
      </div>
    </section>
  );
};
