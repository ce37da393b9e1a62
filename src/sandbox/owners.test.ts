import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestStandIn, type TestStandIn } from './fixture-stand-in.ts';

let sandbox: TestStandIn;
beforeAll(async () => {
  sandbox = await startTestStandIn({ 'a.sql': 'one\n' }, { 'a.sql': 'two\n' });
});
afterAll(() => sandbox.close());

const status = async (path: string) => (await sandbox.request('GET', path)).status;

describe('owners', () => {
  it('take a repository out of the installation and put it back', async () => {
    const { standIn, installation } = sandbox;
    const shop = { full_name: 'acme/shop', private: true };
    expect(standIn.installed('acme')).toMatchObject({
      action: 'created',
      installation: { id: installation },
      repositories: [shop],
    });
    expect(standIn.removeFromInstallation('acme', 'shop')).toMatchObject({
      action: 'removed',
      repositories_removed: [shop],
    });
    expect(await status('/repos/acme/shop')).toBe(404);
    expect(standIn.addToInstallation('acme', 'shop')).toMatchObject({
      action: 'added',
      repositories_added: [shop],
    });
    expect(await status('/repos/acme/shop')).toBe(200);
  });

  it('rename, delete and uninstall, and nothing is found afterwards', async () => {
    const { standIn } = sandbox;
    expect(standIn.renameRepository('acme', 'shop', 'store')).toMatchObject({
      action: 'renamed',
      changes: { repository: { name: { from: 'shop' } } },
      repository: { full_name: 'acme/store' },
    });
    expect([await status('/repos/acme/shop'), await status('/repos/acme/store')]).toEqual([404, 200]);
    expect(standIn.deleteRepository('acme', 'store')).toMatchObject({
      action: 'deleted',
      installation: { id: sandbox.installation },
    });
    expect(await status('/repos/acme/store')).toBe(404);
    expect(standIn.uninstall('acme')).toMatchObject({
      action: 'deleted',
      installation: { id: sandbox.installation },
    });
    expect(await status('/rate_limit')).toBe(401);
    expect(() => standIn.uninstall('acme')).toThrow('acme has no installation');
    expect(() => standIn.deleteRepository('acme', 'store')).toThrow('there is no repository acme/store');
  });
});
