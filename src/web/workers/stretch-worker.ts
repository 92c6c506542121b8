import { argon2 } from '../../core/crypto/argon2.js';

interface Question {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
}

/** Argon2id beside the page, which goes on answering meanwhile. */
addEventListener('message', ({ data }: MessageEvent<Question>) => {
  argon2(data.password, data.salt).then(
    (stretched) => postMessage(stretched),
    () => postMessage(null),
  );
});
