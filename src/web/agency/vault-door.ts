import type { openVault } from './vault.js';

export type Vault = ReturnType<typeof openVault>;

let loading: Promise<{ readonly openVault: typeof openVault }> | undefined;
let vault: Vault | undefined;

/** Loads everything that opens, reads and verifies: once, and again if it failed. */
export const loadVault = async (secret: Uint8Array): Promise<Vault> => {
  loading ??= import('./vault.js').catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  const vaults = await loading;
  vault ??= vaults.openVault(secret);
  return vault;
};
