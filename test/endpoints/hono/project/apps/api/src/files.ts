import type { Hono } from 'hono';
import { requireUser } from '@shop/auth';

export function registerFiles(app: Hono) {
  const files = app.basePath('/files');
  files.get('/*', (c) => c.body('file'));
  files.post('/', requireUser, async (c) => {
    const form = await c.req.formData();
    return c.json({ name: form.get('name') }, 201);
  });
}
