import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { AnswerOf, BodyOf, Contract, ParamsOf, QueryOf } from '../../core/api/contract.js';
import type { Caller } from './caller.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set in the closed scope only. */
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    contract?: Contract;
  }
}

export interface Call<C extends Contract> {
  readonly params: ParamsOf<C>;
  readonly query: QueryOf<C>;
  readonly body: BodyOf<C>;
  /** Who asks; a contract of access "account" always has one. */
  readonly caller: C['access'] extends 'account' ? Caller : null;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

type Handler<C extends Contract> = (
  call: Call<C>,
) => Promise<(C['response'] extends null ? void : AnswerOf<C>) | FastifyReply>;

const isSchema = (value: Contract['response']): value is Exclude<Contract['response'], string | null> =>
  typeof value === 'object' && value !== null;

const schemaOf = (contract: Contract): NonNullable<RouteOptions['schema']> => ({
  ...(contract.params && { params: contract.params }),
  ...(contract.querystring && { querystring: contract.querystring }),
  ...(contract.body && { body: contract.body }),
  ...(isSchema(contract.response) && { response: { [contract.status]: contract.response } }),
});

/** Addresses are text: numbers in them are read here, in their one spelling, so that nothing else need be lenient. */
const readNumbers = (values: unknown, schema: Contract['params']): void => {
  if (schema === undefined || !('properties' in schema)) return;
  const given = values as Record<string, unknown>;
  for (const [name, { type }] of Object.entries(schema.properties as Record<string, { type?: string }>)) {
    const text = given[name];
    if (type !== 'integer' || typeof text !== 'string') continue;
    if (/^(0|[1-9]\d{0,15})$/.test(text)) given[name] = Number(text);
  }
};

/** Spreads a contract into a route: the handler gets exactly what the contract describes, and nothing unchecked. */
export const serve = <C extends Contract>(
  scope: FastifyInstance,
  contract: C,
  handler: Handler<C>,
  options: Pick<RouteOptions, 'bodyLimit' | 'config' | 'onRequest' | 'onSend'> = {},
): void => {
  scope.route({
    ...options,
    method: contract.method,
    url: contract.url,
    // A HEAD would read a paper, and be an entry in the log, without giving anybody a byte of it.
    exposeHeadRoute: contract.access !== 'account' && contract.access !== 'link' && contract.method === 'GET',
    schema: schemaOf(contract),
    preValidation: async (request) => {
      readNumbers(request.params, contract.params);
      readNumbers(request.query, contract.querystring);
    },
    config: { ...options.config, contract },
    handler: async (request, reply) => {
      const answer = await handler({
        params: request.params,
        query: request.query,
        body: request.body,
        caller: request.caller,
        request,
        reply,
      } as Call<C>);
      if (reply.sent || answer === reply) return reply;
      reply.code(contract.status);
      return contract.response === null ? reply.send() : reply.send(answer);
    },
  });
};
