import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heap grow to twice what lives in it before it is collected in full. Papers pass through in buffers that are garbage
 * at once, and V8 counts them: with its own, careful growth every few megabytes stop everybody for a collection. Twice, not
 * more: the server's memory has a promised limit.
 */
export const growHeap = (): void => setFlagsFromString('--heap-growing-percent=100');
