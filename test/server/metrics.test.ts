import t from 'tap';
import { testServer } from '../helpers/server.js';

const ask = async (address: string, authorization?: string): Promise<number> =>
  (await fetch(`${address}/metrics`, authorization === undefined ? {} : { headers: { authorization } }))
    .status;

t.test('counters are there for whoever has the operator’s token, and for nobody else', async (t) => {
  const server = await testServer(t, { METRICS_TOKEN: 'counting' });
  t.equal(await ask(server.address, 'Bearer counting'), 200);
  for (const wrong of [undefined, '', 'Bearer', 'Bearer count', 'counting', 'Bearer counting ever']) {
    t.equal(await ask(server.address, wrong), 404, wrong ?? 'none');
  }
});

t.test(
  'where the operator chose no token, nobody reads the counters, not even from the machine',
  async (t) => {
    const server = await testServer(t);
    for (const any of [undefined, 'Bearer', 'Bearer null']) t.equal(await ask(server.address, any), 404);
  },
);
