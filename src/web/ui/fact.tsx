import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icons.js';

/** One thing that is so, within a list of them: what it is called, and what it is. */
export const Fact = ({
  icon,
  term,
  children,
}: {
  readonly icon: IconName;
  readonly term: string;
  readonly children: ComponentChildren;
}) => (
  <div class="fact">
    <dt>
      <Icon name={icon} />
      {term}
    </dt>
    <dd>{children}</dd>
  </div>
);
