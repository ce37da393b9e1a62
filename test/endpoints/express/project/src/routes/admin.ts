import { Router } from 'express';
import { requireRole } from '@/middleware/auth';

export class AdminRoutes {
  readonly router = Router();

  constructor() {
    this.router.use(requireRole('admin'));
    this.routes();
  }

  private routes() {
    this.router.get('/users', this.list.bind(this));
    this.router.delete('/users/:userId', this.remove);
  }

  list(request, response) {
    response.json(users.find({ take: request.query.take }));
  }

  remove(request, response) {
    response.sendStatus(204);
  }
}
