import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestStandIn, type TestStandIn } from '../fixture-stand-in.ts';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const received: Received[] = [];
let status = 202;
const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
  response.writeHead(status).end('noted');
});

let sandbox: TestStandIn;
let to: string;
beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const address = receiver.address();
  to = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/api/github/webhooks`;
  sandbox = await startTestStandIn({ 'a.sql': 'one\n' }, { 'a.sql': 'two\n' });
});
afterAll(async () => {
  await sandbox.close();
  receiver.close();
});

const open = () =>
  sandbox.standIn.openPullRequest({
    owner: 'acme',
    name: 'shop',
    base: 'main',
    head: 'change',
    title: 'Chänge',
  });

describe('a delivery', () => {
  it('is signed, named and recorded', async () => {
    const payload = await open();
    const delivery = await sandbox.standIn.deliver('pull_request', payload, to);
    const last = received.at(-1);
    expect(delivery).toMatchObject({
      event: 'pull_request',
      action: 'opened',
      statusCode: 202,
      redelivery: false,
    });
    expect(JSON.parse(last?.body ?? '')).toEqual(payload);
    expect(last?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-github-event': 'pull_request',
      'x-github-delivery': delivery.guid,
      'x-hub-signature-256': `sha256=${createHmac('sha256', 'secret')
        .update(last?.body ?? '')
        .digest('hex')}`,
    });
    expect(delivery.guid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(payload).toMatchObject({
      number: 1,
      installation: { id: sandbox.installation },
      repository: { full_name: 'acme/shop' },
      pull_request: {
        head: { sha: sandbox.head },
        base: { sha: sandbox.base },
        commits: 1,
        changed_files: 1,
      },
    });
  });

  it('is listed with its status and can be delivered again with the same name', async () => {
    status = 500;
    const failed = await sandbox.standIn.deliver('pull_request', await open(), to);
    status = 202;
    const listed = await sandbox.app.request('GET /app/hook/deliveries', { per_page: 1 });
    expect(listed.data).toMatchObject([
      { id: failed.id, status_code: 500, status: 'Invalid HTTP Response: 500' },
    ]);
    expect(listed.headers.link).toMatch(/cursor=v1_\d+>; rel="next"/);
    await sandbox.app.request('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: failed.id });
    await sandbox.standIn.settled();
    const [again] = (await sandbox.app.request('GET /app/hook/deliveries')).data;
    expect(again).toMatchObject({ guid: failed.guid, redelivery: true, status_code: 202, status: 'OK' });
    expect(received.at(-1)?.headers['x-github-delivery']).toBe(failed.guid);
    const one = await sandbox.app.request('GET /app/hook/deliveries/{delivery_id}', {
      delivery_id: failed.id,
    });
    expect(one.data).toMatchObject({
      request: { payload: { action: 'opened' } },
      response: { payload: 'noted' },
    });
  });

  it('is gone after three days', async () => {
    const started = sandbox.clock.now;
    const delivery = await sandbox.standIn.deliver('pull_request', await open(), to);
    sandbox.clock.now = started + 3 * 86_400_000 + 1;
    const { data } = await sandbox.app.request('GET /app/hook/deliveries');
    expect(data).toEqual([]);
    await expect(
      sandbox.app.request('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: delivery.id }),
    ).rejects.toMatchObject({ status: 404 });
    sandbox.clock.now = started;
  });

  it('is recorded where nobody answers, and never made above 25 MB', async () => {
    const payload = await open();
    expect(await sandbox.standIn.deliver('pull_request', payload, 'http://127.0.0.1:1/')).toMatchObject({
      statusCode: 502,
    });
    await expect(sandbox.standIn.deliver('x', { a: 'x'.repeat(26_214_400) }, to)).rejects.toThrow(RangeError);
  });
});

describe('what people do', () => {
  it('gives the payloads of drafts, titles, bases and ends', async () => {
    const { standIn } = sandbox;
    const { number } = await open();
    const acts = [
      await standIn.convertToDraft(number),
      await standIn.markReady(number),
      await standIn.changeTitle(number, 'New'),
      await standIn.changeBase(number, sandbox.base),
      await standIn.closePullRequest(number),
      await standIn.reopenPullRequest(number),
    ];
    expect(
      acts.map((event) => [
        event.action,
        event.pull_request.draft,
        event.pull_request.state,
        'changes' in event ? event.changes : null,
      ]),
    ).toEqual([
      ['converted_to_draft', true, 'open', null],
      ['ready_for_review', false, 'open', null],
      ['edited', false, 'open', { title: { from: 'Chänge' } }],
      ['edited', false, 'open', { base: { ref: { from: 'main' }, sha: { from: sandbox.base } } }],
      ['closed', false, 'closed', null],
      ['reopened', false, 'open', null],
    ]);
  });

  it('is refused where GitHub refuses it', async () => {
    const { standIn } = sandbox;
    const request = { owner: 'acme', name: 'shop', base: 'main', head: 'change', title: 'x' };
    await expect(standIn.openPullRequest({ ...request, head: 'main' })).rejects.toThrow(
      'No commits between main and main',
    );
    await expect(standIn.openPullRequest({ ...request, head: 'none' })).rejects.toThrow(
      'none is no commit of acme/shop',
    );
    await expect(standIn.openPullRequest({ ...request, name: 'none' })).rejects.toThrow(
      'no repository acme/none',
    );
    await expect(standIn.comment(999, 'sam', 'x')).rejects.toThrow('no repository has a pull request 999');
    expect(() => standIn.rerequest(1, 'sam')).toThrow('there is no check run 1');
  });
});
