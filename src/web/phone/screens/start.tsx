import { Sleeve } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';

/** What it is, and the one thing to do. */
export const Start = ({ app: { words, way } }: ScreenProps) => (
  <section class="screen">
    <Sleeve papers={3} />
    <Title>{words.start.title}</Title>
    <p class="lead">{words.start.text}</p>
    <div class="actions">
      <Button look="main" icon="camera" onPress={() => way.go({ name: 'camera' })}>
        {words.start.photo}
      </Button>
      <Button look="quiet" onPress={() => way.go({ name: 'lost' })}>
        {words.start.known}
      </Button>
    </div>
  </section>
);
