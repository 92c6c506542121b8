import { KindPicture } from '../../ui/pictograms.js';
import { Sleeve } from '../../ui/icons.js';
import { Icon } from '../../ui/icons.js';
import { Button, Said, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { shelfOf } from '../shelf.js';

/** It is in the sleeve. */
export const Kept = ({
  app,
  kind,
  title,
}: ScreenProps & { readonly kind: string; readonly title: string }) => {
  const { words, way, facts, home } = app;
  const goOn = (): void => {
    if (!facts.safe) way.go({ name: 'notice' });
    else if (!way.backTo('dossier')) home();
  };
  return (
    <section class="screen">
      <div class="into">
        <KindPicture kind={kind} shelf={shelfOf(kind)} />
        <Sleeve papers={0} />
      </div>
      <Title>
        <Said>{title}</Said>
      </Title>
      <p class="good-word">
        <Icon name="check" />
        {words.kept.here}
      </p>
      <div class="actions">
        <Button look="main" onPress={goOn}>
          {words.kept.next}
        </Button>
        <Button icon="camera" onPress={() => way.go({ name: 'camera' })}>
          {words.kept.another}
        </Button>
      </div>
    </section>
  );
};
