import type { Express } from 'express';

export function registerHealth(app: Express) {
  app.get(['/health', '/ready'], (_request, response) => {
    response.sendStatus(204);
  });
}
