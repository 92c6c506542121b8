import { Check } from 'typebox/value';
import { utf8 } from '../core/bytes.js';
import type { AnswerOf, BodyOf, Contract, ParamsOf, QueryOf } from '../core/api/contract.js';
import { damaged, isSafeError } from '../core/errors.js';
import type { Device, HttpAnswer, HttpRequest } from './ports.js';
import { readJson, refusalOf } from './refusal.js';
import { retrying } from './retry.js';

type Field<Name extends string, T> = [T] extends [undefined]
  ? { readonly [K in Name]?: undefined }
  : { readonly [K in Name]: T };

/** What one operation is called with, by its contract. */
type InputOf<C extends Contract> = Field<'params', ParamsOf<C>> &
  Field<'query', QueryOf<C>> &
  Field<'body', BodyOf<C>>;

/** A body that isn't JSON, made anew for each attempt. */
export interface MadeBody {
  readonly contentType: string;
  readonly body: NonNullable<HttpRequest['body']>;
}

/** What proves for a while that an account was unlocked. */
export interface Token {
  readonly text: string;
}

/** How an account proves itself; `renew` unlocks again after the server refused the token. */
export interface Tokens {
  current(): Token;
  renew(refused: Token): Promise<void>;
}

export interface Api {
  /**
   * Calls an operation that speaks JSON. Reads are tried again while the service can't be reached; a write only with
   * `again`, for those that may be sent twice.
   */
  call<C extends Contract>(
    contract: C,
    input: InputOf<C>,
    options?: { readonly again?: boolean },
  ): Promise<AnswerOf<C>>;
  /** Sends a body that `make` makes for each attempt; always tried again. */
  send<C extends Contract>(
    contract: C,
    params: ParamsOf<C>,
    make: () => Promise<MadeBody>,
  ): Promise<AnswerOf<C>>;
  /**
   * Asks for a stream of bytes; `from` is where in it to begin. A body is made anew for each attempt, since what is signed
   * in it may be good once.
   */
  stream<C extends Contract>(
    contract: C,
    params: ParamsOf<C>,
    from?: number,
    body?: () => BodyOf<C>,
  ): Promise<HttpAnswer>;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const jsonOf = (body: unknown) => ({ body: utf8(JSON.stringify(body)) });

const query = (values: object | undefined): string => {
  const given = Object.entries(values ?? {}).filter(([, value]) => value !== undefined);
  const parts = given.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return parts.length > 0 ? `?${parts.join('&')}` : '';
};

const urlOf = (contract: Contract, params: object | undefined, values: object | undefined): string => {
  const given = new Map(Object.entries(params ?? {}));
  const path = contract.url.replace(/:([a-z]+)/g, (_, name: string) =>
    encodeURIComponent(String(given.get(name))),
  );
  return path + query(values);
};

/** Reads the answer of an operation and holds it against its contract; another shape is `damaged`. */
const read = async <C extends Contract>(contract: C, answer: HttpAnswer): Promise<AnswerOf<C>> => {
  const schema = contract.response;
  if (schema === null || typeof schema === 'string') return undefined as AnswerOf<C>;
  const value = await readJson(answer);
  if (!Check(schema, value)) throw damaged();
  return value as AnswerOf<C>;
};

/** The operations of the server at `base`. Without `tokens` only public ones can be called. */
export const makeApi = (device: Pick<Device, 'transport' | 'clock'>, base: string, tokens?: Tokens): Api => {
  const request = async (contract: Contract, path: string, parts: Partial<HttpRequest>) => {
    const token = contract.access === 'public' ? undefined : tokens?.current();
    const headers = { ...parts.headers, ...(token ? { authorization: `Bearer ${token.text}` } : {}) };
    const answer = await device.transport.request({
      ...parts,
      method: contract.method,
      url: base + path,
      headers,
    });
    if (answer.status >= 200 && answer.status < 300) return answer;
    const refusal = await refusalOf(answer);
    if (token && refusal.code === 'unauthorized') await tokens?.renew(token);
    throw refusal;
  };

  /** After `renew` succeeded, a second refusal is final. */
  const authorised = async <T>(attempt: () => Promise<T>): Promise<T> => {
    const before = tokens?.current();
    try {
      return await attempt();
    } catch (error) {
      if (!isSafeError(error, 'unauthorized') || tokens?.current() === before) throw error;
      return attempt();
    }
  };

  return {
    call: async (contract, { params, query: values, body }, options) => {
      const path = urlOf(contract, params, values);
      const json = body === undefined ? {} : { ...jsonOf(body), headers: JSON_TYPE };
      const attempt = async () => read(contract, await request(contract, path, json));
      const again = options?.again ?? contract.method === 'GET';
      return authorised(() => (again ? retrying(device.clock, attempt) : attempt()));
    },
    send: async (contract, params, make) =>
      authorised(() =>
        retrying(device.clock, async () => {
          const { contentType, body } = await make();
          const headers = { 'content-type': contentType };
          return read(
            contract,
            await request(contract, urlOf(contract, params, undefined), { headers, body }),
          );
        }),
      ),
    stream: async (contract, params, from, body) => {
      const range = from ? { range: `bytes=${from}-` } : {};
      const path = urlOf(contract, params, undefined);
      const attempt = () =>
        request(contract, path, {
          ...(body ? jsonOf(body()) : {}),
          headers: { ...range, ...(body ? JSON_TYPE : {}) },
        });
      return authorised(() => retrying(device.clock, attempt));
    },
  };
};
