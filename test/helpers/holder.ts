export * from './holder/heads.js';
export * from './holder/opening.js';
export * from './holder/sending.js';
