/** What a container holds; its place in the list, from 1, is the byte in the header. */
export const CONTAINER_KINDS = ['content', 'thumbnail', 'metadata'] as const;
export type ContainerKind = (typeof CONTAINER_KINDS)[number];
