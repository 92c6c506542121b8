import type { TSchema } from 'typebox';
import { ERROR_CODES, type ErrorCode } from '../errors.js';
import { type Contract, Refusal } from './contract.js';

/** What every operation may answer besides its own codes. */
const ALWAYS: readonly ErrorCode[] = ['invalid_request', 'rate_limited', 'unavailable', 'internal'];
/** How a token may be refused: it is none, or the card or device that opened the session was blocked or is frozen. */
const CLOSED: readonly ErrorCode[] = ['unauthorized', 'lock_blocked', 'lock_frozen'];

type Plain = { readonly [key: string]: unknown };

/** Fastify writes `:name`, OpenAPI `{name}`. */
const openApiPath = (url: string): string => url.replace(/:([a-z]+)/g, '{$1}');

const propertiesOf = (schema: TSchema | undefined): Plain =>
  schema !== undefined && 'properties' in schema ? (schema.properties as Plain) : {};

const parametersOf = (contract: Contract): unknown[] => [
  ...Object.entries(propertiesOf(contract.params)).map(([name, schema]) => ({
    name,
    in: 'path',
    required: true,
    schema,
  })),
  ...Object.entries(propertiesOf(contract.querystring)).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema,
  })),
];

const multipartSchema = (parts: Readonly<Record<string, string>>): Plain => ({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(parts).map(([name, description]) => [
      name,
      { type: 'string', format: 'binary', description },
    ]),
  ),
});

const bodyOf = (contract: Contract): Plain => {
  if (contract.multipart) {
    const schema = multipartSchema(contract.multipart);
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema } } } };
  }
  if (!contract.body) return {};
  return { requestBody: { required: true, content: { 'application/json': { schema: contract.body } } } };
};

const successOf = (contract: Contract): Plain => {
  const { response } = contract;
  if (response === null) return { description: 'Done.' };
  if (typeof response === 'string') {
    return {
      description: 'The bytes.',
      content: { [response]: { schema: { type: 'string', format: 'binary' } } },
    };
  }
  return { description: 'Done.', content: { 'application/json': { schema: response } } };
};

const refusalsOf = (contract: Contract, statusOf: (code: ErrorCode) => number): Plain => {
  const codes = [
    ...contract.errors,
    ...(contract.access === 'account' ? CLOSED : []),
    ...(contract.body ? ['too_large' as const] : []),
    ...ALWAYS,
  ];
  const byStatus = new Map<number, Set<ErrorCode>>();
  for (const code of codes) {
    const status = statusOf(code);
    byStatus.set(status, (byStatus.get(status) ?? new Set()).add(code));
  }
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } };
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, set]) => [
        status,
        { description: [...set].map((code) => `\`${code}\`: ${ERROR_CODES[code]}`).join(' '), content },
      ]),
  );
};

const operationOf = (contract: Contract, statusOf: (code: ErrorCode) => number): Plain => ({
  operationId: contract.id,
  tags: [contract.tag],
  summary: contract.summary,
  ...(contract.description && { description: contract.description }),
  ...(contract.access === 'public' ? { security: [] } : {}),
  ...(contract.access === 'link' ? { security: [{ link: [] }] } : {}),
  parameters: parametersOf(contract),
  ...bodyOf(contract),
  responses: { [contract.status]: successOf(contract), ...refusalsOf(contract, statusOf) },
});

/** The API as OpenAPI 3.1, made from the contracts alone; `statusOf` is the server's table of codes. */
export const openApiDocument = (
  contracts: readonly Contract[],
  version: string,
  statusOf: (code: ErrorCode) => number,
): Plain => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const contract of contracts) {
    const path = openApiPath(contract.url);
    paths[path] = { ...paths[path], [contract.method.toLowerCase()]: operationOf(contract, statusOf) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pochette',
      version,
      description:
        'A digital safe for papers. Everything personal is encrypted before it comes here; see docs/protocol.md for the bytes.',
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    security: [{ session: [] }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT (EdDSA)' },
        link: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: '32 bytes in base64url, from openLink, lookAtDrop or one’s own for a hand-over',
        },
      },
      schemas: { Refusal },
    },
  };
};
