import { type Static, type TSchema, Type } from 'typebox';
import type { ErrorCode } from '../errors.js';

/**
 * Who may call: anybody, somebody with a token of an unlocked account, somebody with the token of a link that they opened,
 * or a monitor of the operator.
 */
export type Access = 'public' | 'account' | 'link' | 'operator';

/**
 * One operation of the API: spread into the route by the server, called by the client, turned into OpenAPI. A URL is
 * typed once, here. Objects are closed: a field that is not named is refused.
 */
export interface Contract {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: `/${string}`;
  readonly access: Access;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  readonly params?: TSchema;
  readonly querystring?: TSchema;
  readonly body?: TSchema;
  /** How the body comes when it is not JSON. */
  readonly multipart?: Readonly<Record<string, string>>;
  readonly status: 200 | 201 | 204;
  /** JSON of the answer, or the media type of a stream. */
  readonly response: TSchema | string | null;
  /** Codes beyond those that every operation may answer. */
  readonly errors: readonly ErrorCode[];
}

export const contract = <const C extends Contract>(value: C): C => value;

export type ParamsOf<C extends Contract> = C['params'] extends TSchema ? Static<C['params']> : undefined;
export type QueryOf<C extends Contract> = C['querystring'] extends TSchema
  ? Static<C['querystring']>
  : undefined;
export type BodyOf<C extends Contract> = C['body'] extends TSchema ? Static<C['body']> : undefined;
export type AnswerOf<C extends Contract> = C['response'] extends TSchema ? Static<C['response']> : undefined;

/** Objects on the wire have exactly the fields named. */
export const closed = <P extends Record<string, TSchema>>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });

/** 16 random bytes in lower-case hexadecimal. */
export const Id = Type.String({ pattern: '^[0-9a-f]{32}$', description: '16 bytes in hexadecimal' });
/** 32 bytes in lower-case hexadecimal. */
export const Hash = Type.String({ pattern: '^[0-9a-f]{64}$', description: '32 bytes in hexadecimal' });

/** base64url without padding of `min` to `max` bytes. */
export const Bytes = (min: number, max: number = min) =>
  Type.String({
    pattern: '^[A-Za-z0-9_-]*$',
    minLength: Math.ceil((min * 4) / 3),
    maxLength: Math.ceil((max * 4) / 3),
    description: min === max ? `${min} bytes in base64url` : `${min} to ${max} bytes in base64url`,
  });

/** A signed object: `signature64 | canonical JSON` (docs/protocol.md §2). */
export const SignedBytes = Bytes(65, 16 * 1024);

export const Version = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 });
export const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
/** Milliseconds since 1970, UTC; at most what a date can hold (ECMA-262, time values). */
export const Millis = Type.Integer({
  minimum: 0,
  maximum: 8.64e15,
  description: 'milliseconds since 1970, UTC',
});
/** A part of a list that is ordered by id: what comes after one, and how much of it at most. */
export const Page = closed({
  after: Type.Optional(Id),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
});

export const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** How every refusal looks: the code is the API, the sentence is for people who read a log. */
export const Refusal = closed({
  error: closed({
    code: Type.String(),
    message: Type.String(),
    requestId: Type.String(),
    details: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
    ),
  }),
});
export type Refusal = Static<typeof Refusal>;
