import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../config/configuration-error.ts';
import { jobPermissions } from '../github/app-client.ts';
import { manifestOf, readManifest } from './manifest.ts';

const text = readFileSync(new URL('../../app.yml', import.meta.url), 'utf8');

describe('readManifest', () => {
  it('reads app.yml, which asks for what a review needs and nothing else', () => {
    const { default_permissions, default_events } = readManifest(text);
    expect(default_permissions).toEqual(jobPermissions);
    expect(default_events).toEqual(['pull_request', 'issue_comment', 'check_run', 'repository']);
  });

  it('fills in the addresses of one deployment', () => {
    const app = readManifest(text);
    expect(manifestOf(app, 'https://reviews.acme.com', 'http://127.0.0.1:3000/set-up/x/created')).toEqual({
      ...app,
      url: 'https://reviews.acme.com',
      hook_attributes: { url: 'https://reviews.acme.com/api/github/webhooks', active: true },
      redirect_url: 'http://127.0.0.1:3000/set-up/x/created',
    });
  });

  it.each([
    ['a: [', /^app\.yml is not YAML: /],
    ['- a list', /^app\.yml: the manifest: /],
    [text.replace('name: backend-engineer', 'name: ""'), /^app\.yml: name: /],
    [text.replace('contents: read', 'contents: admin'), /^app\.yml: default_permissions\.contents: /],
    [text.replace('- repository', '- installation_repositories'), /^app\.yml: default_events\.3: may not/],
    [`${text}\nwebhook: x\n`, /^app\.yml: the manifest: .*webhook/],
  ])('refuses a damaged one in a line (%#)', (damaged, message) => {
    expect(() => readManifest(damaged)).toThrow(ConfigurationError);
    expect(() => readManifest(damaged)).toThrow(message);
  });
});
