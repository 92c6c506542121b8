import { argon2, type Stretched } from '../../core/crypto/argon2.js';

interface Question {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly type: Stretched;
}

/** Argon2id beside the page, which goes on answering meanwhile. */
addEventListener('message', ({ data }: MessageEvent<Question>) => {
  argon2(data.password, data.salt, data.type).then(
    (stretched) => postMessage(stretched),
    () => postMessage(null),
  );
});
