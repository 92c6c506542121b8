import type { ComponentChildren } from 'preact';
import { directionOf } from '../i18n/language.js';
import { Icon } from '../ui/icons.js';
import type { App } from './app-context.js';
import { leave } from './leave.js';
import { Listen } from '../ui/speech.js';

const Update = ({ app, update }: { readonly app: App; readonly update: () => void }) => (
  <div class="update" role="status">
    <span>{app.words.updateReady}</span>
    <button type="button" class="button" onClick={update}>
      {app.words.update}
    </button>
  </div>
);

/** What all screens share: the way back at the start, the way out at the end, and the screen. */
export const Frame = ({
  app,
  update,
  children,
}: {
  readonly app: App;
  readonly update: (() => void) | null;
  readonly children: ComponentChildren;
}) => {
  const { words, way } = app;
  return (
    <div class="phone" data-screen={way.screen.name} lang={words.language} dir={directionOf(words.language)}>
      <header class="phone-top">
        {way.canGoBack && (
          <button type="button" class="top-button" onClick={() => way.back()}>
            <Icon name="back" />
            <span>{words.back}</span>
          </button>
        )}
        <span class="room" />
        <Listen words={words} part="phone" place={way.screen.name} />
        <button type="button" class="top-button" onClick={() => leave(way.depth())}>
          <span>{words.leave}</span>
          <Icon name="leave" />
        </button>
      </header>
      {update && <Update app={app} update={update} />}
      <main>{children}</main>
    </div>
  );
};
