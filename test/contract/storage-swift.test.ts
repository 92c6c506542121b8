import t from 'tap';
import { sourceOf } from '../helpers/blob-sources.js';
import { useObjectServer } from '../helpers/object-stores.js';
import { blobStoreContract } from './blob-store.js';
import { s3Network } from './s3-network.js';
import { makeBucket, openStore, optionsFor, plainClient, s3Maker } from './s3-setup.js';

const swift = await useObjectServer(t, 'swift');
if (swift) {
  const client = plainClient(t, swift, swift.owner);
  const bucket = await makeBucket(client);

  await blobStoreContract(t, {
    ...s3Maker(swift, bucket),
    writeOnce: 'database',
    many: 205,
    stubborn: async (t, key) => {
      const shown = await makeBucket(client, { ACL: 'public-read' });
      const options = optionsFor(swift, shown);
      await openStore(t, options).put(key, sourceOf(Buffer.alloc(1)), { size: 1 });
      return openStore(t, { ...options, ...swift.restricted });
    },
  });

  await s3Network(t, swift, bucket);
}
