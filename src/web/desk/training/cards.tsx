import { Button } from '../../ui/parts.js';
import { useTraining } from './context.js';

/** In place of a camera: the invented cards that can be read here. */
export const Cards = ({
  accepts,
  onText,
}: {
  readonly accepts: (text: string) => boolean;
  readonly onText: (text: string) => void;
}) => {
  const training = useTraining();
  if (!training) return null;
  const { words, cast } = training;
  const cards = [...cast.workers, ...cast.people].filter(({ card }) => accepts(card));
  if (cards.length === 0) return null;
  return (
    <div class="reader-ways training-cards" role="group" aria-label={words.cards}>
      {cards.map(({ id, name, card }) => (
        <Button key={id} icon="card" onPress={() => onText(card)}>
          {words.cardOf(name)}
        </Button>
      ))}
    </div>
  );
};
