import { Type } from 'typebox';
import { closed, contract, Count } from './contract.js';

export const health = contract({
  id: 'health',
  method: 'GET',
  url: '/healthz',
  access: 'public',
  tag: 'System',
  summary: 'Whether the process runs',
  status: 200,
  response: closed({ status: Type.Literal('ok') }),
  errors: [],
});

export const ready = contract({
  id: 'ready',
  method: 'GET',
  url: '/readyz',
  access: 'public',
  tag: 'System',
  summary: 'Whether papers can be stored and read now',
  status: 200,
  response: closed({
    status: Type.Literal('ok'),
    database: Type.Literal('ok'),
    store: closed({
      kind: Type.Union([Type.Literal('disk'), Type.Literal('s3')]),
      writeOnce: Type.Union([Type.Literal('atomic'), Type.Literal('database')], {
        description:
          'whether the store itself writes each blob once, or a uniqueness rule in the database does',
      }),
    }),
  }),
  errors: ['unavailable'],
});

export const metrics = contract({
  id: 'metrics',
  method: 'GET',
  url: '/metrics',
  access: 'operator',
  tag: 'System',
  summary: 'Counters for Prometheus; only with the operator’s token (`METRICS_TOKEN`), else not there',
  status: 200,
  response: 'text/plain',
  errors: ['not_found'],
});

export const showServer = contract({
  id: 'showServer',
  method: 'GET',
  url: '/v1/server',
  access: 'public',
  tag: 'System',
  summary: 'What this server is and what it takes',
  status: 200,
  response: closed({
    name: Type.Literal('pochette'),
    version: Type.String(),
    maxPaperBytes: Count,
    binDays: Count,
  }),
  errors: [],
});
