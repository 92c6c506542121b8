/// <reference lib="dom" />
import type { Page } from 'playwright-core';

/** What happened on a page, in milliseconds of its own clock: presses, screens, and what its workers were asked. */
export interface Step {
  readonly at: number;
  readonly what: 'press' | 'stands' | 'begun' | 'asked' | 'answered';
  /** Of a press, the button; of what stands there, a screen, `keypad` or `list`; else the worker and the call. */
  readonly name: string;
}

interface Message {
  readonly id?: number;
  readonly name?: string;
  readonly ask?: string;
  readonly ready?: true;
}

/** Notes what a person waits for, as they would see it: a program's own looking for buttons is no part of it. */
export const noteSteps = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const steps: Step[] = [];
    Object.assign(window, { steps });
    const note = (what: Step['what'], name: string, at = performance.now()): void =>
      void steps.push({ at, what, name });
    window.Worker = class extends Worker {
      readonly called: string;
      readonly calls = new Map<unknown, string>();
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        this.called = /([a-z-]+?)(?:-worker)?-[\w-]{8}\.js/.exec(String(address))?.[1] ?? 'worker';
        note('begun', this.called);
        this.addEventListener('message', ({ data }: MessageEvent<Message>) => {
          const call = data.ready ? 'ready' : this.calls.get(data.id);
          if (call !== undefined) note('answered', `${this.called} ${call}`);
        });
      }
      override postMessage(message: Message, more?: Transferable[] | StructuredSerializeOptions): void {
        const call = message.name ?? message.ask ?? '';
        this.calls.set(message.id, call);
        note('asked', `${this.called} ${call}`);
        super.postMessage(message, more as StructuredSerializeOptions);
      }
    };
    addEventListener(
      'click',
      ({ target, timeStamp }) => {
        const button = (target as Element).closest('button');
        note('press', button?.getAttribute('aria-label') ?? button?.textContent ?? '', timeStamp);
      },
      true,
    );
    const stood = new Set<string>();
    new MutationObserver(() => {
      const screen = document.querySelector<HTMLElement>('.phone')?.dataset['screen'];
      const now = new Set(screen ? [screen] : []);
      if (document.querySelector('.keypad')) now.add('keypad');
      if (document.querySelector('.paper-card .where')) now.add('list');
      for (const one of now) if (!stood.has(one)) note('stands', one);
      stood.clear();
      for (const one of now) stood.add(one);
    }).observe(document, { childList: true, subtree: true, attributes: true });
  });

/** What was noted since the page came, or since the last time. */
export const stepsOf = (page: Page): Promise<Step[]> =>
  page.evaluate(() => (window as unknown as { steps: Step[] }).steps.splice(0));

/** From a press (`''`: from the page's beginning) to what then stands there; NaN where that never came. */
export const waitOf = (steps: readonly Step[], press: string, stands: string): number => {
  const from = press === '' ? 0 : steps.findIndex(({ what, name }) => what === 'press' && name === press);
  const end = steps.slice(Math.max(0, from)).find(({ what, name }) => what === 'stands' && name === stands);
  const begin = press === '' ? 0 : steps[from]?.at;
  return end && begin !== undefined ? end.at - begin : Number.NaN;
};

const TOLD_MS = 5;

/** How long each call to a worker took, as `worker call 120 ms`, in the order of their ends. */
export const callsIn = (steps: readonly Step[]): string => {
  const asked = new Map<string, number>();
  const told: string[] = [];
  for (const { what, name, at } of steps) {
    if (what === 'begun') asked.set(`${name} ready`, at);
    if (what === 'asked') asked.set(name, at);
    const since = what === 'answered' ? asked.get(name) : undefined;
    if (since !== undefined && at - since >= TOLD_MS) told.push(`${name} ${Math.round(at - since)} ms`);
  }
  return told.join(', ');
};
